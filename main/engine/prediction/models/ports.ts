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
  /**
   * @param windows shape [count, STEPS, FEATURE_COUNT]; its memory is handed over
   * @returns null for a window of which the model made nothing that is a chance
   * @throws ModelError when it fails; the next run begins with loading it again
   */
  run(windows: Float32Array, count: number): Promise<readonly (ModelScores | null)[]>;
  close(): Promise<void>;
}

export interface ModelRuntime {
  /**
   * Reads a file and checks everything that can be told without running it.
   *
   * @param hash what the file must be, where that is known
   */
  read(path: string, hash?: string): Promise<UsableModel | ModelProblem>;
  /** Loads it and tries it. @throws ModelError when it fails. */
  open(model: UsableModel): Promise<OpenModel>;
}

/** What judges devices. */
export interface LivePrediction {
  /**
   * Judges with this one from now on. What devices remember stays. Resolves when it is loaded, or has failed, of which
   * the prediction itself tells.
   */
  use(model: UsableModel): Promise<void>;
}

export const isProblem = (found: UsableModel | ModelProblem): found is ModelProblem =>
  'code' in found;
