import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from '#shared/serial/crc16.ts';
import { LineFramer } from '#shared/serial/LineFramer.ts';
import { readLine, withChecksum } from '#shared/serial/readLine.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (of: Uint8Array) => new TextDecoder().decode(of);

it('counts the checksum as Modbus does', () => {
  expect(crc16(bytes('123456789'))).toBe(0x4b37);
  expect(crc16(Uint8Array.of(1, 3, 0, 0, 0, 10))).toBe(0xcdc5);
});

describe('lines out of chunks', () => {
  function frame(chunks: readonly Uint8Array[], maximum = 64) {
    const lines: string[] = [];
    const framer = new LineFramer(maximum);
    for (const chunk of chunks)
      framer.push(chunk, {
        line: (line) => lines.push(text(line)),
        tooLong: (head) => lines.push(`too long: ${head.length}`),
      });
    return { lines, rest: text(framer.take()) };
  }

  it('are the same however the chunks were cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[가-힣a-z{}":]{1,12}$/), { maxLength: 12 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        fc.constantFrom('\n', '\r\n'),
        (lines, sizes, end) => {
          const all = bytes(lines.map((line) => line + end).join(''));
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < all.length; ) {
            const size = sizes.next().value as number;
            chunks.push(all.subarray(at, at + size));
            at += size;
          }
          expect(frame(chunks)).toEqual({ lines, rest: '' });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('beyond the cap are refused once, and the next is whole again', () => {
    const long = bytes('x'.repeat(200));
    expect(frame([long, long, bytes('\nnext\nrest')])).toEqual({
      lines: ['too long: 64', 'next'],
      rest: 'rest',
    });
  });

  it('may be exactly as long as the cap', () => {
    const line = 'x'.repeat(64);
    expect(frame([bytes(`${line}\n`)]).lines).toEqual([line]);
  });
});

describe('what is in a line', () => {
  const payload = bytes('{"deviceId":"감지기-1"}');

  it('is checked by its sum, where it has one', () => {
    const summed = withChecksum(payload);
    for (const mode of ['whenPresent', 'required'] as const)
      expect(readLine(summed, mode)).toEqual({
        ok: true,
        topic: 'fire-prediction/device/감지기-1/data',
        payload,
      });
    expect(readLine(payload, 'whenPresent').ok).toBe(true);
    expect(readLine(payload, 'required')).toMatchObject({ reason: 'checksumMissing' });
    expect(readLine(summed, 'off')).toMatchObject({ reason: 'notJson' });
  });

  it('never passes with one byte changed when a sum is asked for', () => {
    const summed = withChecksum(payload);
    fc.assert(
      fc.property(fc.nat(summed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = summed.slice();
        damaged[at] = (damaged[at] as number) ^ change;
        // The digits of the sum may be written small: that changes a bit and not the sum.
        fc.pre(text(damaged).toUpperCase() !== text(summed).toUpperCase());
        expect(readLine(damaged, 'required').ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused by its reason and never thrown at anybody', () => {
    expect(readLine(bytes('[1]'), 'off')).toMatchObject({ reason: 'notObject' });
    expect(readLine(bytes('{}'), 'off')).toMatchObject({ reason: 'missingField' });
    expect(readLine(bytes('{"deviceId":7}'), 'off')).toMatchObject({ reason: 'wrongType' });
    expect(readLine(bytes('{"deviceId":"a/b"}'), 'off')).toMatchObject({ reason: 'outOfDomain' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (garbage) => {
        expect(readLine(garbage, 'whenPresent').ok).toBe(false);
      }),
    );
  });
});
