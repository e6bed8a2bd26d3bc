import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';

const EVERY_MS = 30_000;
/** Less than this free, and there is no night's worth of readings left on a large site. */
const LOW_BYTES = 1_000_000_000;
/** The trouble ends with so much more than that, so that it doesn't come and go. */
const ENOUGH_BYTES = 1_500_000_000;

/** Raises a trouble while the data folder's disk is nearly full. */
export class DiskWatch {
  readonly #freeBytes: () => Promise<number>;
  readonly #folder: string;
  readonly #troubles: TroubleReporter;
  readonly #monotonicNow: () => number;
  readonly #log: Logger;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #low = false;

  constructor(parts: {
    readonly freeBytes: () => Promise<number>;
    readonly folder: string;
    readonly troubles: TroubleReporter;
    readonly monotonicNow: () => number;
    readonly log: Logger;
  }) {
    this.#freeBytes = parts.freeBytes;
    this.#folder = parts.folder;
    this.#troubles = parts.troubles;
    this.#monotonicNow = parts.monotonicNow;
    this.#log = parts.log;
  }

  /** Call about once a second; it looks every thirty. */
  async tick(): Promise<void> {
    const now = this.#monotonicNow();
    if (now - this.#lookedAt < EVERY_MS) return;
    this.#lookedAt = now;
    try {
      const free = await this.#freeBytes();
      this.#low = free < (this.#low ? ENOUGH_BYTES : LOW_BYTES);
      const megabytes = Math.round(free / 1_000_000);
      this.#troubles.set('diskLow', 'disk', this.#low ? `${this.#folder}: ${megabytes} MB` : null);
    } catch (error) {
      // A file system that doesn't say is not a full one; a disk that fails shows in the commits.
      this.#log.warn({ err: error }, 'the free space of the data folder is not known');
    }
  }
}
