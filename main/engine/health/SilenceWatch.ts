/** How long a device may be quiet: `multiple` of its interval, and never less than `minimumMs`. */
export interface SilenceLimits {
  readonly multiple: number;
  readonly minimumMs: number;
}

interface Heard {
  /** Monotonic milliseconds. */
  at: number;
  expectedIntervalMs: number;
  silent: boolean;
}

export interface SilenceChange {
  readonly silent: readonly string[];
  readonly heardAgain: readonly string[];
}

/**
 * Finds devices that have gone quiet. Works on a monotonic clock: setting the PC's clock must neither raise an
 * alarm for every device nor hide one.
 *
 * While the feed is down the devices can't be judged: nothing new is called silent, and everyone gets a full
 * wait when the feed is back. The lost feed is shown for itself.
 */
export class SilenceWatch {
  readonly #limits: SilenceLimits;
  readonly #devices = new Map<string, Heard>();

  constructor(limits: SilenceLimits) {
    this.#limits = limits;
  }

  /** Begins to expect a device, or changes how often; a device not yet heard gets a full wait from `now`. */
  expect(deviceId: string, expectedIntervalMs: number, now: number): void {
    const known = this.#devices.get(deviceId);
    if (known) known.expectedIntervalMs = expectedIntervalMs;
    else this.#devices.set(deviceId, { at: now, expectedIntervalMs, silent: false });
  }

  heard(deviceId: string, now: number): void {
    const known = this.#devices.get(deviceId);
    if (known) known.at = now;
  }

  isSilent(deviceId: string): boolean {
    return this.#devices.get(deviceId)?.silent ?? false;
  }

  /** Restores what was known before a restart: a device that was silent stays so until it is heard. */
  restoreSilent(deviceId: string): void {
    const known = this.#devices.get(deviceId);
    if (known) {
      known.silent = true;
      known.at = Number.NEGATIVE_INFINITY;
    }
  }

  /** Every expected device gets a full wait from `now`; those already silent stay silent until heard. */
  feedResumed(now: number): void {
    for (const known of this.#devices.values()) if (!known.silent) known.at = now;
  }

  /**
   * Nobody listened during the last `ms`: the PC slept, or the program was held. That time counts against no device.
   */
  notListening(ms: number, now: number): void {
    for (const known of this.#devices.values())
      if (!known.silent) known.at = Math.min(now, known.at + ms);
  }

  /** Finds what changed since the last check. Call about once a second. */
  check(now: number, feedUp: boolean): SilenceChange {
    const silent: string[] = [];
    const heardAgain: string[] = [];
    for (const [id, known] of this.#devices) {
      const overdue =
        now - known.at >
        Math.max(this.#limits.minimumMs, this.#limits.multiple * known.expectedIntervalMs);
      if (known.silent && !overdue) {
        known.silent = false;
        heardAgain.push(id);
      } else if (!known.silent && overdue && feedUp) {
        known.silent = true;
        silent.push(id);
      }
    }
    return { silent, heardAgain };
  }
}
