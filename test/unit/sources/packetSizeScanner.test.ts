import { describe, expect, it } from 'vitest';
import { PacketSizeScanner } from '#engine/sources/PacketSizeScanner.ts';

/** A packet with a body of so many bytes, its length in as many bytes as MQTT needs. */
function packet(bodyBytes: number): number[] {
  const length: number[] = [];
  let rest = bodyBytes;
  do {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return [0x32, ...length, ...new Array<number>(bodyBytes).fill(0xff)];
}

const stream = [0, 1, 127, 128, 300, 0, 16_384].flatMap(packet);

describe('the scanner of packet sizes', () => {
  it.each([1, 2, 3, 7, 128, 100_000])('follows packets through chunks of %i bytes', (size) => {
    const scanner = new PacketSizeScanner(16_384);
    const strict = new PacketSizeScanner(16_383);
    let [fits, strictly] = [true, true];
    for (let at = 0; at < stream.length; at += size) {
      const chunk = Uint8Array.from(stream.slice(at, at + size));
      fits = fits && scanner.accept(chunk);
      strictly = strictly && strict.accept(chunk);
    }
    expect([fits, strictly]).toEqual([true, false]);
  });

  it('refuses by the header alone', () => {
    expect(
      new PacketSizeScanner(1000).accept(Uint8Array.from([0x30, 0xff, 0xff, 0xff, 0x7f])),
    ).toBe(false);
  });

  it('refuses a length of more than four bytes', () => {
    const scanner = new PacketSizeScanner(300_000_000);
    expect(scanner.accept(Uint8Array.from([0x30, 0x80, 0x80, 0x80, 0x80]))).toBe(false);
  });
});
