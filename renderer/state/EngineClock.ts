/**
 * What time it is on the engine. Ages are differences between times that the engine stamped, so they are counted on
 * its clock, carried forward by the page's monotonic one: a page whose own clock is wrong still shows right ages.
 */
import type { EpochMs } from '#shared/telemetry/reading.ts';

export class EngineClock {
  readonly #monotonic: () => number;
  readonly #wall: () => EpochMs;
  #engineTime: EpochMs | null = null;
  #heardAt = 0;
  readonly #listeners = new Set<() => void>();

  constructor(monotonic: () => number, wall: () => EpochMs) {
    this.#monotonic = monotonic;
    this.#wall = wall;
  }

  heard(engineTime: EpochMs): void {
    this.#engineTime = engineTime;
    this.#heardAt = this.#monotonic();
  }

  now(): EpochMs {
    if (this.#engineTime === null) return this.#wall();
    return Math.round(this.#engineTime + this.#monotonic() - this.#heardAt);
  }

  /** Engine time of the newest event; null before the first. */
  lastHeard(): EpochMs | null {
    return this.#engineTime;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called a few times a second by the page's one timer. */
  tick(): void {
    for (const listener of this.#listeners) listener();
  }
}
