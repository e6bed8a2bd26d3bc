import type { Verdict } from '#shared/prediction/verdict.ts';

/** One batch that the live model judged. */
export interface JudgedBatch {
  readonly modelHash: string;
  /** Which device each window is of. */
  readonly deviceIds: readonly string[];
  /** In the same order. */
  readonly verdicts: readonly Verdict[];
  /** Shape [devices, STEPS, FEATURE_COUNT]. Used again after the call: what is needed later has to be copied. */
  readonly windows: Float32Array;
}

/** A room that follows what the live model says: labels, drift, the model that runs beside it. */
export interface PredictionFollower {
  /** After the verdicts were taken over. What it throws is logged and stops nothing. */
  judged(batch: JudgedBatch): void;
}
