import { leastSquaresSlope } from '#shared/scoring/leastSquaresSlope.ts';

export interface Line {
  /** Per sample. */
  readonly slope: number;
  /** At the first sample. */
  readonly intercept: number;
  /** R²: how much of the variance the line explains, 0 … 1; 0 of a series that stands still. */
  readonly explained: number;
}

/** The least-squares line through equally spaced values; flat through fewer than three. */
export function fitLine(values: readonly number[]): Line {
  const n = values.length;
  const mean = n === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / n;
  const slope = trendOf(values);
  const middle = (n - 1) / 2;
  let total = 0;
  let left = 0;
  for (const [i, value] of values.entries()) {
    const expected = mean + slope * (i - middle);
    total += (value - mean) ** 2;
    left += (value - expected) ** 2;
  }
  // Of a series that stands still both are rounding, and their quotient is anything.
  const still = !(total > ROUNDING * n * Math.max(1, mean * mean));
  return {
    slope,
    intercept: mean - slope * middle,
    explained: still ? 0 : Math.max(0, 1 - left / total),
  };
}

const ROUNDING = 1e-24;

/** Change per sample, least squares: the seed's `calculate_trend`. 0 of fewer than three. */
export function trendOf(values: readonly number[]): number {
  return values.length < 3
    ? 0
    : (leastSquaresSlope([...values.keys()], values, values.length) ?? 0);
}
