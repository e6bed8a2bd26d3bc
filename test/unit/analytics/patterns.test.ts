import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pearson } from '#shared/analytics/correlation.ts';
import { MinuteSeries } from '#shared/analytics/MinuteSeries.ts';
import { nearness, type Place } from '#shared/analytics/neighbours.ts';
import { periodicity } from '#shared/analytics/periodicity.ts';
import { SlidingMoments } from '#shared/analytics/SlidingMoments.ts';
import { seedPeriodicity } from '#shared/analytics/seed/seedPeriodicity.ts';
import { seedTemperatureAnomaly } from '#shared/analytics/seed/seedTemperatureAnomaly.ts';
import { isUnusual, sensorAnomalies } from '#shared/analytics/sensorAnomalies.ts';
import { magnitudes } from '#shared/analytics/spectrum.ts';
import { temperatureAnomaly } from '#shared/analytics/temperatureAnomaly.ts';
import { temporalPatterns } from '#shared/analytics/temporalPatterns.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { seeded } from '#shared/simulation/random.ts';
import { calmReading } from '../scoring/calmReading.ts';

const MINUTE = 60_000;
const ramp = (n: number, perSample: number) =>
  Array.from({ length: n }, (_, i) => 30 + perSample * i);
const wave = (n: number, period: number, amplitude: number) =>
  Array.from({ length: n }, (_, i) => 40 + amplitude * Math.sin((2 * Math.PI * i) / period));

test('the transform is the sum that defines it, for every length', () => {
  const series = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 70 });
  fc.assert(
    fc.property(series, (values) => {
      const spectrum = magnitudes(values);
      for (const k of values.keys()) {
        let [re, im] = [0, 0];
        for (const [t, value] of values.entries()) {
          const angle = (-2 * Math.PI * k * t) / values.length;
          re += value * Math.cos(angle);
          im += value * Math.sin(angle);
        }
        expect(spectrum[k]).toBeCloseTo(Math.hypot(re, im), 7);
      }
    }),
    { seed: 21, numRuns: 100 },
  );
});

describe('a rhythm', () => {
  test('is found with its period and its height, on whatever it rides', () => {
    const rising = wave(60, 10, 2).map((value, i) => value + i / 5);
    const found = periodicity(rising, 0.5);
    expect(found).toMatchObject({ periodic: true, period: 10 });
    expect(found.amplitude).toBeCloseTo(2, 0);
  });

  test('is none of a ramp, of a constant or of less than three waves, all of which the seed takes for one or misses', () => {
    expect(periodicity(ramp(60, 0.3)).periodic).toBe(false);
    expect(seedPeriodicity(ramp(60, 0.3).map((value) => value - 30)).periodic).toBe(true);
    expect(periodicity(wave(60, 10, 0)).periodic).toBe(false);
    expect(periodicity(wave(60, 30, 5)).periodic).toBe(false);
    // The mean of a warm cabinet hides it from the seed.
    expect(seedPeriodicity(wave(60, 10, 0.5)).periodic).toBe(false);
    expect(periodicity(wave(60, 10, 0.5), 0.4).periodic).toBe(true);
  });

  test('is none of noise, nor of what wanders', () => {
    const random = seeded(9, 'noise');
    let found = 0;
    for (let run = 0; run < 300; run++) {
      let wandering = 40;
      const white = Array.from({ length: 60 }, () => 40 + random.between(-3, 3));
      const red = Array.from({ length: 60 }, () => (wandering += random.between(-1, 1)));
      if (periodicity(white, 0.5).periodic) found++;
      if (periodicity(red, 0.5).periodic) found++;
    }
    expect(found).toBe(0);
  });

  test('is none below the height that counts', () => {
    expect(periodicity(wave(60, 10, 0.4), 0.5).periodic).toBe(false);
  });
});

describe('the last hour', () => {
  test('says how fast it warms, per minute, and how sure that is', () => {
    const series = {
      temperatures: ramp(60, 0.2),
      risks: ramp(60, 0),
      arcs: ramp(60, 0).map(() => 0),
    };
    const found = temporalPatterns(series, DEFAULT_THRESHOLDS);
    expect(found).toMatchObject({ trend: 'INCREASING', samples: 60 });
    expect(found?.temperatureTrend).toBeCloseTo(0.2, 9);
    expect(found?.confidence).toBeCloseTo(1, 9);
    expect(temporalPatterns({ ...series, temperatures: [] }, DEFAULT_THRESHOLDS)).toBeNull();
  });

  test('bridges two minutes without a reading, and begins anew after three', () => {
    const minutes = new MinuteSeries();
    const sample = { idx: null, risk: 0.1, current: 1, arcs: 0 };
    const heard = [0, 1, 2, 6, 7, 10];
    for (const minute of heard)
      minutes.add({ ...sample, at: minute * MINUTE, temperature: 20 + minute });
    expect(minutes.series(11 * MINUTE).temperatures).toEqual([26, 27, 28, 29, 30]);
    expect(minutes.series(11 * MINUTE).arcs).toEqual([0, 0, 0, 0, 0]);
    expect(minutes.series(500 * MINUTE).temperatures).toEqual([]);
  });
});

