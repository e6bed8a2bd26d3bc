import { describe, expect, test } from 'vitest';
import { Baseline, Mean, Regression, SlowMaximum } from '#shared/prediction/baselines.ts';
import { Draws } from '#shared/simulation/physics/Draws.ts';

const meanOf = (minutes: number) => new Mean(new Float64Array(Mean.SIZE), minutes);
const baselineOf = (minutes: number, leastSpread = 0.01) =>
  new Baseline(new Float64Array(Baseline.SIZE), minutes, leastSpread);
const regressionOf = (minutes = 720) =>
  new Regression(new Float64Array(Regression.SIZE), minutes, 0.01);

describe('a mean', () => {
  test('is the plain one until its minutes have passed', () => {
    const mean = meanOf(10);
    for (const value of [2, 4, 9]) mean.add(value);
    expect(mean.value).toBeCloseTo(5, 12);
  });

  test('then forgets: one minute counts for one in its minutes', () => {
    const mean = meanOf(4);
    for (let minute = 0; minute < 100; minute++) mean.add(8);
    mean.add(0);
    expect(mean.value).toBeCloseTo(6, 12);
    mean.add(0);
    expect(mean.value).toBeCloseTo(4.5, 12);
  });
});

describe('a baseline', () => {
  const noisy = (baseline: Baseline, minutes: number, level = 40, sd = 0.5) => {
    const draws = new Draws(1, 'baseline');
    for (let minute = 0; minute < minutes; minute++) baseline.add(level + sd * draws.normal());
    return baseline;
  };

  test('is the first value, which is no deviation', () => {
    const baseline = baselineOf(720);
    expect(baseline.add(40)).toBe(0);
    expect(baseline.value).toBe(40);
  });

  test('tells how far a value lies from what was normal before it', () => {
    const baseline = baselineOf(720);
    baseline.add(40);
    expect(baseline.add(42)).toBe(2);
    expect(baseline.value).toBe(41);
    expect(baseline.add(41)).toBe(0);
  });

  test('finds level and mean absolute deviation of noise', () => {
    const baseline = noisy(baselineOf(720), 3_000);
    expect(baseline.value).toBeCloseTo(40, 1);
    // Of a normal distribution √(2/π) standard deviations.
    expect(baseline.spread).toBeCloseTo(0.4, 1);
  });

  test('has no smaller spread than the sensor tells apart', () => {
    const baseline = baselineOf(720, 0.2);
    for (let minute = 0; minute < 200; minute++) baseline.add(40);
    expect(baseline.spread).toBe(0.2);
  });

  test('an outlier counts for three spreads, whatever its size', () => {
    const movedBy = (outlier: number) => {
      const baseline = noisy(baselineOf(720), 600);
      const before = { value: baseline.value, spread: baseline.spread };
      expect(baseline.add(outlier)).toBeCloseTo(outlier - before.value, 9);
      return { moved: (baseline.value - before.value) / before.spread, baseline };
    };
    const [large, huge] = [movedBy(60), movedBy(1e6)];
    expect(large.moved).toBeCloseTo(3 / 601, 9);
    expect(huge.moved).toBe(large.moved);
    expect(huge.baseline.spread).toBe(large.baseline.spread);
    expect(movedBy(-1e6).moved).toBeCloseTo(-3 / 601, 9);
  });

  test('a fault that grows over two hours stays visible, where a plain mean would follow it', () => {
    const baseline = noisy(baselineOf(720), 1_440);
    const mean = meanOf(720);
    for (let minute = 0; minute < 720; minute++) mean.add(40);
    let deviation = 0;
    for (let minute = 1; minute <= 120; minute++) {
      deviation = baseline.add(40 + minute / 4);
      mean.add(40 + minute / 4);
    }
    expect(deviation).toBeGreaterThan(29);
    expect(70 - mean.value).toBeLessThan(28);
  });

  test('the first hour believes everything, so that a start in heat is not the normal for ever', () => {
    const baseline = baselineOf(720);
    baseline.add(90);
    for (let minute = 1; minute < 59; minute++) baseline.add(40);
    expect(baseline.value).toBeCloseTo((90 + 58 * 40) / 59, 9);
  });

  test('follows what stays', () => {
    const baseline = noisy(baselineOf(720), 1_440);
    for (let minute = 0; minute < 5 * 1_440; minute++) baseline.add(45);
    expect(baseline.value).toBeCloseTo(45, 0);
  });
});

