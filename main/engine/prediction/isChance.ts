/** Whether a number can be a calibrated score. Rounding in the graph may leave it a hair outside 0 … 1. */
export function isChance(score: number): boolean {
  return score >= -1e-6 && score <= 1 + 1e-6;
}
