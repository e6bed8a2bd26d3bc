import { ORPCError } from '@orpc/server';
import type { Logger } from './log.ts';

/**
 * Writes down what a caller is not told: of an unexpected error the caller gets a code and no text.
 * Refusals that the contract names, and callers that left, are no failures.
 */
export function logRpcFailure(log: Logger, error: unknown): void {
  if (error instanceof ORPCError && error.status < 500) return;
  if (error instanceof Error && error.name === 'AbortError') return;
  log.error({ err: error }, 'call failed');
}
