import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Cycles that must agree before a limit is believed. */
const AGREEING_CYCLES = 3;
/** A wait shorter than this is the noise of scheduling. */
const SHORTEST_STALL_MS = 4;
/** How often a believed limit is put to the test. */
const PROBE_EVERY_MS = 10_000;

/**
 * Counts frames that are not acknowledged yet, and knows at how many the broker stops sending.
 *
 * MQTT 5 lets the client declare that number, but a broker may stop earlier by its own setting (mosquitto 20,
 * AWS IoT Core 100), and says so nowhere. So the limit is learned: three times in a row the flow stopped at the same
 * count, stayed quiet for most of the cycle, and went on promptly once frames were acknowledged. Until then a batch
 * waits for its timer, which costs a delay and nothing else. A believed limit is dropped as soon as the broker goes
 * beyond it, and not used for one cycle every ten seconds, so that a coincidence does not last.
 */
export class InFlightWindow {
  readonly #declared: number;
  #learned = Number.POSITIVE_INFINITY;
  #unacknowledged = 0;

  #cycleStartedAt: EpochMs = 0;
  #lastArrivedAt: EpochMs = 0;
  /** True between an acknowledgement and the next arrival. */
  #released = true;
  #releasedAt: EpochMs = 0;
  #stalledMs = 0;
  #peak = 0;
  #candidate = 0;
  #agreements = 0;
  #probing = false;
  #probedAt: EpochMs = 0;

  /** @param declared the receive maximum: what MQTT 5 tells the broker, and MQTT 3.1.1 has no word for */
  constructor(declared: number) {
    this.#declared = declared;
  }

  get unacknowledged(): number {
    return this.#unacknowledged;
  }

  /** A broker that was told this number stops at it, MQTT 5 section 3.1.2.11.3. */
  get declaredFull(): boolean {
    return this.#unacknowledged >= this.#declared;
  }

  /** The broker has stopped at this number before. */
  get learnedFull(): boolean {
    return this.#unacknowledged >= this.#learned && !this.#probing;
  }

  get learned(): number | null {
    return Number.isFinite(this.#learned) ? this.#learned : null;
  }

  arrived(at: EpochMs): void {
    if (this.#released) this.#beginCycle(at);
    this.#lastArrivedAt = at;
    this.#unacknowledged += 1;
    if (this.#unacknowledged > this.#learned) this.#forget();
  }

  acknowledged(at: EpochMs): void {
    if (this.#unacknowledged === 0) return;
    if (!this.#released) {
      this.#released = true;
      this.#releasedAt = at;
      this.#peak = this.#unacknowledged;
      const quiet = at - this.#lastArrivedAt;
      const span = at - this.#cycleStartedAt;
      this.#stalledMs = quiet >= SHORTEST_STALL_MS && quiet * 2 >= span ? quiet : 0;
    }
    this.#unacknowledged -= 1;
  }

  /** The connection is gone, and with it everything that was not acknowledged. The limit is the broker's and stays. */
  disconnected(): void {
    this.#unacknowledged = 0;
    this.#released = true;
    this.#stalledMs = 0;
    this.#agreements = 0;
  }

  #beginCycle(at: EpochMs): void {
    this.#released = false;
    if (this.#learned === Number.POSITIVE_INFINITY) this.#learnFrom(at - this.#releasedAt);
    else if (this.#probing) {
      // The cycle without help stalled at the same number again, or the flow was simply slow.
      if (this.#stalledMs === 0 || this.#peak !== this.#learned) this.#forget();
      this.#probing = false;
    } else if (at - this.#probedAt >= PROBE_EVERY_MS) {
      this.#probing = true;
      this.#probedAt = at;
    }
    this.#cycleStartedAt = at;
  }

  #learnFrom(resumedAfterMs: number): void {
    const heldBack = this.#stalledMs > 0 && resumedAfterMs * 4 <= this.#stalledMs;
    if (!heldBack) {
      this.#agreements = 0;
      return;
    }
    this.#agreements = this.#peak === this.#candidate ? this.#agreements + 1 : 1;
    this.#candidate = this.#peak;
    if (this.#agreements >= AGREEING_CYCLES) {
      this.#learned = this.#candidate;
      this.#probedAt = this.#releasedAt;
    }
  }

  #forget(): void {
    this.#learned = Number.POSITIVE_INFINITY;
    this.#agreements = 0;
    this.#probing = false;
  }
}
