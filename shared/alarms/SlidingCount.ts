import type { EpochMs } from '#shared/telemetry/reading.ts';

interface Slot {
  /** Which slot of time, counted from 1970. */
  readonly slot: number;
  count: number;
}

/**
 * How many things happened in the newest stretch of time, counted in slots: memory is bounded by the number of slots,
 * however many things happen.
 *
 * Times are the desk's clock. When it is set back, what seems to lie in the future counts as having happened now: it
 * did happen lately, and it must not stay for as long as the clock needs to catch up.
 */
export class SlidingCount {
  readonly #slotMs: number;
  readonly #slots: number;
  /** Oldest first. */
  #counts: Slot[];

  /** @param windowMs a whole number of slots */
  constructor(windowMs: number, slotMs: number, counts: readonly Slot[] = []) {
    this.#slotMs = slotMs;
    this.#slots = windowMs / slotMs;
    this.#counts = counts.map((one) => ({ ...one }));
  }

  add(at: EpochMs): void {
    this.#moveTo(at);
    const slot = this.#slotOf(at);
    const newest = this.#counts.at(-1);
    if (newest?.slot === slot) newest.count++;
    else this.#counts.push({ slot, count: 1 });
  }

  /** How many in the window that ends now. */
  total(now: EpochMs): number {
    this.#moveTo(now);
    return this.#counts.reduce((sum, { count }) => sum + count, 0);
  }

  /** When fewer than `count` will be left if nothing more happens; null when there are fewer already. */
  fewerThan(count: number): EpochMs | null {
    let left = 0;
    for (let i = this.#counts.length - 1; i >= 0; i--) {
      const one = this.#counts[i]!;
      left += one.count;
      if (left >= count) return (one.slot + this.#slots) * this.#slotMs;
    }
    return null;
  }

  copy(): SlidingCount {
    return new SlidingCount(this.#slots * this.#slotMs, this.#slotMs, this.#counts);
  }

  #slotOf(at: EpochMs): number {
    return Math.floor(at / this.#slotMs);
  }

  #moveTo(now: EpochMs): void {
    const slot = this.#slotOf(now);
    this.#bringBack(slot);
    const first = this.#counts.findIndex((one) => one.slot > slot - this.#slots);
    if (first === -1) this.#counts = [];
    else if (first > 0) this.#counts.splice(0, first);
  }

  #bringBack(slot: number): void {
    const newest = this.#counts.at(-1);
    if (newest === undefined || newest.slot <= slot) return;
    const ahead = this.#counts.filter((one) => one.slot >= slot);
    this.#counts = this.#counts.filter((one) => one.slot < slot);
    this.#counts.push({ slot, count: ahead.reduce((sum, { count }) => sum + count, 0) });
  }
}
