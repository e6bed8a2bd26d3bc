/** How often a device arcs within ten minutes: the seed's ARC_PATTERN_ANALYSIS. */
import { SlidingSum } from '#shared/scoring/SlidingSum.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

const ARC_FREQUENCIES = ['NONE', 'LOW', 'MODERATE', 'HIGH_FREQUENCY'] as const;
export type ArcFrequency = (typeof ARC_FREQUENCIES)[number];

export interface ArcPattern {
  /** Arcs of the window. */
  readonly total: number;
  /** Readings with arcs. */
  readonly events: number;
  /** The most that one reading had; 0 of none. */
  readonly most: number;
  /** Arcs of a reading that had any; null of none. */
  readonly mean: number | null;
  readonly frequency: ArcFrequency;
}

/** Readings with arcs that are kept: an hour at one a second, with room. */
const MAX_ENTRIES = 4096;

/** A sliding window, so that a burst across the edge of a fixed one counts; both of its ends included. */
export class ArcWindow {
  readonly #windowMs: number;
  readonly #arcs: SlidingSum;

  constructor({ analytics }: Pick<Thresholds, 'analytics'>) {
    this.#windowMs = analytics.arcs.windowMs;
    this.#arcs = new SlidingSum(this.#windowMs + analytics.latenessMs, MAX_ENTRIES, true);
  }

  add(at: EpochMs, arcs: number): void {
    if (arcs > 0) this.#arcs.add(at, arcs);
  }

  /** Arcs in the window that ends at `at`. */
  total(at: EpochMs): number {
    return this.#arcs.sum(at - this.#windowMs, at);
  }

  /** All about it. Looks at each reading with arcs. */
  pattern(at: EpochMs, thresholds: Thresholds): ArcPattern {
    const from = at - this.#windowMs;
    const total = this.total(at);
    const events = this.#arcs.count(from, at);
    return arcPatternOf(total, events, this.#arcs.greatest(from, at), thresholds);
  }
}

export function arcPatternOf(
  total: number,
  events: number,
  most: number,
  thresholds: Thresholds,
): ArcPattern {
  return {
    total,
    events,
    most,
    mean: events > 0 ? total / events : null,
    frequency: arcFrequency(total, thresholds),
  };
}

function arcFrequency(total: number, { analytics: { arcs } }: Thresholds): ArcFrequency {
  if (total > arcs.high) return 'HIGH_FREQUENCY';
  if (total > arcs.moderate) return 'MODERATE';
  return total > 0 ? 'LOW' : 'NONE';
}
