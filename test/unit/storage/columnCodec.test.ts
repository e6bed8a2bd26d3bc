import { describe, expect, test } from 'vitest';
import { ByteReader } from '#engine/storage/telemetry/ByteReader.ts';
import { ByteWriter } from '#engine/storage/telemetry/ByteWriter.ts';
import { decodeColumn, encodeColumn } from '#engine/storage/telemetry/columnCodec.ts';
import { seeded } from './readings.ts';

function roundTrip(values: Float64Array): { back: Float64Array; bytes: number } {
  const out = new ByteWriter();
  encodeColumn(values, out);
  const written = Buffer.from(out.written());
  return { back: decodeColumn(new ByteReader(written), values.length), bytes: written.length };
}

/** Bit for bit: `toEqual` alone takes two different NaNs for the same. */
function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}

const random = seeded(7);
const columns: readonly { name: string; values: number[]; atMostBytesARow?: number }[] = [
  { name: 'no rows', values: [] },
  { name: 'one row', values: [219.4] },
  { name: 'a constant', values: Array(360).fill(0.95), atMostBytesARow: 0.1 },
  { name: 'a constant −0', values: Array(10).fill(-0) },
  { name: '0 and −0', values: [0, -0, 0, -0, 0] },
  {
    name: 'a clock every ten seconds',
    values: Array.from({ length: 360 }, (_, i) => 1_767_322_790_000 + i * 10_000),
    atMostBytesARow: 3.1,
  },
  {
    name: 'a voltage to one decimal',
    values: Array.from({ length: 360 }, () => Math.round((220 + random() * 3) * 10) / 10),
    atMostBytesARow: 1.1,
  },
  {
    name: 'a score that moves in steps',
    values: Array.from(
      { length: 360 },
      () => [0.24899999999999997, 0.04, 1 / 3][Math.floor(random() * 3)]!,
    ),
    atMostBytesARow: 1.2,
  },
  {
    name: 'full-precision floats',
    values: Array.from({ length: 360 }, () => random()),
    atMostBytesARow: 8.1,
  },
  { name: 'integers up to the exact limit', values: [2 ** 50, -(2 ** 50), 0, 2 ** 50] },
  { name: 'integers beyond it', values: [2 ** 53, -(2 ** 53), 2 ** 53 + 2, 1] },
  {
    name: 'the smallest and the largest',
    values: [Number.MIN_VALUE, Number.MAX_VALUE, -Number.MIN_VALUE],
  },
  {
    name: 'what a reading may never hold',
    values: [Number.NaN, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY],
  },
  { name: 'decimals at the last place that is tried', values: [0.0001, 0.1234, 5, -0.0001] },
];

describe('a column of a blob', () => {
  for (const { name, values, atMostBytesARow } of columns) {
    test(`comes back bit for bit: ${name}`, () => {
      const { back, bytes } = roundTrip(Float64Array.from(values));
      expect(bits(back)).toEqual(bits(Float64Array.from(values)));
      if (atMostBytesARow) expect(bytes / values.length).toBeLessThan(atMostBytesARow);
    });
  }

  test('comes back bit for bit: two thousand columns of arbitrary floats', () => {
    const pick = seeded(11);
    for (let round = 0; round < 2000; round++) {
      const length = Math.floor(pick() * 40);
      const raw = new BigUint64Array(length);
      const shape = pick();
      for (let i = 0; i < length; i++) {
        const high = BigInt(Math.floor(pick() * 2 ** 32));
        const low = BigInt(Math.floor(pick() * 2 ** 32));
        raw[i] = (high << 32n) | low;
      }
      const values =
        shape < 0.4
          ? new Float64Array(raw.buffer)
          : Float64Array.from(raw, (bit) => Number(bit % 2_000_003n) / 10 ** Math.floor(shape * 6));
      expect(bits(roundTrip(values).back)).toEqual(bits(values));
    }
  });

  test('that was cut off is an error and not a shorter column', () => {
    const out = new ByteWriter();
    encodeColumn(Float64Array.from([1, 200, 3, 40_000]), out);
    const cut = Buffer.from(out.written()).subarray(0, 4);
    expect(() => decodeColumn(new ByteReader(cut), 4)).toThrow(RangeError);
  });

  test('of a form that nobody knows is an error', () => {
    expect(() => decodeColumn(new ByteReader(Buffer.from([9, 0, 0])), 2)).toThrow(
      'unknown column form 9',
    );
  });
});
