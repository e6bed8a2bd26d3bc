interface Emitter {
  once(event: string, listener: (...values: never[]) => void): unknown;
  on(event: string, listener: (...values: never[]) => void): unknown;
}

/** Nothing came in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The other side hung up without a word. */
export class HungUp extends Error {
  override readonly name = 'HungUp';
}

/**
 * Settles with the first value of `event`, and fails at an error, at one of `ends`, when `signal` says so, or with
 * `NoAnswer` when it takes too long.
 */
export function settled<T>(
  emitter: Emitter,
  event: string,
  {
    withinMs,
    signal,
    ends = [],
  }: { readonly withinMs: number; readonly signal: AbortSignal; readonly ends?: readonly string[] },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer('no answer')), withinMs);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    if (signal.aborted) settle(() => reject(signal.reason));
    signal.addEventListener('abort', () => settle(() => reject(signal.reason)), { once: true });
    emitter.once(event, (value: T) => settle(() => resolve(value)));
    // `on`: a second error with nobody listening would end the process.
    emitter.on('error', (error: Error) => settle(() => reject(error)));
    for (const end of ends)
      emitter.once(end, () => settle(() => reject(new HungUp('connection closed'))));
  });
}

/** The system's short code where there is one; several addresses tried give several errors in one. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : String(error);
}