describe('a slow maximum', () => {
  const followed = (minutes: number, value: number, maximum: SlowMaximum) => {
    let over = 0;
    for (let minute = 0; minute < minutes; minute++) over = maximum.add(value);
    return over;
  };

  test('what is new stands out, and half of it still after 41 minutes', () => {
    const maximum = new SlowMaximum(new Float64Array(SlowMaximum.SIZE));
    expect(maximum.add(8)).toBe(8);
    expect(followed(41, 8, maximum)).toBeCloseTo(4, 0);
    expect(followed(600, 8, maximum)).toBeLessThan(0.01);
  });

  test('what was shown half a day ago is hardly new', () => {
    const maximum = new SlowMaximum(new Float64Array(SlowMaximum.SIZE));
    followed(600, 8, maximum);
    followed(720, 0, maximum);
    const again = maximum.add(8);
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(2);
    expect(maximum.add(1)).toBeLessThan(0);
  });

  test('what was shown weeks ago is forgotten', () => {
    const maximum = new SlowMaximum(new Float64Array(SlowMaximum.SIZE));
    followed(600, 8, maximum);
    followed(14 * 1_440, 0, maximum);
    expect(maximum.add(8)).toBeGreaterThan(7.9);
  });
});

describe('a regression', () => {
  const relation = (x1: number, x2: number) => 20 + 3 * x1 - 2 * x2;
  /** Learns the relation with noise; the newest errors without it. */
  const learnt = (regression: Regression, minutes: number, noise = 0) => {
    const draws = new Draws(2, 'regression');
    for (let minute = 0; minute < minutes; minute++) {
      const [x1, x2] = [draws.between(0, 3), draws.between(0, 3)];
      regression.add(relation(x1, x2) + noise * draws.normal(), x1, x2);
    }
    return regression;
  };
  const errorsAt = (regression: Regression) =>
    [
      [0, 0],
      [3, 0],
      [0, 3],
      [3, 3],
    ].map(([x1 = 0, x2 = 0]) => Math.abs(regression.add(relation(x1, x2), x1, x2)));

  test('recovers a known relation, so that nothing of it is left unexplained', () => {
    expect(Math.max(...errorsAt(learnt(regressionOf(), 3_000)))).toBeLessThan(0.02);
  });

  test('recovers it under noise, and knows how large that is', () => {
    const regression = learnt(regressionOf(), 2_000, 0.3);
    expect(regression.spread).toBeCloseTo(0.24, 1);
    expect(Math.max(...errorsAt(regression))).toBeLessThan(0.15);
  });

  test('tells what it did not expect, in full', () => {
    const regression = learnt(regressionOf(), 1_000, 0.1);
    expect(regression.add(relation(1, 1) + 12, 1, 1)).toBeCloseTo(12, 0);
  });

  test('an outlier moves it for three spreads, whatever its size', () => {
    const errorsBehind = (outlier: number) => {
      const regression = learnt(regressionOf(), 1_000, 0.1);
      regression.add(outlier, 1, 1);
      return errorsAt(regression);
    };
    expect(errorsBehind(1e6)).toEqual(errorsBehind(100));
    expect(Math.max(...errorsBehind(1e6))).toBeLessThan(0.1);
  });

  test('before the load was ever seen to matter, it explains nothing by it', () => {
    const regression = regressionOf();
    expect(regression.add(35, 1, 1)).toBe(0);
    expect(regression.add(35, 2, 2)).toBe(0);
    expect(regression.add(40, 2, 2)).toBe(5);
  });

  test('a load that is constant for weeks leaves it finite, and able to learn', () => {
    const regression = regressionOf();
    const draws = new Draws(3, 'constant load');
    for (let minute = 0; minute < 20_000; minute++)
      regression.add(relation(1, 1) + 0.3 * draws.normal(), 1, 1);
    learnt(regression, 3_000, 0.3);
    expect(Math.max(...errorsAt(regression))).toBeLessThan(0.3);
  });
});
