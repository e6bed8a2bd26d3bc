import type { EpochMs } from '#shared/telemetry/reading.ts';

/** How long the broker must show that it holds nothing back. */
const CALM_MS = 2000;

export interface BacklogPhaseOptions {
  /** CONNACK said that the broker kept a session: it may have queued messages for us. */
  readonly sessionPresent: boolean;
  readonly connectedAt: EpochMs;
  /**
   * The broker feeds its queue slowly instead of as fast as it is acknowledged (AWS IoT Core: 10 a second),
   * so that room in the window proves nothing.
   */
  readonly throttled: boolean;
  /** A queue cannot be older than its session. */
  readonly sessionExpiryMs: number;
}

/**
 * Decides whether a frame may come from the queue that the broker kept while the desk was away.
 *
 * MQTT does not mark such messages, so this is an inference, made to err towards "may be queued": after a resumed
 * session every frame counts as backlog until the broker has shown for two seconds that it holds nothing back. A
 * broker that drains at full speed shows it by leaving room in the window of unacknowledged messages; one that
 * throttles its drain only by two seconds of silence, or by the session's expiry. Live readings that arrive in this
 * phase are marked too: the price is that a wrong device clock is noticed two seconds later.
 */
export class BacklogPhase {
  readonly #throttled: boolean;
  readonly #latestEnd: EpochMs;
  #evidenceAt: EpochMs;
  #active: boolean;

  constructor(options: BacklogPhaseOptions) {
    this.#active = options.sessionPresent;
    this.#evidenceAt = options.connectedAt;
    this.#throttled = options.throttled;
    this.#latestEnd = options.connectedAt + options.sessionExpiryMs;
  }

  /** The window is, or until now was, full: the broker could not send what it may still hold. */
  windowFull(at: EpochMs): void {
    this.#evidenceAt = at;
  }

  /** Asked once for each frame, in order of arrival. */
  covers(at: EpochMs): boolean {
    if (!this.#active) return false;
    if (at - this.#evidenceAt > CALM_MS || at > this.#latestEnd) {
      this.#active = false;
      return false;
    }
    if (this.#throttled) this.#evidenceAt = at;
    return true;
  }
}
