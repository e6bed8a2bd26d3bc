import type { SendingRate } from '#shared/notifications/channel.ts';

/**
 * The sending rate: a measure of `burst` messages that refills by one every `everySeconds`. Counts on a clock that only
 * goes forward, so that setting the PC's clock neither opens a flood nor stops the sending.
 */
export class TokenBucket {
  readonly #everyMs: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  /** @param tokens what is left of the measure at `now`, in monotonic milliseconds */
  constructor({ everySeconds, burst }: SendingRate, tokens: number, now: number) {
    this.#everyMs = everySeconds * 1000;
    this.#burst = burst;
    this.#tokens = Math.min(burst, Math.max(0, tokens));
    this.#at = now;
  }

  /** Milliseconds until one more message may be sent; 0 for now. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) * this.#everyMs);
  }

  /** Counts one message. @returns what is left */
  take(now: number): number {
    this.#refill(now);
    this.#tokens -= 1;
    return this.#tokens;
  }

  #refill(now: number): void {
    const passed = Math.max(0, now - this.#at);
    this.#tokens = Math.min(this.#burst, this.#tokens + passed / this.#everyMs);
    this.#at = now;
  }
}
