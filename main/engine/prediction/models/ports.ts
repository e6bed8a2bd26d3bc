/** What the rooms of model versions need of the inference, and no more. */
import type { ModelProblem } from '#shared/contract/prediction.ts';
import type { ModelVersion } from '#shared/contract/predictionViews.ts';
import type { FeatureReference } from '#shared/prediction/monitoring/FeatureHistograms.ts';
import type { ModelScores } from '#shared/prediction/verdict.ts';

/** A model file that this program can run. */
export interface UsableModel extends Omit<ModelVersion, 'origin' | 'role' | 'since'> {
  readonly path: string;
  /** How each feature of the newest minute was distributed in training, in the schema's order. */
  readonly reference: readonly FeatureReference[];
}

/** One on a thread of its own, ready to run. */
export interface OpenModel {
  readonly model: UsableModel;
  /** @param windows shape [count, STEPS, FEATURE_COUNT] */
  run(windows: Float32Array, count: number): Promise<readonly ModelScores[]>;
  close(): Promise<void>;
}

export interface ModelRuntime {
  /** Reads and checks a file, a trial run included. */
  read(path: string): Promise<UsableModel | ModelProblem>;
  /** @throws when the thread can't take it. */
  open(model: UsableModel): Promise<OpenModel>;
}

/** What judges devices. */
export interface LivePrediction {
  /** Judges with this one from the next batch on. What devices remember stays. Closes the one before. */
  use(open: OpenModel): void;
}

export const isProblem = (found: UsableModel | ModelProblem): found is ModelProblem =>
  'code' in found;
