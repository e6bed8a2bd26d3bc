import { describe, expect, test } from 'vitest';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { seeded } from '#shared/simulation/random.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { calmReading, T0 } from './calmReading.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** One reading every ten seconds, the last at T0. */
function filled(temperatures: readonly number[], change: Partial<Reading> = {}): DeviceHistory {
  const history = new DeviceHistory();
  for (const [i, pcbTemperature] of temperatures.entries()) {
    const measuredAt = T0 - (temperatures.length - 1 - i) * 10 * SECOND;
    history.add(calmReading({ ...change, measuredAt, pcbTemperature }), 0.04);
  }
  return history;
}

const rising = (count: number, perReading: number) =>
  Array.from({ length: count }, (_, i) => 30 + i * perReading);
const context = (history: DeviceHistory, at?: number) => history.context(DEFAULT_THRESHOLDS, at);

test('a new device has no history, and no history changes nothing', () => {
  expect(context(new DeviceHistory())).toEqual({
    state: 'INSUFFICIENT_DATA',
    riskModifier: 1,
    temperatureTrend: null,
    averageTemperature: null,
    recentArcs: null,
    averageRisk: null,
    readingCount: 0,
  });
});

test('four readings are too few, five are enough', () => {
  expect(context(filled(rising(4, 1))).state).toBe('INSUFFICIENT_DATA');
  expect(context(filled(rising(5, 1))).state).toBe('AVAILABLE');
});

describe('the trend', () => {
  test('is °C per minute whatever the interval', () => {
    expect(context(filled(rising(20, 0.2))).temperatureTrend).toBeCloseTo(1.2, 9);
    const slow = new DeviceHistory();
    for (let i = 0; i < 10; i++)
      slow.add(calmReading({ measuredAt: T0 + i * 2 * MINUTE, pcbTemperature: 30 + i }), 0);
    expect(context(slow).temperatureTrend).toBeCloseTo(0.5, 9);
  });

  test('raises the modifier when the board heats up, not when it cools down', () => {
    expect(context(filled(rising(20, 0.2))).riskModifier).toBe(1.2);
    expect(context(filled(rising(20, -0.2))).riskModifier).toBe(1);
  });

  test("corresponds to the seed's 0.1 °C per message at a message in ten seconds", () => {
    expect(context(filled(rising(20, 0.099))).riskModifier).toBe(1);
    expect(context(filled(rising(20, 0.101))).riskModifier).toBe(1.2);
  });

  test('must be over its limit, not on it', () => {
    const history = { ...DEFAULT_THRESHOLDS.history, heatingPerMinute: 0 };
    const steady = filled(rising(20, 0)).context({ ...DEFAULT_THRESHOLDS, history });
    expect(steady).toMatchObject({ temperatureTrend: 0, riskModifier: 1 });
  });

  test('does not exist when all readings have one time', () => {
    const history = new DeviceHistory();
    for (let i = 0; i < 6; i++) history.add(calmReading({ pcbTemperature: 20 + 10 * i }), 0);
    expect(context(history)).toMatchObject({ temperatureTrend: null, riskModifier: 1 });
  });
});

test('more than ten arcs among the newest twenty readings raise the modifier', () => {
  const arcs = (count: number) => {
    const history = filled(rising(20, 0));
    history.add(calmReading({ measuredAt: T0 + SECOND, arcCount: count }), 0);
    return context(history);
  };
  expect(arcs(10)).toMatchObject({ recentArcs: 10, riskModifier: 1 });
  expect(arcs(11)).toMatchObject({ recentArcs: 11, riskModifier: 1.3 });
});

test('lasting risk raises the modifier, and all three together make 1.6', () => {
  const history = new DeviceHistory();
  for (let i = 0; i < 20; i++)
    history.add(
      calmReading({ measuredAt: T0 + i * 10 * SECOND, pcbTemperature: 30 + i, arcCount: 1 }),
      0.7,
    );
  const found = context(history);
  expect(found.averageRisk).toBeCloseTo(0.7, 12);
  expect(found.riskModifier).toBeCloseTo(1.6, 12);
});

test('readings without a score are left out of the mean', () => {
  const history = new DeviceHistory();
  for (let i = 0; i < 6; i++)
    history.add(calmReading({ measuredAt: T0 + i }), i < 2 ? 0.5 + i / 10 : null);
  expect(context(history).averageRisk).toBeCloseTo(0.55, 12);
  const unscored = new DeviceHistory();
  for (let i = 0; i < 6; i++) unscored.add(calmReading({ measuredAt: T0 + i }), null);
  expect(context(unscored)).toMatchObject({ averageRisk: null, riskModifier: 1 });
});

test('only the newest twenty are looked at, and all of the hour are counted', () => {
  const temperatures = [...Array<number>(100).fill(90), ...Array<number>(20).fill(30)];
  expect(context(filled(temperatures))).toMatchObject({
    averageTemperature: 30,
    readingCount: 120,
  });
});

