export interface BackOffOptions {
  /** Upper bound of the first delay. */
  readonly firstMs?: number;
  /** Upper bound of every later delay. */
  readonly capMs?: number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random?: () => number;
}

/**
 * Exponential back-off with full jitter: each delay is drawn from 0 to a bound that doubles, so that a hundred
 * desks whose broker restarts do not come back in the same second.
 */
export class BackOff {
  readonly #firstMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #boundMs: number;

  constructor(options: BackOffOptions = {}) {
    this.#firstMs = options.firstMs ?? 1000;
    this.#capMs = options.capMs ?? 30_000;
    this.#random = options.random ?? Math.random;
    this.#boundMs = this.#firstMs;
  }

  /** @returns milliseconds to wait before the next attempt */
  next(): number {
    const delay = Math.floor(this.#random() * this.#boundMs);
    this.#boundMs = Math.min(this.#capMs, this.#boundMs * 2);
    return delay;
  }

  reset(): void {
    this.#boundMs = this.#firstMs;
  }
}
