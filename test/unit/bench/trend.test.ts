import { describe, expect, test } from 'vitest';
import { isFlat, middle, quantile, type Sample, trendOf } from '../../bench/judging/trend.ts';
import { seeded } from '../storage/readings.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BOUND = { share: 0.05, floor: 1 };

/** Eight samples a day. */
function days(count: number, value: (at: number, index: number) => number): Sample[] {
  return Array.from({ length: count * 8 }, (_, index) => {
    const at = index * 3 * HOUR;
    return { at, value: value(at, index) };
  });
}

describe('a trend', () => {
  test('is the growth over the second half, in the unit of the measure', () => {
    const trend = trendOf(days(10, (at) => 100 + (at / DAY) * 2));
    expect(trend.growth).toBeCloseTo(9.75, 6);
    expect(trend.atLeast).toBeCloseTo(9.75, 6);
    expect(trend.level).toBeCloseTo(114.875, 6);
  });

  test('does not see what happens in the first half: a start warms up', () => {
    const trend = trendOf(days(10, (at) => (at < 4 * DAY ? at / HOUR : 200)));
    expect(trend).toMatchObject({ growth: 0, atLeast: 0, level: 200 });
  });

  test('is not bent by a few outliers', () => {
    const trend = trendOf(days(10, (at, index) => (index % 11 === 0 ? 900 : 100 + at / DAY)));
    expect(trend.growth).toBeCloseTo(4.875, 1);
  });

  test('takes a day that fills and empties for no growth, wherever the run is cut off', () => {
    const filling = days(6, (at) => 50 + ((at % DAY) / DAY) * 40).slice(0, -3);
    expect(trendOf(filling, DAY)).toMatchObject({ growth: 0, atLeast: 0 });
  });

  test('sees the growth from day to day beneath a day that fills and empties', () => {
    const leaking = days(6, (at) => 50 + ((at % DAY) / DAY) * 40 + Math.floor(at / DAY) * 8);
    const trend = trendOf(leaking, DAY);
    expect(trend.growth).toBeGreaterThan(20);
    expect(isFlat(trend, BOUND)).toBe(false);
  });

  test('is certain of no more than the scatter leaves', () => {
    const random = seeded(7);
    const noisy = trendOf(days(10, () => 100 + (random() - 0.5) * 60));
    expect(noisy.atLeast).toBeLessThan(noisy.growth);
    expect(isFlat(noisy, BOUND)).toBe(true);
  });

  test('is still found under such a scatter when it is there', () => {
    const random = seeded(7);
    const leaking = trendOf(days(10, (at) => 100 + (random() - 0.5) * 60 + (at / DAY) * 10));
    expect(isFlat(leaking, BOUND)).toBe(false);
  });

  test('can not be judged of a run that was too short', () => {
    expect(() => trendOf([])).toThrow(RangeError);
    expect(() => trendOf([{ at: 0, value: 1 }])).toThrow(RangeError);
    const oneDay = days(1, () => 1);
    expect(() => trendOf(oneDay, DAY)).toThrow('too few');
  });
});

describe('flat', () => {
  const trend = { level: 100, growth: 6, slopes: 100 };

  test('is what certainly grew by no more than the share of the level', () => {
    expect(isFlat({ ...trend, atLeast: 5 }, BOUND)).toBe(true);
    expect(isFlat({ ...trend, atLeast: 5.1 }, BOUND)).toBe(false);
  });

  test('is less than the floor, however small the level', () => {
    expect(isFlat({ ...trend, level: 2, atLeast: 1 }, BOUND)).toBe(true);
    expect(isFlat({ ...trend, level: 2, atLeast: 1.1 }, BOUND)).toBe(false);
  });

  test('is what shrinks', () => {
    expect(isFlat({ ...trend, atLeast: -50 }, BOUND)).toBe(true);
  });
});

test('the middle and the quantiles are of values in any order', () => {
  expect(middle([9, 1, 5])).toBe(5);
  expect(middle([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([5, 3, 1, 2, 4], 0.5)).toBe(3);
  expect(quantile([5, 3, 1, 2, 4], 0.99)).toBe(5);
  expect(quantile([5, 3, 1, 2, 4], 0)).toBe(1);
  expect(middle([])).toBeNaN();
  expect(quantile([], 0.5)).toBeNaN();
});
