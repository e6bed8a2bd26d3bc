import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';

/** Why a message didn't get out. The code has words on the screen; the message is for the log and whoever mends it. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: DeliveryProblemCode;
  /** How long the other side asks to be left alone; null when it didn't say. */
  readonly retryAfterMs: number | null;

  constructor(
    code: DeliveryProblemCode,
    message: string,
    options: ErrorOptions & { readonly retryAfterMs?: number | null } = {},
  ) {
    super(message.slice(0, 500), options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
