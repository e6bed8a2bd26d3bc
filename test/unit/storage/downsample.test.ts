import { describe, expect, test } from 'vitest';
import { downsample, type Sampled } from '#engine/storage/telemetry/downsample.ts';
import { RowTable } from '#engine/storage/telemetry/RowTable.ts';
import {
  cellsOfRows,
  decodeRollup,
  encodeRollup,
  MINUTE_MS,
  QUARTER_MS,
  rollUp,
} from '#engine/storage/telemetry/rollup.ts';
import { COLUMNS, encodeRow } from '#engine/storage/telemetry/rowLayout.ts';
import { TIMELINE_SERIES } from '#shared/contract/views.ts';
import { type Random, scored, seeded } from './readings.ts';

const HOUR = Date.parse('2026-01-02T03:00:00Z');

function tableAt(times: readonly number[], value: (index: number) => number = () => 20): RowTable {
  const table = new RowTable('device-1');
  const row = new Float64Array(COLUMNS);
  for (const [index, at] of times.entries()) {
    const reading = { sensorTemperature: value(index), arcCount: value(times.length - 1 - index) };
    encodeRow(scored(at, reading, { finalScore: value(index) / 1000 }), 0, row);
    table.add(row, 'seed-1');
  }
  return table;
}

function every(stepMs: number, count: number, from = HOUR): number[] {
  return Array.from({ length: count }, (_, index) => from + index * stepMs);
}

function extremes(values: readonly (number | null)[]): [number, number] {
  const numbers = values.filter((value) => value !== null);
  return [Math.min(...numbers), Math.max(...numbers)];
}

function gapTimes({ t, series }: Sampled): number[] {
  return t.filter((_, index) => series.voltage[index] === null);
}

/** Any history: steady stretches, silences, bursts, and now and then a peak of one reading. */
function history(random: Random): RowTable {
  const times: number[] = [];
  let at = HOUR + Math.floor(random() * 5_000_000);
  const length = 1 + Math.floor(random() * 600);
  for (let index = 0; index < length; index++) {
    times.push(at);
    at += random() < 0.03 ? Math.floor(random() * 4_000_000) : 1 + Math.floor(random() * 20_000);
  }
  const values = times.map(() =>
    random() < 0.02 ? 95 + random() : random() < 0.02 ? -40 : 20 + random(),
  );
  return tableAt(times, (index) => values[index]!);
}

describe('a history that fits', () => {
  test('is shown reading by reading', () => {
    const sampled = downsample([cellsOfRows(tableAt(every(10_000, 5), (i) => 20 + i))], {
      maxPoints: 10,
      gapMs: 30_000,
      bucketMs: 1000,
    });
    expect(sampled).toMatchObject({ downsampled: false, readingCount: 5, t: every(10_000, 5) });
    expect(sampled.series.sensorTemperature).toEqual([20, 21, 22, 23, 24]);
    expect(sampled.series.finalScore).toEqual([0.02, 0.021, 0.022, 0.023, 0.024]);
    expect(Object.keys(sampled.series)).toEqual([...TIMELINE_SERIES]);
  });

  test('has a null in every series where two readings are further apart than the gap, and nowhere else', () => {
    const times = [0, 10_000, 40_000, 70_001, 80_000].map((ms) => HOUR + ms);
    const sampled = downsample([cellsOfRows(tableAt(times))], {
      maxPoints: 10,
      gapMs: 30_000,
      bucketMs: 1000,
    });
    expect(gapTimes(sampled)).toEqual([HOUR + 55_000]);
    for (const series of TIMELINE_SERIES) expect(sampled.series[series][3]).toBeNull();
    expect(sampled.t).toHaveLength(6);
  });

  test('of nothing is empty', () => {
    const sampled = downsample([], { maxPoints: 10, gapMs: 30_000, bucketMs: 1000 });
    expect(sampled).toMatchObject({ t: [], readingCount: 0, downsampled: false });
    expect(sampled.series.voltage).toEqual([]);
  });
});

