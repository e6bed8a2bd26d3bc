import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { StorageError } from '#engine/storage/StorageError.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { arbitrary, scored, seeded, stored } from '../../unit/storage/readings.ts';
import { silent, temporaryFolder, withRaw } from './folder.ts';
import { bench, DAY, HOUR, MINUTE, NOON, packAll, times } from './telemetry.ts';

const WIDE = { from: 0, to: NOON * 2, maxPoints: 20_000, gapMs: HOUR };

function minuteByMinute(from: number, count: number, deviceId = 'device-1'): ScoredReading[] {
  return Array.from({ length: count }, (_, n) => scored(from + n * MINUTE, { deviceId, idx: n }));
}

function secondBySecond(count: number, deviceId: string, first = 0): ScoredReading[] {
  return Array.from({ length: count }, (_, n) =>
    scored(NOON + (first + n) * 1_000, { deviceId, idx: first + n }),
  );
}

describe('readings', () => {
  test('come back bit for bit, before and after they are packed, and after a restart', async () => {
    const at = bench();
    const random = seeded(21);
    const rows = Array.from({ length: 400 }, (_, n) => arbitrary(random, NOON + n * 20_000));
    at.clock.now = NOON + 4 * HOUR;
    at.store.append(rows);
    const expected = rows.map(stored).reverse();
    expect(await at.store.latestRows('device-1', 1000)).toStrictEqual(expected);
    expect(packAll(at.store)).toBe(400);
    expect(await at.store.latestRows('device-1', 1000)).toStrictEqual(expected);
    const again = await at.restart();
    expect(await again.latestRows('device-1', 1000)).toStrictEqual(expected);
    const byArrival = (one: ScoredReading, other: ScoredReading) =>
      one.reading.receivedAt - other.reading.receivedAt;
    expect([...again.recent({ sinceReceivedAt: 0, limit: 1000 })]).toStrictEqual(
      rows.toSorted(byArrival).map(stored),
    );
  });

  test('of many devices are kept apart', async () => {
    const { store } = bench();
    store.append(['a', 'b', 'a', '분전반 ’7'].map((deviceId, n) => scored(NOON + n, { deviceId })));
    expect(times(await store.latestRows('a', 10))).toEqual([NOON + 2, NOON]);
    expect(times(await store.latestRows('분전반 ’7', 10))).toEqual([NOON + 3]);
    expect(await store.latestRows('unknown', 10)).toEqual([]);
  });

  test('go to the day they arrived on, also when one batch spans midnight', async () => {
    const at = bench();
    const midnight = Date.parse('2026-01-03T00:00:00Z');
    const rows = [-2, -1, 0, 1].map((n) => scored(midnight + n, { idx: n }));
    at.store.append(rows);
    expect(at.store.segments().map(({ day }) => day)).toEqual(['2026-01-02', '2026-01-03']);
    expect(times(await at.store.latestRows('device-1', 10))).toEqual(
      [1, 0, -1, -2].map((n) => midnight + n),
    );
  });

  test('still go to their day when the clock is set back, and nothing is lost', async () => {
    const at = bench();
    at.clock.now = NOON + 2 * DAY;
    at.store.append([scored(NOON + 2 * DAY)]);
    at.clock.now = NOON;
    at.store.append([scored(NOON)]);
    expect(packAll(at.store)).toBe(1);
    at.store.append([scored(NOON + MINUTE)]);
    const again = await at.restart();
    expect(times(await again.latestRows('device-1', 10))).toEqual([
      NOON + 2 * DAY,
      NOON + MINUTE,
      NOON,
    ]);
  });

  test('of an empty batch are no batch', () => {
    const { store } = bench();
    store.append([]);
    expect(store.segments()).toHaveLength(1);
  });
});

describe('the newest rows of a device', () => {
  test('are the newest by event time, across days, packed or not', async () => {
    const at = bench();
    at.store.append(minuteByMinute(NOON - DAY, 3));
    at.store.append(minuteByMinute(NOON, 3));
    at.clock.now = NOON + DAY;
    packAll(at.store);
    at.store.append([scored(NOON + DAY)]);
    expect(times(await at.store.latestRows('device-1', 5))).toEqual([
      NOON + DAY,
      ...[2, 1, 0].map((n) => NOON + n * MINUTE),
      NOON - DAY + 2 * MINUTE,
    ]);
  });

  test('are not yesterday’s, delivered late today', async () => {
    const { store } = bench();
    store.append(minuteByMinute(NOON, 2));
    store.append([scored(NOON - 5 * HOUR, { receivedAt: NOON + 2 * MINUTE, quality: ['late'] })]);
    expect(times(await store.latestRows('device-1', 2))).toEqual([NOON + MINUTE, NOON]);
  });
});

