import type { EpochMs } from '#shared/telemetry/reading.ts';

/**
 * The desk's clock as it was when the program started, carried forward by a clock that nobody can set: whoever sets
 * the PC's clock neither hurries nor delays what is to happen after some seconds.
 */
export class SteadyClock {
  readonly #wall: () => EpochMs;
  readonly #monotonic: () => number;
  readonly #origin: number;

  constructor(parts: { readonly now: () => EpochMs; readonly monotonicNow: () => number }) {
    this.#wall = parts.now;
    this.#monotonic = parts.monotonicNow;
    this.#origin = parts.now() - parts.monotonicNow();
  }

  now(): number {
    return Math.round(this.#origin + this.#monotonic());
  }

  /** What is to be added to a time of this clock to have it on the wall clock, as that stands now. */
  toWall(): number {
    return this.#wall() - this.now();
  }
}
