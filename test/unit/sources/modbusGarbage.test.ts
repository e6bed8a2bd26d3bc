/** A bus on which anything may come back: noise, halves, answers of others, and now and then what was asked for. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openModbusGateway } from '#engine/sources/serial/ModbusGateway.ts';
import type { PortEvents } from '#engine/sources/serial/serialDriver.ts';
import { ModbusRtuSettings } from '#shared/connections/modbus.ts';
import { crc16 } from '#shared/serial/crc16.ts';
import { FrameSink } from '../../support/frames.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const POLL_MS = 1_000;
const RUNS = 20;
const POLLS = 100;

const summed = (content: Uint8Array) => {
  const sum = crc16(content);
  return Uint8Array.of(...content, sum & 0xff, sum >> 8);
};
const answer = (value: number) => summed(Uint8Array.of(1, 3, 2, value >> 8, value & 0xff));

const byte = fc.integer({ min: 0, max: 255 });
const good = fc.integer({ min: 0, max: 0xffff }).map((value) => ({ value, bytes: answer(value) }));
const bad = (bytes: fc.Arbitrary<Uint8Array>) => bytes.map((it) => ({ value: null, bytes: it }));
const noise = fc.uint8Array({ maxLength: 300 });
/** What comes back to one request; `value` where it is what was asked for. */
const reply = fc.oneof(
  good,
  bad(noise),
  // One byte changed.
  bad(
    fc
      .tuple(good, fc.nat({ max: 6 }), fc.integer({ min: 1, max: 255 }))
      .map(([{ bytes }, at, change]) => bytes.with(at, (bytes[at] ?? 0) ^ change)),
  ),
  // Broken off.
  bad(fc.tuple(good, fc.nat({ max: 6 })).map(([{ bytes }, end]) => bytes.slice(0, end))),
  // Whole and well summed, and of another unit, function or length.
  bad(
    fc
      .tuple(byte, byte, fc.uint8Array({ maxLength: 40 }))
      .filter(([unit, code, rest]) => !(unit === 1 && code === 3 && rest[0] === 2))
      .map(([unit, code, rest]) => summed(Uint8Array.of(unit, code, ...rest))),
  ),
  bad(byte.map((why) => summed(Uint8Array.of(1, 0x83, why)))),
);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('every request comes to an end that is counted, and no reading is made of what was not answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reply, { minLength: POLLS, maxLength: POLLS }), async (replies) => {
      let port: PortEvents | undefined;
      const left = [...replies];
      const sent: number[] = [];
      const source = openModbusGateway({
        id: 'modbus-1',
        settings: ModbusRtuSettings.parse({
          kind: 'modbusRtu',
          path: '/dev/ttyUSB1',
          timeoutMs: 100,
          retries: 0,
          pauseMs: 0,
          map: {
            version: 1,
            profiles: {
              meter: { registers: [{ field: 'co', function: 3, address: 0, type: 'u16' }] },
            },
            devices: [
              {
                deviceId: 'panel',
                pollSeconds: POLL_MS / 1000,
                units: [{ unit: 1, profile: 'meter' }],
              },
            ],
          },
        }),
        now: Date.now,
        log: recordingLog().log,
        openPort: (_, events) => {
          port = events;
          return {
            write() {
              const next = left.shift();
              if (!next) return;
              if (next.value !== null) sent.push(next.value);
              queueMicrotask(() => events.data(next.bytes));
            },
            close: () => Promise.resolve(),
          };
        },
      });
      const sink = new FrameSink().attach(source);
      port?.opened();
      // A unit that was silent is asked less often.
      for (let n = 0; n < POLLS && left.length > 0; n++)
        await vi.advanceTimersByTimeAsync(60 * POLL_MS);
      // The last request comes to its end, too.
      await vi.advanceTimersByTimeAsync(POLL_MS / 2);
      const [unit] = source.polls();
      await source.stop();
      const { asked = 0, answered = 0, timedOut = 0, garbled = 0, refused = 0 } = unit ?? {};
      expect(asked).toBe(answered + timedOut + garbled + refused);
      expect(answered).toBe(sent.length);
      expect(sink.texts.map((text) => (JSON.parse(text) as { co?: number }).co)).toEqual(sent);
    }),
    { numRuns: RUNS },
  );
});
