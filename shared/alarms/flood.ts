/**
 * Alarm floods, after ISA-18.2 and EEMUA 191: more alarms than a person can answer. The numbers are the usual ones: it
 * begins with more than ten annunciations in ten minutes and ends when fewer than five are left in the last ten.
 */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { SlidingCount } from './SlidingCount.ts';

export const FLOOD = {
  windowMs: 600_000,
  /** It begins when there are more than this in the window. */
  beginsAbove: 10,
  /** It ends when there are fewer than this in the window. */
  endsBelow: 5,
} as const;

const SLOT_MS = 1_000;

/** A flood that lasts. */
export interface Flood {
  readonly since: EpochMs;
  /** Annunciations so far, those that began it included. */
  readonly count: number;
  /** The most that stood in the window. */
  readonly peak: number;
}

/** A flood that is over, or lasts when `endedAt` is null. */
export interface FloodRecord extends Flood {
  readonly endedAt: EpochMs | null;
}

/**
 * Follows annunciations one by one, in the order in which they were recorded. When a flood ends depends only on them
 * and not on when somebody looks, so that a restart in the middle finds the same end.
 */
export class FloodWatch {
  readonly #recent: SlidingCount;
  #flood: Flood | null;

  constructor(
    recent: SlidingCount = new SlidingCount(FLOOD.windowMs, SLOT_MS),
    flood: Flood | null = null,
  ) {
    this.#recent = recent;
    this.#flood = flood;
  }

  /** @returns the flood that had ended by then, if one had. */
  annunciated(at: EpochMs): FloodRecord | null {
    const ended = this.look(at);
    this.#recent.add(at);
    const inWindow = this.#recent.total(at);
    if (this.#flood) {
      const { since, count, peak } = this.#flood;
      this.#flood = { since, count: count + 1, peak: Math.max(peak, inWindow) };
    } else if (inWindow > FLOOD.beginsAbove) {
      this.#flood = { since: at, count: inWindow, peak: inWindow };
    }
    return ended;
  }

  /** @returns the flood that has ended by now, if one has. Told once. */
  look(now: EpochMs): FloodRecord | null {
    const endsAt = this.#recent.fewerThan(FLOOD.endsBelow);
    const left = this.#recent.total(now);
    const flood = this.#flood;
    if (!flood || left >= FLOOD.endsBelow) return null;
    this.#flood = null;
    // A clock that was set back in the middle must not make it end before it began.
    return { ...flood, endedAt: Math.max(flood.since, Math.min(endsAt ?? now, now)) };
  }

  get current(): Flood | null {
    return this.#flood;
  }

  /** Annunciations in the window that ends now. */
  inWindow(now: EpochMs): number {
    return this.#recent.total(now);
  }

  /** The same recent annunciations, in the flood that the record says, or in none. */
  continuing(flood: Flood | null): FloodWatch {
    return new FloodWatch(this.#recent.copy(), flood);
  }

  copy(): FloodWatch {
    return new FloodWatch(this.#recent.copy(), this.#flood);
  }
}
