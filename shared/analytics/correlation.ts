/**
 * Pearson's correlation of two series over the places where both have a value.
 *
 * @returns −1 … 1; null with fewer than `minimum` common places, or when one of the series stands still there: then
 * nothing can vary with it.
 */
export function pearson(
  x: readonly number[],
  y: readonly number[],
  minimum = MINIMUM_MINUTES,
): number | null {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  let varianceX = 0;
  let varianceY = 0;
  let covariance = 0;
  const length = Math.min(x.length, y.length);
  for (let i = 0; i < length; i++) {
    const [a, b] = [x[i]!, y[i]!];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    n++;
    const fromX = a - meanX;
    const fromY = b - meanY;
    meanX += fromX / n;
    meanY += fromY / n;
    varianceX += fromX * (a - meanX);
    varianceY += fromY * (b - meanY);
    covariance += fromX * (b - meanY);
  }
  if (n < minimum) return null;
  const still = (variance: number, mean: number) =>
    !(variance > ROUNDING * n * Math.max(1, mean * mean));
  if (still(varianceX, meanX) || still(varianceY, meanY)) return null;
  return Math.max(-1, Math.min(1, covariance / Math.sqrt(varianceX * varianceY)));
}

/** Domain decision 7: over at least ten aligned one-minute means. */
const MINIMUM_MINUTES = 10;
const ROUNDING = 1e-24;