describe('what arrived lately', () => {
  test('is given oldest first over midnight, raw and packed, and only since then', async () => {
    const at = bench();
    const midnight = Date.parse('2026-01-03T00:00:00Z');
    const rows = Array.from({ length: 200 }, (_, n) =>
      scored(midnight - 100 * MINUTE + n * MINUTE, { deviceId: `device-${n % 3}`, idx: n }),
    );
    for (const row of rows) at.store.append([row]);
    at.clock.now = midnight + 99 * MINUTE;
    expect(packAll(at.store)).toBeGreaterThan(0);
    const recent = [...at.store.recent({ sinceReceivedAt: midnight - 50 * MINUTE, limit: 1000 })];
    expect(recent).toStrictEqual(rows.slice(50).map(stored));
  });

  test('is the newest when there is more than asked for', () => {
    const { store } = bench();
    store.append(minuteByMinute(NOON, 10));
    const recent = [...store.recent({ sinceReceivedAt: 0, limit: 3 })];
    expect(times(recent)).toEqual([7, 8, 9].map((n) => NOON + n * MINUTE));
    expect([...store.recent({ sinceReceivedAt: 0, limit: 0 })]).toEqual([]);
  });

  test('has each reading once, although it was committed twice', () => {
    const { store } = bench();
    store.append(minuteByMinute(NOON, 3));
    store.append(minuteByMinute(NOON, 3));
    expect([...store.recent({ sinceReceivedAt: 0, limit: 10 })]).toHaveLength(3);
  });

  test('can be left half-read while new readings are appended', () => {
    const { store } = bench();
    store.append(minuteByMinute(NOON, 3));
    for (const row of store.recent({ sinceReceivedAt: 0, limit: 10 })) {
      expect(row.reading.measuredAt).toBe(NOON);
      break;
    }
    store.append([scored(NOON + HOUR)]);
    expect([...store.recent({ sinceReceivedAt: 0, limit: 10 })]).toHaveLength(4);
  });
});

