/** What the engine's thread and a model's thread say to each other. */
import type { ModelProblemCode } from '#shared/contract/predictionViews.ts';
import type { ThreadQuestion } from '../threads/AskedThread.ts';

export interface RunAnswer {
  /** The same memory as in the question, given back. */
  readonly windows: Float32Array;
  /** Shape [count, MODEL_OUTPUTS]. */
  readonly scores: Float32Array;
  /** Milliseconds that the runtime took. */
  readonly ms: number;
}

export interface ModelCalls {
  /** Loads the model and tries it. */
  load: { request: { readonly bytes: Uint8Array }; answer: null };
  /** Shape [count, STEPS, FEATURE_COUNT], which may be followed by room. */
  run: { request: { readonly windows: Float32Array; readonly count: number }; answer: RunAnswer };
}

export type ModelQuestion = {
  [Name in keyof ModelCalls]: ThreadQuestion<ModelCalls, Name> & { readonly method: Name };
}[keyof ModelCalls];

/** What can go wrong on the thread. */
export type ModelThreadCode = Extract<
  ModelProblemCode,
  'notAModel' | 'wrongOutputs' | 'runtimeFailed'
>;
