import type { ModelProblemCode } from '#shared/contract/predictionViews.ts';
import type { ModelProblem } from './readModelFile.ts';

/** Why there is no answer of a model. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelProblemCode;

  constructor(code: ModelProblemCode, message: string) {
    super(message);
    this.code = code;
  }

  get problem(): ModelProblem {
    return { code: this.code, detail: this.message };
  }
}

/** What to tell of any failure of a model. */
export function problemOf(error: unknown): ModelProblem {
  if (error instanceof ModelError) return error.problem;
  return { code: 'runtimeFailed', detail: error instanceof Error ? error.message : String(error) };
}
