/** Intervals and quantiles of few events, without which a share of sixty says too much. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of the standard normal distribution, for two sides of 95 %. */
const Z = 1.959963984540054;
const TAIL = 0.025;

/** Wilson's score interval (1927) of a share, 95 %. @returns null without trials. */
export function wilson(hits: number, trials: number): Interval | null {
  if (trials === 0) return null;
  const p = hits / trials;
  const z2 = Z * Z;
  const middle = p + z2 / (2 * trials);
  const half = Z * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - half) / scale),
    high: hits === trials ? 1 : Math.min(1, (middle + half) / scale),
  };
}

/** Garwood's exact interval (1936) of a Poisson mean, 95 %, from the number of events seen. */
export function poissonExact(events: number): Interval {
  const low =
    events === 0 ? 0 : solve((mean) => 1 - poissonUpTo(events - 1, mean) - TAIL, 0, events);
  const high = solve(
    (mean) => TAIL - poissonUpTo(events, mean),
    events,
    events + 10 * Math.sqrt(events + 1) + 10,
  );
  return { low, high };
}

/** P(X ≤ events) of a Poisson variable. */
function poissonUpTo(events: number, mean: number): number {
  if (mean <= 0) return 1;
  const log = Math.log(mean);
  let term = -mean;
  let sum = Math.exp(term);
  for (let k = 1; k <= events; k++) {
    term += log - Math.log(k);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

/** The zero of a rising function, by bisection to the last bits. */
function solve(rising: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Linear between the two nearest (Hyndman and Fan's type 7). @returns null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
