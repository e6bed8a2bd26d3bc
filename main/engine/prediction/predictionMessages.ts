/** What the engine's thread and the thread that reads predictions say to each other. */

import type { RiskLevel } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { StorageErrorCode } from '../storage/StorageError.ts';
import type { StorageRepair } from '../storage/StorageRepair.ts';
import type { ThreadQuestion } from '../threads/AskedThread.ts';

export interface PredictionTimelineRequest {
  readonly deviceId: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly maxPoints: number;
  /** Oldest first. */
  readonly days: readonly { readonly path: string; readonly start: EpochMs }[];
}

export interface PredictionColumns {
  readonly t: readonly EpochMs[];
  readonly probability: readonly number[];
  readonly hazard: readonly number[];
  readonly level: readonly RiskLevel[];
  readonly stepMs: number;
}

export interface PredictionTimelineAnswer {
  readonly columns: PredictionColumns;
  /** Days that could not be read; the others were. */
  readonly damaged: readonly {
    readonly path: string;
    readonly code: StorageErrorCode;
    readonly problem: string;
  }[];
}

export interface PredictionReaderCalls {
  timeline: { request: PredictionTimelineRequest; answer: PredictionTimelineAnswer };
  repair: {
    request: { readonly path: string; readonly at: EpochMs };
    answer: StorageRepair | null;
  };
}

export type PredictionReaderQuestion = {
  [Name in keyof PredictionReaderCalls]: ThreadQuestion<PredictionReaderCalls, Name> & {
    readonly method: Name;
  };
}[keyof PredictionReaderCalls];
