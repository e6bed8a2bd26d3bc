/** The contract as the page calls it, and what a failed call means in one word. */
import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/contract.ts';

export type EngineClient = ContractRouterClient<Contract>;

/** Keys of the dictionary's `failures`. */
export type FailureCode =
  | 'timeout'
  | 'disconnected'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'badRequest'
  | 'internal';

export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly code: FailureCode;

  constructor(code: FailureCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

const BY_ORPC_CODE: Readonly<Record<string, FailureCode>> = {
  UNAUTHORIZED: 'unauthorized',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'notFound',
  CONFLICT: 'conflict',
  BAD_REQUEST: 'badRequest',
};

export function failureOf(error: unknown): RequestFailure {
  if (error instanceof RequestFailure) return error;
  if (error instanceof ORPCError) {
    return new RequestFailure(BY_ORPC_CODE[error.code] ?? 'internal', { cause: error });
  }
  // Everything else that a link throws is the link itself having gone.
  return new RequestFailure('disconnected', { cause: error });
}

/** No request waits forever: an act that isn't answered must be seen as not answered. */
export const REQUEST_TIMEOUT_MS = 8_000;

export type Request = <T>(
  run: (client: EngineClient, options: { readonly signal: AbortSignal }) => Promise<T>,
) => Promise<T>;

/** @param client the client of the moment, or null while there is no link */
export function requester(client: () => EngineClient | null): Request {
  return async (run) => {
    const current = client();
    if (current === null) throw new RequestFailure('disconnected');
    const cancel = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timedOut = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // The engine is told to stop only over the link that it was asked by; writing to a closed one throws.
        if (client() === current) cancel.abort();
        reject(new RequestFailure('timeout'));
      }, REQUEST_TIMEOUT_MS);
    });
    try {
      // Raced as well as signalled: a link that ignores the signal must not hold the caller.
      return await Promise.race([run(current, { signal: cancel.signal }), timedOut]);
    } catch (error) {
      throw failureOf(error);
    } finally {
      clearTimeout(timer);
    }
  };
}