describe('a history that does not fit', () => {
  test('becomes the minimum and the maximum of each bucket', () => {
    const table = tableAt(every(1000, 100), (i) => (i === 42 ? 95 : i === 43 ? -5 : 20));
    const sampled = downsample([cellsOfRows(table)], {
      maxPoints: 20,
      gapMs: 30_000,
      bucketMs: 20_000,
    });
    expect(sampled.downsampled).toBe(true);
    expect(sampled.readingCount).toBe(100);
    expect(sampled.series.sensorTemperature).toEqual([20, 20, 20, 20, -5, 95, 20, 20, 20, 20]);
    expect(sampled.t.slice(4, 6)).toEqual([HOUR + 40_000, HOUR + 59_000]);
  });

  test('shows a silence inside one bucket', () => {
    const times = [...every(1000, 50), ...every(1000, 50, HOUR + 300_000)];
    const sampled = downsample([cellsOfRows(tableAt(times))], {
      maxPoints: 10,
      gapMs: 30_000,
      bucketMs: 3_600_000,
    });
    expect(gapTimes(sampled)).toEqual([HOUR + 174_500]);
    expect(sampled.t).toEqual([
      HOUR,
      HOUR + 49_000,
      HOUR + 174_500,
      HOUR + 300_000,
      HOUR + 349_000,
    ]);
  });

  test('shows the longest of several silences inside one bucket', () => {
    const times = [0, 100_000, 500_000, 600_000, 601_000].flatMap((ms) =>
      every(100, 10, HOUR + ms),
    );
    const sampled = downsample([cellsOfRows(tableAt(times))], {
      maxPoints: 10,
      gapMs: 30_000,
      bucketMs: 3_600_000,
    });
    expect(gapTimes(sampled)).toEqual([HOUR + 300_450]);
  });

  test('of a device that is always later than the gap still fits', () => {
    const table = tableAt(every(60_000, 1000));
    const sampled = downsample([cellsOfRows(table)], {
      maxPoints: 100,
      gapMs: 30_000,
      bucketMs: 1_200_000,
    });
    expect(sampled.t.length).toBeLessThanOrEqual(100);
    expect(gapTimes(sampled).length).toBeGreaterThan(10);
  });
});

describe('any history, in any number of points', () => {
  const rounds = Array.from({ length: 200 }, (_, seed) => seed + 1);

  test('keeps every series’ lowest and highest value, of the whole and of each stretch', () => {
    for (const seed of rounds) {
      const random = seeded(seed);
      const table = history(random);
      const cells = cellsOfRows(table);
      const bucketMs = 1 + Math.floor(random() * 500_000);
      const maxPoints = 10 + Math.floor(random() * 200);
      const sampled = downsample([cells], { maxPoints, gapMs: 30_000, bucketMs });
      expect(sampled.t.length).toBeLessThanOrEqual(maxPoints);
      expect(sampled.readingCount).toBe(table.length);
      for (const [index, series] of TIMELINE_SERIES.entries())
        expect(extremes(sampled.series[series])).toEqual(extremes([...cells.min[index]!]));
      // Each single reading lies between what its own stretch shows: no peak is moved to another place.
      const temperature = cells.min[TIMELINE_SERIES.indexOf('sensorTemperature')]!;
      for (let row = 0; row < cells.length; row++) {
        const at = cells.first[row]!;
        const after = sampled.t.findIndex((t) => t >= at);
        const near = sampled.series.sensorTemperature.slice(Math.max(0, after - 1), after + 2);
        const [low, high] = extremes(near);
        expect(temperature[row]).toBeGreaterThanOrEqual(low);
        expect(temperature[row]).toBeLessThanOrEqual(high);
      }
    }
  });

  test('runs forward in time, and begins and ends with its first and last reading', () => {
    for (const seed of rounds) {
      const random = seeded(seed);
      const table = history(random);
      const { t } = downsample([cellsOfRows(table)], {
        maxPoints: 50,
        gapMs: 30_000,
        bucketMs: 60_000,
      });
      const { first } = cellsOfRows(table);
      expect(t[0]).toBe(first[0]);
      expect(t.at(-1)).toBe(first.at(-1));
      expect(t.every((at, index) => index === 0 || at >= t[index - 1]!)).toBe(true);
    }
  });

  for (const [name, cellMs] of [
    ['minutes', MINUTE_MS],
    ['quarter hours', QUARTER_MS],
  ] as const)
    test(`is the same from its ${name} as from its readings, where no gap lies inside one`, () => {
      for (const seed of rounds) {
        const random = seeded(seed);
        const times = every(
          2000,
          200 + Math.floor(random() * 2000),
          HOUR + Math.floor(random() * 1e6),
        );
        const values = times.map(() => random() * 100);
        const table = tableAt(times, (index) => values[index]!);
        const options = { maxPoints: 40, gapMs: 30_000, bucketMs: cellMs * 2 };
        expect(downsample([rollUp(table, cellMs)], options)).toEqual(
          downsample([cellsOfRows(table)], options),
        );
      }
    });
});

describe('a rollup on disk', () => {
  test('comes back as it was', () => {
    const table = history(seeded(9));
    const dense = tableAt(every(1000, 900), (i) => i / 3);
    for (const rows of [table, dense]) {
      const blob = encodeRollup(rows, QUARTER_MS);
      if (blob) expect(decodeRollup(blob)).toEqual(rollUp(rows, QUARTER_MS));
    }
    expect(encodeRollup(dense, QUARTER_MS)).not.toBeNull();
  });

  test('is not made where it would be as long as the readings', () => {
    expect(encodeRollup(tableAt(every(60_000, 60)), MINUTE_MS)).toBeNull();
  });
});
