import { warmest } from '#shared/scoring/indicators.ts';
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';

/** What the windows look at of one scored reading: the record that the seed sends to its stream. */
export interface StreamSample {
  /** Event time. */
  readonly at: EpochMs;
  /** The device's own number of the message; null when it sends none. */
  readonly idx: number | null;
  /** °C, of board and probe the warmer; NaN when neither was measured. */
  readonly temperature: number;
  /** The final score, 0 … 1. */
  readonly risk: number;
  /** A; NaN when it wasn't measured. */
  readonly current: number;
  /** Since the reading before; 0 for a device that doesn't look for arcs. */
  readonly arcs: number;
}

export function sampleOf(reading: Reading, finalScore: number): StreamSample {
  return {
    at: reading.measuredAt,
    idx: reading.idx,
    temperature: warmest(reading),
    risk: finalScore,
    current: reading.current,
    arcs: Number.isNaN(reading.arcCount) ? 0 : reading.arcCount,
  };
}
