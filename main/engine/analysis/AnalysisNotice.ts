import type { AnalysisKind } from '#shared/alarms/alarm.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { ScoredReading } from '../scoredReading.ts';

/** One thing that the analysis found of a device, or that has gone. */
export interface AnalysisNotice {
  readonly deviceId: string;
  readonly kind: AnalysisKind;
  /** Event time of the reading that caused it, or that showed that it was gone. */
  readonly at: EpochMs;
  /** Null when it has gone. */
  readonly cause: {
    /** What is frozen as evidence. */
    readonly scored: ScoredReading;
    /** A `FindingDetail` as text. */
    readonly detail: string;
  } | null;
}