describe('a temperature among the hour before it', () => {
  const hourOf = (values: readonly number[]) => {
    const hour = new SlidingMoments(3_600_000, 120_000);
    for (const [i, value] of values.entries()) hour.add(i * MINUTE, value);
    return hour;
  };
  const judge = (hour: SlidingMoments, at: number, celsius: number) =>
    temperatureAnomaly(hour, at * MINUTE, celsius, DEFAULT_THRESHOLDS);

  test('stands out of ten readings; the literal form, of which it is part, sees it only from six on', () => {
    const ten = hourOf([44, 45, 46, 44, 45, 46, 44, 45, 46, 45]);
    expect(judge(ten, 10, 51)).toBeCloseTo(46.633, 3);
    expect(judge(ten, 10, 50)).toBeNull();
    expect(judge(hourOf([44, 45, 46, 44, 45, 46, 44, 45, 46]), 10, 99)).toBeNull();
    const literal = (before: number) => {
      const hour = hourOf([...Array.from({ length: before }, () => 45), 99]);
      return seedTemperatureAnomaly(hour, before * MINUTE, 99, DEFAULT_THRESHOLDS);
    };
    expect(literal(4)).toBeNull();
    expect(literal(5)).not.toBeNull();
  });

  test('a steady rise never does', () => {
    const hour = new SlidingMoments(3_600_000, 120_000);
    for (let i = 0; i < 200; i++) {
      const celsius = 40 + i / 4;
      if (i >= 60) expect(judge(hour, i, celsius)).toBeNull();
      hour.add(i * MINUTE, celsius);
    }
  });
});

describe('two devices', () => {
  test('go together, against each other, or not at all; and nothing is said of too few minutes', () => {
    const [up, down] = [ramp(12, 1), ramp(12, -1)];
    expect(pearson(up, up)).toBeCloseTo(1, 12);
    expect(pearson(up, down)).toBeCloseTo(-1, 12);
    expect(pearson(up, ramp(12, 0))).toBeNull();
    expect(pearson(up.slice(0, 9), up.slice(0, 9))).toBeNull();
    const gaps = up.map((value, i) => (i < 3 ? Number.NaN : value));
    expect(pearson(gaps, up)).toBeNull();
    expect(pearson([...gaps, 5], [...up, 7])).not.toBeNull();
  });

  test('are near in the zone, within ten metres or behind the panel, whatever else separates them', () => {
    const place = (change: Partial<Place>): Place => ({
      floorId: 'f1',
      xM: 0,
      yM: 0,
      zoneId: null,
      upstreamPanel: null,
      ...change,
    });
    const near = (a: Partial<Place>, b: Partial<Place>) =>
      nearness(place(a), place(b), DEFAULT_THRESHOLDS);
    expect(near({}, { xM: 6, yM: 7.9 })).toMatchObject({ sameZone: false, samePanel: false });
    expect(near({}, { xM: 6, yM: 8 })).toBeNull();
    expect(near({ zoneId: 'z' }, { zoneId: 'z', xM: 50 })).toMatchObject({ distanceM: 50 });
    expect(near({ zoneId: 'z' }, { zoneId: 'z', floorId: 'f2' })).toBeNull();
    const panel = { upstreamPanel: 'p' };
    expect(near(panel, { ...panel, floorId: 'f2' })).toMatchObject({ distanceM: null });
    expect(nearness(place({}), null, DEFAULT_THRESHOLDS)).toBeNull();
  });
});

test('what circuits in order don’t show is unusual, and so is power that doesn’t fit', () => {
  const calm = calmReading();
  expect(sensorAnomalies(calm, DEFAULT_THRESHOLDS)).toEqual([]);
  const { normal } = DEFAULT_THRESHOLDS.analytics;
  expect(isUnusual(calm, normal)).toBe(false);
  // An unheated room is in order, whatever the seed says of it; what isn't measured is no anomaly.
  const cold = calmReading({ pcbTemperature: 8, sensorTemperature: 9, voc: Number.NaN });
  expect(isUnusual(cold, normal)).toBe(false);
  const odd = calmReading({ voltage: 251, current: 10, power: 9 });
  expect(isUnusual(odd, normal)).toBe(true);
  expect(
    sensorAnomalies(odd, DEFAULT_THRESHOLDS).map(({ type, sensor }) => [type, sensor]),
  ).toEqual([
    ['RANGE_VIOLATION', 'voltage'],
    ['CALCULATION_MISMATCH', 'power'],
  ]);
});
