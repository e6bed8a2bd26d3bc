import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Count, mean and sample standard deviation (n − 1; NaN of fewer than two) of what a window holds. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
}

const FIRST_CAPACITY = 16;
/** An hour at one a second, with room; beyond it the window holds the newest so many. A power of two. */
const MAX_ENTRIES = 4096;

/**
 * Mean and spread of the values of a sliding window of event time, both of its ends included. A value in order costs a
 * fixed number of steps, one that comes late as many as came after it: never as many as the window holds.
 *
 * Sums are of differences to a value near the mean, and are made anew each time that as many values have left as the
 * window can hold, so that rounding doesn't add up over months.
 */
export class SlidingMoments {
  readonly #windowMs: number;
  readonly #retainMs: number;
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  /** Entries are sorted by time; those before `#start` have left the newest window and may be in a late one's. */
  #first = 0;
  #size = 0;
  #start = 0;
  #shift = 0;
  #sum = 0;
  #squares = 0;
  #left = 0;

  /** @param latenessMs how much older than the newest a value may be */
  constructor(windowMs: number, latenessMs: number) {
    this.#windowMs = windowMs;
    this.#retainMs = windowMs + latenessMs;
  }

  /** Takes a value that is no older than `latenessMs` before the newest. */
  add(at: EpochMs, value: number): void {
    this.#evict(Math.max(at, this.#newest()));
    if (this.#start === this.#size) this.#shift = value;
    if (this.#size === this.#times.length) this.#makeRoom();
    let position = this.#size++;
    while (position > 0 && this.#timeAt(position - 1) > at) {
      const to = this.#slot(position);
      const from = this.#slot(position - 1);
      this.#times[to] = this.#times[from]!;
      this.#values[to] = this.#values[from]!;
      position--;
    }
    const slot = this.#slot(position);
    this.#times[slot] = at;
    this.#values[slot] = value;
    const difference = value - this.#shift;
    this.#sum += difference;
    this.#squares += difference * difference;
  }

  /** Of the values in [at − window, at]; `at` is no older than `latenessMs` before the newest. */
  moments(at: EpochMs): Moments {
    let count = this.#size - this.#start;
    let sum = this.#sum;
    let squares = this.#squares;
    const take = (index: number, sign: 1 | -1) => {
      const difference = this.#values[this.#slot(index)]! - this.#shift;
      count += sign;
      sum += sign * difference;
      squares += sign * difference * difference;
    };
    for (let i = this.#size - 1; i >= this.#start && this.#timeAt(i) > at; i--) take(i, -1);
    const from = at - this.#windowMs;
    for (let i = this.#start - 1; i >= 0 && this.#timeAt(i) >= from; i--) take(i, 1);
    for (let i = this.#start; i < this.#size && this.#timeAt(i) < from; i++) take(i, -1);
    if (count === 0) return { count, mean: Number.NaN, deviation: Number.NaN };
    const variance = count > 1 ? (squares - (sum * sum) / count) / (count - 1) : Number.NaN;
    return {
      count,
      mean: this.#shift + sum / count,
      // Rounding may leave less than nothing of the spread of a value that stood still.
      deviation: Math.sqrt(Math.max(0, variance)),
    };
  }

  #newest(): EpochMs {
    return this.#size > 0 ? this.#timeAt(this.#size - 1) : Number.NEGATIVE_INFINITY;
  }

  #evict(newest: EpochMs): void {
    while (this.#start < this.#size && this.#timeAt(this.#start) < newest - this.#windowMs)
      this.#leave();
    while (this.#start > 0 && this.#timeAt(0) < newest - this.#retainMs) this.#drop();
  }

  #leave(): void {
    const difference = this.#values[this.#slot(this.#start)]! - this.#shift;
    this.#sum -= difference;
    this.#squares -= difference * difference;
    this.#start++;
    if (++this.#left >= this.#times.length || this.#start === this.#size) this.#sumAnew();
  }

  #sumAnew(): void {
    const count = this.#size - this.#start;
    if (count > 0) this.#shift += this.#sum / count;
    this.#left = 0;
    this.#sum = 0;
    this.#squares = 0;
    for (let i = this.#start; i < this.#size; i++) {
      const difference = this.#values[this.#slot(i)]! - this.#shift;
      this.#sum += difference;
      this.#squares += difference * difference;
    }
  }

  #drop(): void {
    this.#first = this.#slot(1);
    this.#size--;
    this.#start--;
  }

  #makeRoom(): void {
    if (this.#times.length === MAX_ENTRIES) {
      if (this.#start === 0) this.#leave();
      this.#drop();
      return;
    }
    const times = new Float64Array(this.#times.length * 2);
    const values = new Float64Array(times.length);
    for (let i = 0; i < this.#size; i++) {
      const from = this.#slot(i);
      times[i] = this.#times[from]!;
      values[i] = this.#values[from]!;
    }
    this.#times = times;
    this.#values = values;
    this.#first = 0;
  }

  #slot(index: number): number {
    return (this.#first + index) & (this.#times.length - 1);
  }

  #timeAt(index: number): number {
    return this.#times[this.#slot(index)]!;
  }
}
