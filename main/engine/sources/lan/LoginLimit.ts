const WINDOW_MS = 60_000;
/** A device that was given the wrong secret tries all day; more than that in a minute is no device. */
const FAILURES_OF_ONE = 10;
/** A gateway's address stands for many devices. */
const FAILURES_OF_ADDRESS = 100;
/** More than a building has; beyond it the oldest are forgotten, so that memory stays bounded. */
const MOST_KEPT = 10_000;

interface Count {
  since: number;
  failures: number;
}

/**
 * Slows down guessing: who failed too often within a minute is shut out until that minute is over, without being asked
 * for a secret. One name at one address first, so that a device gone mad doesn't shut out the others behind its
 * gateway; then the whole address.
 */
export class LoginLimit {
  readonly #monotonicNow: () => number;
  readonly #counts = new Map<string, Count>();

  constructor(monotonicNow: () => number) {
    this.#monotonicNow = monotonicNow;
  }

  shutsOut(address: string, name: string): boolean {
    return this.#failures(oneKey(address, name)) >= FAILURES_OF_ONE || this.shutsOutAll(address);
  }

  shutsOutAll(address: string): boolean {
    return this.#failures(address) >= FAILURES_OF_ADDRESS;
  }

  failed(address: string, name: string): void {
    this.#count(oneKey(address, name));
    this.#count(address);
  }

  succeeded(address: string, name: string): void {
    this.#counts.delete(oneKey(address, name));
  }

  #failures(key: string): number {
    const count = this.#counts.get(key);
    if (count === undefined) return 0;
    if (this.#monotonicNow() - count.since < WINDOW_MS) return count.failures;
    this.#counts.delete(key);
    return 0;
  }

  #count(key: string): void {
    if (this.#failures(key) > 0) {
      this.#counts.get(key)!.failures += 1;
      return;
    }
    this.#counts.set(key, { since: this.#monotonicNow(), failures: 1 });
    const oldest = this.#counts.keys().next();
    if (this.#counts.size > MOST_KEPT && !oldest.done) this.#counts.delete(oldest.value);
  }
}

/** No address has a line end. */
const oneKey = (address: string, name: string): string => `${address}\n${name}`;
