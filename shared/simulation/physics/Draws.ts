import { hash, type Random } from '../random.ts';

/**
 * The same generator as `seeded`, as a class with the distributions that physics needs: its state stays a small
 * integer, so that millions of draws make no garbage.
 */
export class Draws implements Random {
  #state: number;

  constructor(seed: number, ...labels: readonly (string | number)[]) {
    this.#state = hash(seed, labels) | 0;
  }

  next(): number {
    const state = (this.#state + 0x6d2b79f5) | 0;
    this.#state = state;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Mean 0, standard deviation 1, never beyond ±3 (Irwin-Hall of three). */
  normal(): number {
    return (this.next() + this.next() + this.next() - 1.5) * 2;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.next() * choices.length)] ?? choices[0];
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Evenly over the orders of magnitude between two positive numbers. */
  logBetween(low: number, high: number): number {
    return low * (high / low) ** this.next();
  }

  /** @param sigma of the natural logarithm */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** How many events of a Poisson process fell into a step; for means of a few at most (Knuth). */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    const limit = Math.exp(-Math.min(mean, 60));
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count += 1;
    return count;
  }

  /**
   * A duration of which the 10 %, 50 % and 90 % quantiles are known: log-linear between them and as steep beyond,
   * up to 2.5 % at both ends.
   */
  quantiles(q10: number, q50: number, q90: number): number {
    // ±1.2816 is the standard normal's 90 % quantile; the bounded normal is close enough inside of ±2.
    const z = this.normal() / 1.2816;
    return z < 0 ? q50 * (q10 / q50) ** Math.min(1.5, -z) : q50 * (q90 / q50) ** Math.min(1.5, z);
  }
}
