/** The meter over a real database: what it counts is what happened, whatever happened to the program meanwhile. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlarmMeter } from '#engine/alarms/AlarmMeter.ts';
import { hourOf, MeterStore } from '#engine/alarms/MeterStore.ts';
import { type Annunciation, annunciationsIn, answersIn } from '#shared/alarms/annunciations.ts';
import { FLOOD, type FloodRecord, FloodWatch } from '#shared/alarms/flood.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { waitStep } from '#shared/alarms/waits.ts';
import { KIM, Scenario, scored, T0 } from './Scenario.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let scenario: Scenario;
let meter: AlarmMeter;
/** Everything that was committed, in its order. */
let happened: AlarmChange[];
let told: { changed: number; flood: number };

function startMeter(): void {
  const { desk } = scenario;
  meter = new AlarmMeter({
    db: scenario.db,
    now: () => scenario.now,
    monotonicNow: () => scenario.monotonic,
    open: () => desk.open(),
    setAside: () => scenario.setAsides.active().length,
    deviceName: () => null,
    changed: () => told.changed++,
    floodChanged: () => told.flood++,
  });
  desk.follow({ applied: (changes) => happened.push(...changes) });
  desk.follow(meter);
}

beforeEach(() => {
  scenario = new Scenario();
  happened = [];
  told = { changed: 0, flood: 0 };
  startMeter();
});
afterEach(() => scenario.close());

const restart = () => {
  scenario.restart();
  startMeter();
};
/** So many devices go over their limit, a second apart. */
const alarms = (count: number, from: number, prefix = 'device') => {
  for (let i = 0; i < count; i++)
    scenario.feed(
      scored({ device: `${prefix}-${i}`, at: from + i * 1000, bits: ['resistiveLeakage'] }),
    );
};
const acknowledgeAll = () => {
  const alarmIds = scenario.desk.open().map(({ id }) => id);
  scenario.desk.act('acknowledge', { alarmIds, ...KIM });
};
const figure = (id: string) =>
  meter.report('day').figures.find((one) => one.id === id)?.value ?? null;
