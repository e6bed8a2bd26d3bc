import type { Assessment } from '#shared/scoring/assessment.ts';
import type { Reading } from '#shared/telemetry/reading.ts';

/** A reading together with what scoring said about it: the unit that is stored, shown and alarmed on. */
export interface ScoredReading {
  readonly reading: Reading;
  readonly assessment: Assessment;
  /** Fetched afterwards: it is stored and drawn, and raises no alarm. Absent from all others. */
  readonly backfilled?: true;
}