describe('a timeline', () => {
  test('shows readings by event time with late ones in their place, though they lie in a later day', async () => {
    const at = bench();
    at.store.append(minuteByMinute(NOON, 3));
    const late = { receivedAt: NOON + DAY, quality: ['late'] as const };
    at.store.append([scored(NOON + 90_000, { ...late, sensorTemperature: 88 })]);
    const timeline = await at.store.timeline({ ...WIDE, deviceId: 'device-1', to: NOON + HOUR });
    expect(timeline.t).toEqual([0, 60_000, 90_000, 120_000].map((ms) => NOON + ms));
    expect(timeline.series.sensorTemperature).toEqual([37.1, 37.1, 88, 37.1]);
    expect(timeline).toMatchObject({ deviceId: 'device-1', readingCount: 4, downsampled: false });
  });

  test('counts a reading once that was committed twice, even on two days', async () => {
    const at = bench();
    const twice = scored(NOON + 11 * HOUR + 59 * MINUTE);
    at.store.append([twice]);
    at.store.append([scored(twice.reading.measuredAt, { receivedAt: NOON + 13 * HOUR })]);
    for (const pack of [false, true]) {
      at.clock.now = NOON + 2 * DAY;
      if (pack) packAll(at.store);
      const { readingCount } = await at.store.timeline({ ...WIDE, deviceId: 'device-1' });
      expect(readingCount).toBe(1);
    }
  });

  test('includes both ends of its span and nothing outside', async () => {
    const at = bench();
    at.store.append(minuteByMinute(NOON, 10));
    const span = { from: NOON + 2 * MINUTE, to: NOON + 4 * MINUTE };
    const expected = [2, 3, 4].map((n) => NOON + n * MINUTE);
    expect((await at.store.timeline({ ...WIDE, ...span, deviceId: 'device-1' })).t).toEqual(
      expected,
    );
    at.clock.now = NOON + DAY;
    packAll(at.store);
    expect((await at.store.timeline({ ...WIDE, ...span, deviceId: 'device-1' })).t).toEqual(
      expected,
    );
  });

  test('draws a gap where nothing was heard, across a packed hour and midnight too', async () => {
    const at = bench();
    for (const start of [NOON, NOON + 3 * HOUR, NOON + DAY])
      at.store.append(minuteByMinute(start, 3));
    at.clock.now = NOON + DAY + 2 * HOUR;
    packAll(at.store);
    const { t, series } = await at.store.timeline({
      ...WIDE,
      deviceId: 'device-1',
      gapMs: 5 * MINUTE,
    });
    expect(t.filter((_, n) => series.voltage[n] === null)).toHaveLength(2);
    expect(series.finalScore.map((value) => value === null)).toEqual(
      series.arcCount.map((value) => value === null),
    );
  });

  test('of an unknown device is empty', async () => {
    const { store } = bench();
    expect(await store.timeline({ ...WIDE, deviceId: 'nobody' })).toMatchObject({
      t: [],
      readingCount: 0,
    });
  });

  test('is the same before packing, after it, and with some hours packed and late rows on top', async () => {
    const at = bench();
    const random = seeded(8);
    const span = { from: NOON - 4 * HOUR, to: NOON + 30 * HOUR };
    const rows = Array.from({ length: 3_000 }, (_, n) => {
      const measuredAt = span.from + n * 35_000 + Math.floor(random() * 9_000);
      const late = random() < 0.05 ? Math.floor(random() * 8 * HOUR) : 0;
      return scored(measuredAt, {
        idx: n,
        receivedAt: measuredAt + late,
        sensorTemperature: random() < 0.01 ? 95 : 30 + random(),
      });
    }).filter(() => random() < 0.97);
    const twice = rows
      .filter(() => random() < 0.05)
      .map((row) =>
        scored(row.reading.measuredAt, {
          ...row.reading,
          receivedAt: row.reading.receivedAt + MINUTE,
        }),
      );
    at.store.append(
      [...rows, ...twice].toSorted((a, b) => a.reading.receivedAt - b.reading.receivedAt),
    );
    const ask = () =>
      Promise.all(
        [10, 50, 100, 600, 20_000].flatMap((maxPoints) =>
          [MINUTE, 10 * MINUTE].map((gapMs) =>
            at.store.timeline({ ...span, deviceId: 'device-1', maxPoints, gapMs }),
          ),
        ),
      );
    const raw = await ask();
    expect(raw[0]!.readingCount).toBe(rows.length);
    for (const now of [NOON + 2 * HOUR, NOON + 13 * HOUR, NOON + 3 * DAY]) {
      at.clock.now = now;
      packAll(at.store);
      expect(await ask()).toEqual(raw);
    }
  });

  test('of a month is answered from rollups, without a peak lost', async () => {
    const at = bench();
    const days = 6;
    for (let day = 0; day < days; day++)
      at.store.append(
        Array.from({ length: 4_320 }, (_, n) => {
          const at = NOON - 12 * HOUR + day * DAY + n * 20_000;
          return scored(at, { idx: n, arcCount: day === 3 && n === 1_234 ? 77 : 0 });
        }),
      );
    at.clock.now = NOON + days * DAY;
    packAll(at.store);
    // Without its readings a day can only be drawn from what was rolled up.
    for (let day = 0; day < days; day++)
      withRaw(at.file(`2026-01-0${2 + day}`), (db) => db.exec("UPDATE block SET data = x''"));
    const span = { from: NOON - 12 * HOUR, to: NOON - 12 * HOUR + days * DAY - 1 };
    const timeline = await at.store.timeline({
      ...span,
      deviceId: 'device-1',
      maxPoints: 500,
      gapMs: HOUR,
    });
    expect(timeline.readingCount).toBe(days * 4_320);
    expect(timeline.t.length).toBeLessThanOrEqual(500);
    expect(Math.max(...timeline.series.arcCount.map(Number))).toBe(77);
    expect(at.repairs).toEqual([]);
  });
});

