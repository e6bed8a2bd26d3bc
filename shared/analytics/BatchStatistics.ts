/** What one device's risk did in a batch of samples, in the order of their arrival: the seed's `perform_batch_analysis`. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';

/** How one device ended a batch, for the next: a streak doesn't end with the batch that it began in. */
export interface BatchState {
  readonly lastRisk: number | null;
  readonly streak: number;
}

export const NO_BATCH: BatchState = { lastRisk: null, streak: 0 };

export interface BatchReport {
  readonly count: number;
  readonly mean: number;
  readonly max: number;
  readonly min: number;
  /** Population standard deviation. */
  readonly volatility: number;
  /** Risk per sample, least squares; 0 of fewer than three. */
  readonly trend: number;
  /** Changes from one sample to the next beyond the limit, and the greatest of them in size. */
  readonly rapidChanges: number;
  readonly greatestChange: number;
  /** Samples with high risk in a row at its end, those of batches before included; and the most at any time. */
  readonly streak: number;
  readonly longestStreak: number;
}

/** Takes samples one by one: nothing of them is kept but sums. */
export class BatchStatistics {
  readonly #limits: Thresholds['analytics']['batch'];
  #count = 0;
  #first = 0;
  /** Of differences to the first, which keeps their digits. */
  #sum = 0;
  #squares = 0;
  #indexed = 0;
  #max = Number.NEGATIVE_INFINITY;
  #min = Number.POSITIVE_INFINITY;
  #last: number | null;
  #rapid = 0;
  #greatest = 0;
  #streak: number;
  #longest: number;

  constructor({ analytics }: Pick<Thresholds, 'analytics'>, before: BatchState = NO_BATCH) {
    this.#limits = analytics.batch;
    this.#last = before.lastRisk;
    this.#streak = before.streak;
    this.#longest = before.streak;
  }

  /** @returns the change since the sample before when that is a rapid one; null otherwise */
  add(risk: number): number | null {
    if (this.#count === 0) this.#first = risk;
    const difference = risk - this.#first;
    this.#sum += difference;
    this.#squares += difference * difference;
    this.#indexed += this.#count * difference;
    this.#count++;
    if (risk > this.#max) this.#max = risk;
    if (risk < this.#min) this.#min = risk;
    const change = this.#last === null ? 0 : Math.abs(risk - this.#last);
    this.#last = risk;
    this.#streak = risk > this.#limits.highRisk ? this.#streak + 1 : 0;
    if (this.#streak > this.#longest) this.#longest = this.#streak;
    if (!(change > this.#limits.change)) return null;
    this.#rapid++;
    if (change > this.#greatest) this.#greatest = change;
    return change;
  }

  get state(): BatchState {
    return { lastRisk: this.#last, streak: this.#streak };
  }

  /** Whether the risk is high now, and has been for long enough. */
  get isSustained(): boolean {
    return this.#streak >= this.#limits.streak;
  }

  /** @returns null of an empty batch */
  report(): BatchReport | null {
    const n = this.#count;
    if (n === 0) return null;
    const mean = this.#sum / n;
    const span = (n * (n * n - 1)) / 12;
    return {
      count: n,
      mean: this.#first + mean,
      max: this.#max,
      min: this.#min,
      volatility: Math.sqrt(Math.max(0, this.#squares / n - mean * mean)),
      trend: n < 3 ? 0 : (this.#indexed - ((n - 1) / 2) * this.#sum) / span,
      rapidChanges: this.#rapid,
      greatestChange: this.#greatest,
      streak: this.#streak,
      longestStreak: this.#longest,
    };
  }
}
