import type { ModelThreadCode } from './modelMessages.ts';

/** Why the runtime can't use a model. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: ModelThreadCode;

  constructor(code: ModelThreadCode, message: string) {
    super(message);
    this.code = code;
  }
}
