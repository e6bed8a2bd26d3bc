const WINDOW_MS = 60_000;
const FAILURES = 20;
/** More addresses than a building has; beyond it the oldest are forgotten, so that memory stays bounded. */
const ADDRESSES = 1_000;

/** Slows down guessing: after too many wrong tokens from one address, that address waits out the minute. */
export class FailureLimit {
  readonly #failures = new Map<string, { since: number; count: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  exceeded(address: string): boolean {
    const entry = this.#failures.get(address);
    if (!entry) return false;
    if (this.#now() - entry.since < WINDOW_MS) return entry.count >= FAILURES;
    this.#failures.delete(address);
    return false;
  }

  failed(address: string): void {
    const entry = this.#failures.get(address);
    if (entry && this.#now() - entry.since < WINDOW_MS) {
      entry.count += 1;
      return;
    }
    this.#failures.delete(address);
    this.#failures.set(address, { since: this.#now(), count: 1 });
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > ADDRESSES && !oldest.done) this.#failures.delete(oldest.value);
  }
}
