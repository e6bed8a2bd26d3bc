/**
 * Counts and sums over any stretch of recent event time, for values that mostly come in order.
 *
 * Entries are kept sorted by time together with the running total up to each, so that a count or a sum is two
 * binary searches and a subtraction, however many entries there are. Totals of integers are exact.
 */

const FIRST_CAPACITY = 16;

export class SlidingSum {
  readonly #retainMs: number;
  readonly #maximum: number;
  /** A ring: entry i is at (#first + i) & mask. Its length is a power of two. */
  #times = new Float64Array(FIRST_CAPACITY);
  #totals: Float64Array | null;
  #first = 0;
  #size = 0;
  /** The running total before the first entry that is kept. */
  #before = 0;

  /**
   * @param retainMs how long entries are kept, measured back from the newest
   * @param maximum how many entries are kept at most (a power of two). Beyond it the oldest go, so counts and
   *   sums over long stretches are then lower bounds.
   * @param sums false when only counts will be asked for: half the memory
   */
  constructor(retainMs: number, maximum: number, sums: boolean) {
    this.#retainMs = retainMs;
    this.#maximum = maximum;
    this.#totals = sums ? new Float64Array(FIRST_CAPACITY) : null;
  }

  /** @returns false when the entry is older than anything that is kept, and was not taken. */
  add(time: number, value: number): boolean {
    const newest = this.#size > 0 ? this.#timeAt(this.#size - 1) : time;
    if (time < newest - this.#retainMs) return false;
    this.#evict(Math.max(time, newest) - this.#retainMs);
    if (this.#size === this.#times.length) {
      if (this.#size < this.#maximum) this.#grow();
      else if (time < this.#timeAt(0)) return false;
      else this.#dropFirst();
    }
    let position = this.#size++;
    while (position > 0 && this.#timeAt(position - 1) > time) {
      this.#put(position, this.#timeAt(position - 1), this.#totalAt(position - 1) + value);
      position--;
    }
    this.#put(position, time, this.#totalAt(position - 1) + value);
    return true;
  }

  /** How many entries lie in [from, to], both ends included. */
  count(from: number, to: number): number {
    return Math.max(0, this.#after(to) - this.#notBefore(from));
  }

  /** The sum of the values in [from, to], both ends included. */
  sum(from: number, to: number): number {
    const end = this.#after(to);
    const start = this.#notBefore(from);
    return end > start ? this.#totalAt(end - 1) - this.#totalAt(start - 1) : 0;
  }

  /** The greatest value in [from, to], both ends included; 0 of none. Looks at each of them. */
  greatest(from: number, to: number): number {
    const end = this.#after(to);
    let greatest = 0;
    for (let i = this.#notBefore(from); i < end; i++)
      greatest = Math.max(greatest, this.#totalAt(i) - this.#totalAt(i - 1));
    return greatest;
  }

  /** The number of entries at or before `time`. */
  #after(time: number): number {
    // Almost every question is asked at the newest entry.
    if (this.#size === 0 || time >= this.#timeAt(this.#size - 1)) return this.#size;
    let low = 0;
    let high = this.#size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timeAt(middle) > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The number of entries before `time`. */
  #notBefore(time: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timeAt(middle) >= time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #evict(oldest: number): void {
    while (this.#size > 0 && this.#timeAt(0) < oldest) this.#dropFirst();
  }

  #dropFirst(): void {
    this.#before = this.#totalAt(0);
    this.#first = this.#slot(1);
    this.#size--;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const totals = this.#totals ? new Float64Array(times.length) : null;
    for (let i = 0; i < this.#size; i++) {
      times[i] = this.#timeAt(i);
      if (totals) totals[i] = this.#totalAt(i);
    }
    this.#times = times;
    this.#totals = totals;
    this.#first = 0;
  }

  #slot(index: number): number {
    return (this.#first + index) & (this.#times.length - 1);
  }

  #put(index: number, time: number, total: number): void {
    const slot = this.#slot(index);
    this.#times[slot] = time;
    if (this.#totals) this.#totals[slot] = total;
  }

  #timeAt(index: number): number {
    return this.#times[this.#slot(index)] as number;
  }

  /** The running total up to and including an entry; −1 is the one before the first. */
  #totalAt(index: number): number {
    if (index < 0) return this.#before;
    return this.#totals ? (this.#totals[this.#slot(index)] as number) : 0;
  }
}
