import { describe, expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { RowTable } from '#engine/storage/telemetry/RowTable.ts';
import { COLUMNS, encodeRow, QUALITY_FLAGS } from '#engine/storage/telemetry/rowLayout.ts';
import { arbitrary, scored, seeded, stored } from './readings.ts';

function tableOf(rows: readonly ScoredReading[]): RowTable {
  const table = new RowTable('device-1');
  const row = new Float64Array(COLUMNS);
  for (const one of rows) {
    encodeRow(one, 0, row);
    table.add(row, one.assessment.thresholdsVersion);
  }
  return table;
}

function readings(table: RowTable) {
  return Array.from({ length: table.length }, (_, index) => table.reading(index));
}

const T = 1_767_322_790_000;

describe('readings of which some were committed twice', () => {
  const again = { receivedAt: T + 60_000 };
  const cases: readonly { name: string; rows: ScoredReading[]; kept: number[] }[] = [
    {
      name: 'the same message sent again counts once',
      rows: [scored(T), scored(T, again)],
      kept: [0],
    },
    {
      name: 'the first arrival stays, in whichever order they are read',
      rows: [scored(T, again), scored(T)],
      kept: [1],
    },
    {
      name: 'sent again and no longer believed, its device time still tells that it is the same',
      rows: [scored(T), scored(T, { ...again, measuredAt: T + 60_000, quality: ['clockSkew'] })],
      kept: [0],
    },
    {
      name: 'scored differently the second time, it is still the same reading',
      rows: [scored(T), scored(T, again, { finalScore: 0.9, thresholdsVersion: 'site-2' })],
      kept: [0],
    },
    {
      name: 'another sequence number is another reading',
      rows: [scored(T), scored(T, { idx: 2 })],
      kept: [0, 1],
    },
    {
      name: 'no sequence number is not number zero',
      rows: [scored(T, { idx: 0 }), scored(T, { idx: null })],
      kept: [0, 1],
    },
    {
      name: 'a clock that stands still hides no peak',
      rows: [scored(T), scored(T, { ...again, sensorTemperature: 95 }), scored(T, again)],
      kept: [0, 1],
    },
    {
      name: 'without a device time the time of arrival tells readings apart',
      rows: [scored(T, { deviceTime: null }), scored(T + 1, { deviceTime: null })],
      kept: [0, 1],
    },
    {
      name: 'no device time is not time zero',
      rows: [scored(0, { deviceTime: 0 }), scored(0, { deviceTime: null })],
      kept: [0, 1],
    },
  ];
  for (const { name, rows, kept } of cases)
    test(name, () => {
      expect(readings(tableOf(rows).unique())).toStrictEqual(
        kept.map((index) => stored(rows[index]!)),
      );
    });

  test('any mixture gives each reading once, by event time', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seeded(seed);
      const originals = Array.from({ length: 40 }, (_, i) => arbitrary(random, T + i * 5000));
      const repeated = originals.filter(() => random() < 0.4);
      const mixed = [...originals, ...repeated].sort(() => random() - 0.5);
      expect(readings(tableOf(mixed).unique())).toStrictEqual(originals.map(stored));
    }
  });
});

test('rows taken over from another table keep their threshold version', () => {
  const first = tableOf([scored(T, {}, { thresholdsVersion: 'a' })]);
  const second = tableOf([
    scored(T + 1, {}, { thresholdsVersion: 'b' }),
    scored(T + 2, {}, { thresholdsVersion: 'a' }),
  ]);
  const all = new RowTable('device-1');
  for (const table of [first, second])
    for (let index = 0; index < table.length; index++) all.addFrom(table, index);
  expect(readings(all).map((row) => row.thresholdsVersion)).toEqual(['a', 'b', 'a']);
});

test('every quality flag alone comes back as itself', () => {
  for (const flag of QUALITY_FLAGS)
    expect(tableOf([scored(T, { quality: [flag] })]).reading(0).reading.quality).toEqual([flag]);
});
