import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TimelineQuery } from '#engine/storage/TelemetryStore.ts';
import { encodeCells, QUARTER_MS } from '#engine/storage/telemetry/rollup.ts';
import { scored, seeded } from '../../unit/storage/readings.ts';
import { overwrite } from './folder.ts';
import { type Bench, bench, DAY, HOUR, MINUTE, NOON, packAll } from './telemetry.ts';

const FROM = NOON - 12 * HOUR;

/** A day of readings of two devices, with a peak that no summary may lose, packed and closed. */
async function aDay(): Promise<Bench> {
  const at = bench();
  const random = seeded(5);
  for (let hour = 0; hour < 24; hour++) {
    const rows = Array.from({ length: 60 }, (_, minute) => hour * 60 + minute).flatMap((n) => {
      at.clock.now = FROM + n * MINUTE;
      const sensorTemperature = n === 700 ? 91.5 : 35 + Math.round(random() * 10) / 10;
      return [
        scored(at.clock.now, { idx: n, sensorTemperature }),
        scored(at.clock.now, { idx: n, deviceId: 'device-2', sensorTemperature: 30 }),
      ];
    });
    at.store.append(rows);
  }
  at.clock.now = FROM + DAY + 2 * HOUR;
  packAll(at.store);
  return at;
}

const query = (over: Partial<TimelineQuery> = {}): TimelineQuery => ({
  deviceId: 'device-1',
  from: FROM,
  to: FROM + DAY,
  maxPoints: 500,
  gapMs: 10 * MINUTE,
  ...over,
});

describe('when a day’s readings are gone', () => {
  test('its quarters are left: every reading counted, every peak there, also after a restart', async () => {
    const at = await aDay();
    const whole = await at.store.timeline(query());
    expect(await at.store.summarise()).toBe('2026-01-02');
    expect(await at.store.summarise()).toBeNull();
    at.clock.now += 40 * DAY;
    expect(at.store.retain(30, (day) => !at.store.isSummarised(day))).toEqual(['2026-01-02']);
    await at.restart();
    const left = await at.store.timeline(query());
    expect(left.readingCount).toBe(whole.readingCount);
    expect(left.readingCount).toBe(24 * 60);
    expect(Math.max(...left.series.sensorTemperature.map((value) => value ?? 0))).toBe(91.5);
    expect(left.t.length).toBe((2 * DAY) / QUARTER_MS);
    expect((await at.store.timeline(query({ deviceId: 'device-2' }))).readingCount).toBe(24 * 60);
    // A part of the day is its part.
    const part = await at.store.timeline(query({ from: NOON, to: NOON + HOUR - 1 }));
    expect(part.readingCount).toBe(60);
    expect(at.store.summaries()).toMatchObject({ from: '2026-01-02' });
  });

  test('they go as well after their own time, by the month', async () => {
    const at = await aDay();
    await at.store.summarise();
    at.clock.now = Date.parse('2026-12-31T12:00:00Z');
    expect(at.store.retainSummaries(365)).toEqual([]);
    at.clock.now = Date.parse('2027-02-02T12:00:00Z');
    expect(at.store.retainSummaries(365)).toEqual(['2026-01']);
    expect(readdirSync(path.join(at.dir, 'summaries'))).toEqual([]);
  });

  test('a month that was damaged meanwhile is set aside, and the next day is written', async () => {
    const at = await aDay();
    await at.store.summarise();
    const month = path.join(at.dir, 'summaries', '2026-01.db');
    overwrite(month, 0, 100);
    await at.restart();
    packAll(at.store);
    expect(await at.store.summarise()).toBe('2026-01-02');
    expect(at.repairs).toMatchObject([{ kind: 'summariesSalvaged' }]);
    expect(existsSync(at.repairs[0]!.movedTo)).toBe(true);
    at.clock.now += 40 * DAY;
    at.store.retain(30);
    expect((await at.store.timeline(query())).readingCount).toBe(24 * 60);
  });

  test('the oldest gives way first when there is no room, and never one that is written', async () => {
    const at = bench();
    for (const days of [0, 1, 2, 3]) {
      at.clock.now = NOON + days * DAY;
      at.store.append([scored(at.clock.now)]);
    }
    expect(at.store.giveWay((day) => day === '2026-01-02')).toBe('2026-01-03');
    expect(at.store.giveWay(() => false)).toBe('2026-01-02');
    expect(at.store.giveWay(() => false)).toBeNull();
    expect(at.store.segments()).toHaveLength(2);
  });
});

describe('a year of quarters', () => {
  test('of 500 devices fits a gigabyte, also where no value repeats itself', () => {
    // A day's 96 cells. Each value is forty steps of its last digit wide and knows nothing of the one before; real ones
    // do, and take half of this: `npm run bench -- year`.
    const random = seeded(11);
    const cells = (value: (n: number) => number) =>
      Float64Array.from({ length: 96 }, (_, n) => value(n));
    const start = (n: number) => FROM + n * QUARTER_MS;
    const steps = () => Math.floor(random() * 40);
    const column = (digits: number) =>
      cells(() => Number((20 + steps() / 10 ** digits).toFixed(digits)));
    const digits = [1, 1, 2, 2, 2, 3, 1, 1, 1, 0, 2, 0, 4, 4];
    const blob = encodeCells({
      length: 96,
      first: cells((n) => start(n) + Math.floor(random() * 10_000)),
      last: cells((n) => start(n + 1) - Math.floor(random() * 10_000)),
      count: cells(() => 89 + Math.floor(random() * 2)),
      min: digits.map(column),
      max: digits.map(column),
    });
    // At the end of a page of 32 KB there may be room for nearly one more.
    const onDisk = blob.length / (1 - blob.length / 32_768);
    expect(onDisk * 500 * 365).toBeLessThan(1e9);
  });
});
