import { describe, expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { StorageError } from '#engine/storage/StorageError.ts';
import { decodeRows, encodeRows, isIntact } from '#engine/storage/telemetry/blobCodec.ts';
import { RowTable } from '#engine/storage/telemetry/RowTable.ts';
import { COLUMNS, encodeRow } from '#engine/storage/telemetry/rowLayout.ts';
import { arbitrary, scored, seeded, stored } from './readings.ts';

function tableOf(rows: readonly ScoredReading[]): RowTable {
  const table = new RowTable(rows[0]?.reading.deviceId ?? 'device-1');
  const row = new Float64Array(COLUMNS);
  for (const one of rows) {
    encodeRow(one, 0, row);
    table.add(row, one.assessment.thresholdsVersion);
  }
  return table;
}

const HOUR = Date.parse('2026-01-02T03:00:00Z');

describe('a packed hour', () => {
  test('gives every arbitrary reading back exactly', () => {
    const random = seeded(3);
    const rows = Array.from({ length: 500 }, (_, i) => arbitrary(random, HOUR + i * 7000));
    const back = decodeRows(encodeRows(tableOf(rows)));
    expect(back.length).toBe(500);
    expect(rows.map((_, i) => back.reading(i))).toStrictEqual(rows.map(stored));
  });

  test('names its own device and thresholds, so that it can be read without the rest of the file', () => {
    const back = decodeRows(encodeRows(tableOf([scored(HOUR, { deviceId: '분전반-7' })])));
    expect(back.deviceId).toBe('분전반-7');
    expect(back.reading(0).thresholdsVersion).toBe('seed-1');
  });

  test('of an hour at ten seconds is under 30 bytes a reading', () => {
    const random = seeded(5);
    const decimal = (value: number, places: number) =>
      Math.round(value * 10 ** places) / 10 ** places;
    const rows = Array.from({ length: 360 }, (_, i) =>
      scored(
        HOUR + i * 10_000,
        {
          idx: i,
          receivedAt: HOUR + i * 10_000 + Math.floor(random() * 80),
          voltage: decimal(220 + random() * 3, 1),
          voltageLow: decimal(218 + random() * 2, 1),
          current: decimal(5 + random(), 2),
          leakageCurrent: decimal(0.5 + random() / 10, 2),
          power: decimal(1.1 + random() / 10, 3),
          pcbTemperature: decimal(35 + random(), 1),
          sensorTemperature: decimal(37 + random(), 1),
          coGas: decimal(5 + random(), 1),
          voc: decimal(50 + random() * 4, 0),
          powerFactor: decimal(0.94 + random() * 0.03, 3),
        },
        { finalScore: 0.03 * (1 + random() / 10) },
      ),
    );
    expect(encodeRows(tableOf(rows)).length / rows.length).toBeLessThan(30);
  });

  test('with any single bit flipped is known to be damaged', () => {
    const blob = encodeRows(tableOf([scored(HOUR), scored(HOUR + 1000, { voltage: 233.3 })]));
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const damaged = Buffer.from(blob);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(isIntact(damaged)).toBe(false);
    }
    expect(isIntact(blob)).toBe(true);
  });

  for (const [name, blob] of [
    ['nothing', Buffer.alloc(0)],
    ['four bytes', Buffer.from([1, 0, 0, 0])],
    ['zeros', Buffer.alloc(500)],
  ] as const)
    test(`that is ${name} is refused as corrupt`, () => {
      expect(() => decodeRows(blob)).toThrow(StorageError);
    });
});
