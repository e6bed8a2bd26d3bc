/** How far what the model sees has moved from what it was trained on. */

/** An empty bin would make the index infinite: it counts as this share. */
const LEAST_SHARE = 1e-4;

/**
 * Population stability index (Siddiqi, Credit Risk Scorecards, 2006): Σ (actual − expected) · ln(actual / expected) over
 * bins. It is the symmetric Kullback-Leibler divergence: 0 when both are the same. Below 0.1 is steady, above 0.25 has
 * shifted. From N values of the same distribution it comes to about (bins − 1) / N by chance alone (Yurdakul 2018).
 *
 * @param expected shares that add up to 1, one a bin
 * @param actual counts, one a bin
 * @returns null without a count
 */
export function stabilityIndex(
  expected: readonly number[],
  actual: ArrayLike<number>,
): number | null {
  let total = 0;
  for (let i = 0; i < expected.length; i++) total += actual[i]!;
  if (total === 0) return null;
  return expected.reduce((sum, share, i) => {
    const was = Math.max(LEAST_SHARE, share);
    const is = Math.max(LEAST_SHARE, actual[i]! / total);
    return sum + (is - was) * Math.log(is / was);
  }, 0);
}
