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
