/**
 * The slope of the least-squares line through the first `count` points: Σ(x−x̄)(y−ȳ) / Σ(x−x̄)².
 *
 * Centred on the means, so that times far from zero lose no digits.
 *
 * @returns the change of y for one of x; null when all x are equal, because then no line is the best
 */
export function leastSquaresSlope(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  count: number,
): number | null {
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < count; i++) {
    sumX += x[i] as number;
    sumY += y[i] as number;
  }
  const meanX = sumX / count;
  const meanY = sumY / count;
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < count; i++) {
    const dx = (x[i] as number) - meanX;
    covariance += dx * ((y[i] as number) - meanY);
    variance += dx * dx;
  }
  return variance > 0 ? covariance / variance : null;
}