/** The tables as they are, in one order. */
const tables = () =>
  ['meter_count', 'meter_source', 'meter_wait', 'flood'].map((table) =>
    scenario.db
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`)
      .all()
      .map((row) => JSON.stringify(row))
      .sort(),
  );

/** The same tables, counted from what happened and from nothing else. */
function recounted(): string[][] {
  const counts = new Map<string, { raised: number; worsened: number }>();
  const sources = new Map<string, number>();
  const waits = new Map<string, number>();
  const annunciations = inTransactions().flatMap((changes) => annunciationsIn(changes));
  for (const { at, alarmClass, priority, deviceId, kind, worsened } of annunciations) {
    const key = JSON.stringify([hourOf(at), alarmClass, priority]);
    const known = counts.get(key) ?? { raised: 0, worsened: 0 };
    known[worsened ? 'worsened' : 'raised']++;
    counts.set(key, known);
    const source = JSON.stringify([hourOf(at), deviceId, kind]);
    sources.set(source, (sources.get(source) ?? 0) + 1);
  }
  for (const { at, alarmClass, waitedMs } of answersIn(happened)) {
    const key = JSON.stringify([hourOf(at), alarmClass, waitStep(waitedMs)]);
    waits.set(key, (waits.get(key) ?? 0) + 1);
  }
  const rows = <T>(map: ReadonlyMap<string, T>, row: (key: never[], value: T) => object) =>
    [...map].map(([key, value]) => JSON.stringify(row(JSON.parse(key), value))).sort();
  return [
    rows(counts, ([hour_ms, alarm_class, priority], value) => ({
      hour_ms,
      alarm_class,
      priority,
      ...value,
    })),
    rows(sources, ([hour_ms, device_id, kind], count) => ({ hour_ms, device_id, kind, count })),
    rows(waits, ([hour_ms, alarm_class, step], count) => ({ hour_ms, alarm_class, step, count })),
    floodsOf(annunciations)
      .map((row) => JSON.stringify(row))
      .sort(),
  ];
}

/** One alarm at a time is committed here, so a change and what it brings with it share a transaction. */
const inTransactions = () => {
  const groups: AlarmChange[][] = [];
  for (const change of happened) {
    const last = groups.at(-1);
    if (last?.[0]?.event.at === change.event.at && last[0].alarm.id === change.alarm.id)
      last.push(change);
    else groups.push([change]);
  }
  return groups;
};

function floodsOf(annunciations: readonly Annunciation[]) {
  const watch = new FloodWatch();
  const floods: FloodRecord[] = [];
  for (const { at } of annunciations) {
    const ended = watch.annunciated(at);
    if (ended) floods.push(ended);
  }
  if (watch.current) floods.push({ ...watch.current, endedAt: null });
  return floods.map(({ since, endedAt, count, peak }) => ({
    began_ms: since,
    ended_ms: endedAt,
    alarms: count,
    peak,
  }));
}

test('each annunciation and each acknowledgement is counted once', () => {
  alarms(3, 0);
  scenario.feed(scored({ device: 'hot', at: 5_000, level: 'HIGH' }));
  scenario.feed(scored({ device: 'hot', at: 6_000, level: 'CRITICAL' }));
  scenario.setClock(20_000);
  acknowledgeAll();
  const { shares, waits, now } = meter.report('day');
  expect(shares).toEqual([
    { alarmClass: 'fire', priority: 'CRITICAL', raised: 0, worsened: 1 },
    { alarmClass: 'fire', priority: 'HIGH', raised: 1, worsened: 0 },
    { alarmClass: 'supervisory', priority: 'HIGH', raised: 3, worsened: 0 },
  ]);
  // The critical fire is refused among several, so three were answered.
  expect(waits.all.count).toBe(3);
  expect(waits.supervisory.medianMs).toBeGreaterThan(16_000);
  expect(now).toMatchObject({ lastTenMinutes: 5, lastHour: 5, standing: 4, unacknowledged: 1 });
});

test('a commit that fails counts nothing, and the same plan again counts once', () => {
  const plan = scenario.desk.plan([scored({ at: 0, bits: ['overcurrent'] })]);
  expect(() =>
    scenario.commit(() => {
      scenario.desk.persist(plan);
      throw new Error('disk full');
    }),
  ).toThrow('disk full');
  expect(figure('alarms')).toBe(0);
  expect(meter.rate().lastTenMinutes).toBe(0);
  const again = scenario.desk.plan([scored({ at: 0, bits: ['overcurrent'] })]);
  scenario.commit(() => scenario.desk.persist(again));
  scenario.desk.apply(again);
  expect(figure('alarms')).toBe(1);
  // The broker sends it once more.
  scenario.feed(scored({ at: 0, bits: ['overcurrent'] }));
  expect(figure('alarms')).toBe(1);
  expect(meter.rate().lastTenMinutes).toBe(1);
});

describe('a flood', () => {
  test('is shown while it lasts, told when it begins and ends, and kept', () => {
    alarms(11, 0);
    expect(meter.flood()).toEqual({ since: T0 + 10_000, count: 11 });
    expect(told.flood).toBe(1);
    scenario.setClock(6_000 + FLOOD.windowMs - 1);
    meter.tick();
    expect(meter.flood()).not.toBeNull();
    scenario.setClock(20 * MINUTE);
    meter.tick();
    expect(meter.flood()).toBeNull();
    expect(told.flood).toBe(2);
    expect(meter.report('day').floods).toEqual([
      { since: T0 + 10_000, endedAt: T0 + 6_000 + FLOOD.windowMs, count: 11, peak: 11 },
    ]);
  });

  test.each([
    ['while it lasts', 5 * MINUTE, true],
    ['after it should have ended', 90 * MINUTE, false],
  ])('survives a restart in the middle that is over %s', (_, at, lasts) => {
    alarms(8, 0);
    restart();
    alarms(4, 10_000, 'more');
    restart();
    scenario.setClock(at);
    meter.tick();
    expect(meter.flood() !== null).toBe(lasts);
    const [flood] = meter.report('day').floods;
    expect(flood).toMatchObject({ count: 12, peak: 12 });
    // The fifth newest was the last of the first eight.
    expect(flood?.endedAt).toBe(lasts ? null : T0 + 7_000 + FLOOD.windowMs);
  });

  test('is not begun by points that are set aside', () => {
    for (let i = 0; i < 12; i++)
      scenario.setAsideDesk.begin(
        {
          type: 'disabled',
          point: { deviceId: `device-${i}`, kind: 'resistiveLeakage' },
          reason: 'rewiring',
          forMs: HOUR,
          longer: false,
        },
        { ...KIM, role: 'supervisor' },
      );
    alarms(12, 0);
    expect(meter.flood()).toBeNull();
    expect(figure('alarms')).toBe(0);
    expect(figure('setAside')).toBe(12);
    restart();
    expect(meter.rate()).toEqual({ lastTenMinutes: 0, lastHour: 0 });
  });
});

test('the watched time is what the program ran, not what the clock showed', () => {
  for (let i = 0; i < 30 * 60; i++) {
    scenario.pass(1_000);
    meter.tick();
  }
  // The PC sleeps for two hours.
  scenario.pass(2 * HOUR);
  meter.tick();
  meter.close();
  restart();
  const watched = meter.report('day').hours.reduce((sum, { watchedMs }) => sum + watchedMs, 0);
  expect(watched).toBe(30 * MINUTE);
});

test('pages are told at most every ten seconds, and of nothing when nothing happened', () => {
  const ticks = (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      scenario.pass(1_000);
      meter.tick();
    }
  };
  ticks(1);
  told.changed = 0;
  for (let i = 0; i < 9; i++) {
    alarms(1, i * 1_000, `device-${i}`);
    ticks(1);
  }
  expect(told.changed).toBe(0);
  ticks(1);
  expect(told.changed).toBe(1);
  // The watched time is written once a minute; nothing else is new.
  ticks(40);
  expect(told.changed).toBe(1);
});

test('history outlives the alarms, and what is older than thirteen months is forgotten', () => {
  alarms(2, 0);
  scenario.db.exec('DELETE FROM alarm_event; DELETE FROM alarm');
  restart();
  expect(figure('alarms')).toBe(2);
  meter.forget(hourOf(T0) + HOUR);
  expect(figure('alarms')).toBe(0);
});

test('whatever happens, in whatever order, with the clock set and the program cut off, the counts are what happened', () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('feed' as const),
        device: fc.nat(20),
        what: fc.constantFrom('leak', 'hot', 'hotter', 'calm'),
        after: fc.integer({ min: 0, max: 40_000 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('acknowledge' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('clock' as const),
        by: fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      scenario.close();
      scenario = new Scenario();
      happened = [];
      startMeter();
      let at = 0;
      let last: ReturnType<typeof scored> | undefined;
      for (const one of steps) {
        if (one.do === 'restart') restart();
        else if (one.do === 'acknowledge') acknowledgeAll();
        else if (one.do === 'clock') scenario.now += one.by;
        else if (one.do === 'again') {
          if (last) scenario.feed(last);
        } else {
          at += one.after;
          const device = `device-${one.device}`;
          const what = {
            leak: { bits: ['resistiveLeakage'] as const },
            hot: { level: 'HIGH' } as const,
            hotter: { level: 'CRITICAL' } as const,
            calm: {},
          }[one.what];
          last = scored({ device, at, ...what });
          // The device's own clock goes on whatever the desk's does.
          const plan = scenario.desk.plan([last]);
          scenario.commit(() => scenario.desk.persist(plan));
          scenario.desk.apply(plan);
          scenario.now += one.after;
        }
      }
      expect(tables()).toEqual(recounted());
      const rate = meter.rate();
      restart();
      expect(meter.rate()).toEqual(rate);
    }),
    {
      numRuns: 40,
      examples: [
        // What was annunciated before lies in the window, what brought it back does not.
        [
          [
            { do: 'feed', device: 0, what: 'leak', after: 0 },
            { do: 'clock', by: -542_658 },
            { do: 'feed', device: 0, what: 'hotter', after: 25_128 },
            { do: 'feed', device: 0, what: 'leak', after: 2_751 },
            { do: 'feed', device: 0, what: 'leak', after: 11_685 },
            { do: 'feed', device: 0, what: 'leak', after: 17_778 },
            { do: 'again' },
            { do: 'feed', device: 0, what: 'hotter', after: 1 },
          ],
        ],
      ],
    },
  );
});

test('what was recorded before there was a meter is counted from the record', () => {
  alarms(12, 0);
  scenario.setClock(60_000);
  acknowledgeAll();
  const before = tables();
  for (const table of ['meter_count', 'meter_source', 'meter_wait', 'meter_hour', 'flood'])
    scenario.db.exec(`DELETE FROM ${table}`);
  restart();
  expect(tables()).toEqual(before);
  expect(meter.flood()).toEqual({ since: T0 + 10_000, count: 12 });
  // Nobody knows how long the desk watched then: a sum, and no average.
  expect(figure('alarms')).toBe(12);
  expect(figure('perHour')).toBeNull();
  expect(new MeterStore(scenario.db).isEmpty()).toBe(false);
});