describe('retention', () => {
  test('deletes whole days and says which; what is younger stays', async () => {
    const at = bench();
    for (const days of [0, 1, 2, 40]) {
      at.clock.now = NOON + days * DAY;
      at.store.append([scored(at.clock.now)]);
    }
    expect(at.store.retain(38)).toEqual(['2026-01-02', '2026-01-03']);
    expect(at.store.segments().map(({ day }) => day)).toEqual(['2026-01-04', '2026-02-11']);
    expect(await at.store.latestRows('device-1', 10)).toHaveLength(2);
    expect(at.store.retain(38)).toEqual([]);
  });

  test('takes what a repair set aside on that day as well, and nothing that is not a segment', async () => {
    const at = bench();
    const names = ['2026-01-02.db.damaged-20260102T120000000Z', '2026-01-02.db-wal', 'notes.txt'];
    for (const name of names) writeFileSync(path.join(at.dir, name), '');
    at.clock.now = NOON + 40 * DAY;
    await at.restart();
    expect(at.store.retain(30)).toEqual(['2026-01-02']);
    expect(at.store.segments().map(({ day }) => day)).toEqual(['2026-02-11']);
    expect((await import('node:fs')).readdirSync(at.dir).sort()[0]).toMatch(/^2026-02-11/);
  });
});

describe('a store that can’t go on', () => {
  function refusal(act: () => unknown): StorageError {
    try {
      act();
    } catch (error) {
      if (error instanceof StorageError) return error;
      throw error;
    }
    throw new Error('was not refused');
  }

  test('because the disk is full says so, with nothing half-written, and goes on when there is room', async () => {
    const at = bench({ maxSegmentBytes: 400_000 });
    let committed = 0;
    const fill = () => {
      for (;;) {
        at.store.append(secondBySecond(100, `device-${committed % 700}`, committed));
        committed += 100;
      }
    };
    const { code, message } = refusal(fill);
    expect(code).toBe('diskFull');
    expect(message).toContain(at.file('2026-01-02'));
    expect(committed).toBeGreaterThan(500);
    expect([...at.store.recent({ sinceReceivedAt: 0, limit: 10_000 })]).toHaveLength(committed);
    await at.restart({ maxSegmentBytes: 10_000_000 });
    at.store.append(secondBySecond(100, 'device-after'));
    expect(await at.store.latestRows('device-after', 200)).toHaveLength(100);
    expect([...at.store.recent({ sinceReceivedAt: 0, limit: 10_000 })]).toHaveLength(
      committed + 100,
    );
  });

  test('a device that was first heard in a refused batch is stored by the next', async () => {
    const at = bench({ maxSegmentBytes: 300_000 });
    refusal(() => at.store.append(secondBySecond(3_000, 'device-new')));
    expect([...at.store.recent({ sinceReceivedAt: 0, limit: 10_000 })]).toEqual([]);
    at.store.append(
      secondBySecond(2, 'device-new').map((row) => ({
        ...row,
        assessment: { ...row.assessment, thresholdsVersion: 'site-9' },
      })),
    );
    const rows = await at.store.latestRows('device-new', 10);
    expect(rows.map(({ thresholdsVersion }) => thresholdsVersion)).toEqual(['site-9', 'site-9']);
    expect(await (await at.restart()).latestRows('device-new', 10)).toEqual(rows);
  });

  test('because its folder is a file names it', () => {
    const file = path.join(temporaryFolder(), 'telemetry');
    writeFileSync(file, '');
    const { code, message } = refusal(
      () => new TelemetryStore({ dir: file, now: () => NOON, log: silent }),
    );
    expect(code).toBe('readOnly');
    expect(message).toContain(file);
  });

  test('because a newer program wrote today’s segment leaves it untouched', async () => {
    const at = bench();
    await at.store.close();
    withRaw(at.file('2026-01-02'), (db) => db.pragma('user_version = 9'));
    const open = () => new TelemetryStore({ dir: at.dir, now: () => NOON, log: silent });
    expect(refusal(open).code).toBe('newerThanProgram');
  });

  test('because it is closed refuses everything and hangs nobody', async () => {
    const { store } = bench();
    store.append([scored(NOON)]);
    const asked = store
      .timeline({ ...WIDE, deviceId: 'device-1' })
      .catch((error: StorageError) => error.code);
    await store.close();
    await store.close();
    expect(await asked).toBe('closed');
    for (const act of [
      () => store.append([scored(NOON)]),
      () => store.recent({ sinceReceivedAt: 0, limit: 1 }),
      () => store.pack(1),
      () => store.retain(1),
    ])
      expect(refusal(act).code).toBe('closed');
    await expect(store.latestRows('device-1', 1)).rejects.toThrow('closed');
  });
});
