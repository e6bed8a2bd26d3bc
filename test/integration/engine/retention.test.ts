import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problems } from '#engine/health/Problems.ts';
import { Retention } from '#engine/health/Retention.ts';
import { openStorage, type Storage } from '#engine/openStorage.ts';
import { DEFAULT_PERIODS, type RetentionPeriods } from '#shared/archive/periods.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2026, 5, 15, 3);
const log = pino({ level: 'silent' });

/** Real segments on a disk, and a PC whose clock does what such clocks do. */
describe('what is too old is deleted', () => {
  let dataDir: string;
  let clock: number;
  let storage: Storage;
  let alarmsDeletedBefore: number[];
  let predictionsKept: number[];
  let metricsDeletedBefore: number[];
  let periods: RetentionPeriods;
  let inUse: Set<string>;
  let summarised: (day: string) => boolean;
  let retention: Retention;

  const now = () => clock;
  const days = () =>
    readdirSync(path.join(dataDir, 'telemetry')).flatMap(
      (name) => /^(.+)\.db$/.exec(name)?.[1] ?? [],
    );
  const day = (daysAgo: number, from = T0) =>
    new Date(from - daysAgo * DAY).toISOString().slice(0, 10);

  const open = () => {
    storage = openStorage({ dataDir, now, log, problems: new Problems(now, () => undefined) });
    vi.spyOn(storage.telemetry, 'isSummarised').mockImplementation((one) => summarised(one));
    retention = new Retention({
      ...storage,
      predictions: {
        retain: (keepDays) => {
          predictionsKept.push(keepDays);
          return [];
        },
      },
      retainAlarms: (before) => alarmsDeletedBefore.push(before),
      retainModelMetrics: (before) => {
        metricsDeletedBefore.push(before);
      },
      periods: () => periods,
      daysInUse: () => inUse,
      now,
      log,
    });
  };
  const restart = async () => {
    await storage.close();
    open();
  };
  const hours = (count: number) => {
    for (let i = 0; i < count; i++) {
      clock += HOUR;
      retention.run();
    }
  };
  /** An empty file is a segment of a day in which nothing happened. */
  const keep = (...daysAgo: number[]) => {
    for (const ago of daysAgo) writeFileSync(path.join(dataDir, 'telemetry', `${day(ago)}.db`), '');
  };

  beforeEach(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-retention-'));
    clock = T0;
    alarmsDeletedBefore = [];
    metricsDeletedBefore = [];
    predictionsKept = [];
    periods = DEFAULT_PERIODS;
    inUse = new Set();
    summarised = () => true;
    open();
    keep(40, 31, 30, 2, 1);
    await restart();
  });

  afterEach(async () => {
    await storage.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('after 30 days for readings and 90 for alarms', () => {
    retention.run();
    expect(days()).toEqual([day(30), day(2), day(1), day(0)]);
    expect(alarmsDeletedBefore).toEqual([T0 - 90 * DAY]);
    expect(predictionsKept).toEqual([7]);
  });

  it('after the periods that an administrator set', async () => {
    periods = { ...DEFAULT_PERIODS, readingsDays: 5, alarmsDays: 60, modelMetricsDays: 40 };
    keep(20);
    await restart();
    retention.run();
    expect(days()).not.toContain(day(20));
    expect(alarmsDeletedBefore).toEqual([T0 - 60 * DAY]);
    expect(metricsDeletedBefore).toEqual([T0 - 40 * DAY]);
  });

  it('but not a day that somebody still works with', () => {
    inUse = new Set([day(40)]);
    retention.run();
    expect(days()).toEqual([day(40), day(30), day(2), day(1), day(0)]);
  });

  it('but not for a week a day whose summary is not made yet', () => {
    summarised = () => false;
    retention.run();
    expect(days()).toEqual([day(31), day(30), day(2), day(1), day(0)]);
    summarised = (one) => one === day(31);
    retention.run();
    expect(days()).toEqual([day(30), day(2), day(1), day(0)]);
  });

  it('goes on day by day', () => {
    hours(24);
    expect(days()).not.toContain(day(30));
    expect(days()).toContain(day(2));
  });

  it('not when the clock jumps years ahead while the desk runs, and again once it is right', () => {
    hours(1);
    clock += 3650 * DAY;
    hours(6 * 24);
    expect(days()).toEqual([day(30), day(2), day(1), day(0)]);
    expect(alarmsDeletedBefore).toHaveLength(1);
    clock = T0 + 10 * DAY;
    hours(8 * 24);
    expect(days()).not.toContain(day(30));
    expect(days()).toContain(day(2));
  });

  it('not when the desk is started with a clock that is years ahead', async () => {
    retention.run();
    clock += 3650 * DAY;
    await restart();
    hours(24);
    await restart();
    hours(24);
    expect(days()).toEqual(expect.arrayContaining([day(30), day(2), day(1), day(0)]));
  });

  it('not even when the first clock that it ever sees is years ahead of the record', async () => {
    clock += 3650 * DAY;
    await restart();
    hours(24);
    expect(days()).toEqual(expect.arrayContaining([day(40), day(30), day(1)]));
  });

  it('a week later when the desk was off for long', async () => {
    retention.run();
    clock += 60 * DAY;
    await restart();
    hours(6 * 24);
    expect(days()).toContain(day(1));
    hours(2 * 24);
    expect(days()).not.toContain(day(1));
  });

  it('nothing by a clock that was set back', () => {
    retention.run();
    clock -= 400 * DAY;
    hours(48);
    expect(days()).toEqual([day(30), day(2), day(1), day(0)]);
  });
});