test('readings of an hour ago exactly still count, older ones do not', () => {
  const history = new DeviceHistory();
  for (const age of [HOUR + 1, HOUR, 30 * MINUTE, MINUTE, 0])
    history.add(calmReading({ measuredAt: T0 - age, pcbTemperature: age > HOUR ? 99 : 30 }), 0);
  expect(context(history)).toMatchObject({ state: 'INSUFFICIENT_DATA', readingCount: 4 });
  history.add(calmReading({ measuredAt: T0, pcbTemperature: 30 }), 0);
  expect(context(history)).toMatchObject({ averageTemperature: 30, readingCount: 5 });
});

test('readings that are out of range take no part', () => {
  const history = filled(rising(10, 0));
  const broken = calmReading({
    measuredAt: T0 + SECOND,
    pcbTemperature: 900,
    arcCount: 50,
    quality: ['clockSkew', 'outOfRange'],
  });
  expect(history.add(broken, 1)).toBe(false);
  expect(context(history, T0 + SECOND)).toMatchObject({ readingCount: 10, averageTemperature: 30 });
  expect(history.arcsWithin(T0 + SECOND, HOUR)).toBe(0);
});

describe('late readings', () => {
  test('end up as if they had come in time', () => {
    const random = seeded(5);
    const readings = Array.from({ length: 200 }, (_, i) =>
      calmReading({
        measuredAt: T0 + i * 10 * SECOND,
        pcbTemperature: random.between(20, 60),
        arcCount: random.next() < 0.2 ? 1 : 0,
      }),
    );
    const inOrder = new DeviceHistory();
    for (const reading of readings) inOrder.add(reading, reading.pcbTemperature / 100);
    const late = new DeviceHistory();
    // Each message waits up to seven places before it is delivered.
    const delivered = readings
      .map((reading, i) => ({ reading, place: i + random.between(0, 7) }))
      .sort((a, b) => a.place - b.place);
    for (const { reading } of delivered) late.add(reading, reading.pcbTemperature / 100);
    const end = T0 + 199 * 10 * SECOND;
    expect(context(late, end)).toEqual(context(inOrder, end));
    expect(late.arcsWithin(end, 600_000)).toBe(inOrder.arcsWithin(end, 600_000));
  });

  test('are judged by what came before them, never by what came after', () => {
    const history = filled([...Array<number>(10).fill(30), ...Array<number>(10).fill(90)]);
    const at = T0 - 10 * 10 * SECOND;
    expect(context(history, at)).toMatchObject({ averageTemperature: 30, readingCount: 10 });
  });

  test('from before the readings whose values are kept are only counted', () => {
    const history = filled(rising(100, 0.1));
    expect(context(history, T0 - 50 * 10 * SECOND)).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      riskModifier: 1,
      readingCount: 50,
    });
  });

  test('older than all that is kept take no part', () => {
    const history = filled(rising(20, 0));
    const old = calmReading({ measuredAt: T0 - 2 * HOUR, arcCount: 5 });
    expect(history.add(old, 1)).toBe(false);
    expect(context(history).readingCount).toBe(20);
    expect(context(history, T0 - 2 * HOUR).state).toBe('INSUFFICIENT_DATA');
  });
});

describe('arcs of the last ten minutes', () => {
  test('include the reading exactly ten minutes old and the one now', () => {
    const history = new DeviceHistory();
    for (const [age, arcCount] of [
      [600_001, 100],
      [600_000, 3],
      [300_000, 4],
      [0, 5],
    ] as const)
      history.add(calmReading({ measuredAt: T0 - age, arcCount }), 0);
    expect(history.arcsWithin(T0, 600_000)).toBe(12);
    expect(history.arcsWithin(T0 - 1, 600_000)).toBe(107);
    expect(history.arcsWithin(T0 + 600_001, 600_000)).toBe(0);
  });

  test('equal a recount for a day of random readings', () => {
    const random = seeded(8);
    const history = new DeviceHistory();
    const all: { at: number; arcs: number }[] = [];
    let at = T0;
    for (let i = 0; i < 5_000; i++) {
      at += Math.floor(random.between(0, 35_000));
      const measuredAt = at - (random.next() < 0.1 ? Math.floor(random.between(0, 120_000)) : 0);
      const arcCount = random.next() < 0.3 ? Math.floor(random.between(1, 9)) : 0;
      history.add(calmReading({ measuredAt, arcCount }), 0);
      all.push({ at: measuredAt, arcs: arcCount });
      const expected = all
        .slice(-400)
        .filter((entry) => entry.at >= at - 600_000 && entry.at <= at)
        .reduce((sum, entry) => sum + entry.arcs, 0);
      expect(history.arcsWithin(at, 600_000)).toBe(expected);
    }
  });
});

test('a reading a second for a day, with arcs in each, stays bounded and right', () => {
  const history = new DeviceHistory();
  for (let i = 0; i < 86_400; i++)
    history.add(calmReading({ measuredAt: T0 + i * SECOND, arcCount: 1 }), 0.1);
  expect(context(history).readingCount).toBe(3_601);
  expect(history.arcsWithin(T0 + 86_399 * SECOND, 600_000)).toBe(601);
});
