/** Waits before attempt 1, 2, … after a failure. When they are used up, only a person starts it again. */
export const RESTART_DELAYS_MS: readonly number[] = [500, 1000, 2000, 4000, 8000];

/** Whatever lived this long was healthy, so the next failure is a new one and not part of a series. */
export const SETTLED_MS = 60_000;

/**
 * Bounds the restarts of something that keeps dying. A fault that comes back at once (a broken database, a missing
 * file) would otherwise loop for ever and look like monitoring.
 */
export class RestartBackoff {
  #failures = 0;

  /**
   * @param aliveMs how long the thing lived before it failed.
   * @returns milliseconds to wait before the next attempt; null when there is to be none.
   */
  afterFailure(aliveMs: number): number | null {
    if (aliveMs >= SETTLED_MS) this.#failures = 0;
    const delay = RESTART_DELAYS_MS[this.#failures];
    if (delay === undefined) return null;
    this.#failures += 1;
    return delay;
  }

  /** A person asked for another try: the series begins anew. */
  reset(): void {
    this.#failures = 0;
  }
}
