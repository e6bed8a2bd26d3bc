import { writeDetail } from '#shared/alarms/troubleDetail.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';

const EVERY_MS = 30_000;
/** While commits fail: a full disk is looked at as often as the commit is tried. */
const EVERY_FAILING_MS = 1_000;
const MEGABYTE = 1_000_000;

export interface SpaceKeeperParts {
  readonly freeBytes: () => Promise<number>;
  /** Megabytes to keep free; 0 never deletes anything for room. */
  readonly keepFreeMb: () => number;
  /** Whether commits fail now. */
  readonly failing: () => boolean;
  /** Deletes the oldest day of readings that may go. @returns it; null when there is none. */
  readonly giveWay: () => string | null;
  readonly troubles: Pick<TroubleReporter, 'happened'>;
  readonly monotonicNow: () => number;
  readonly log: Logger;
}

/**
 * Makes room when the disk is nearly full: what happens now is worth more than the oldest readings. One day at a time,
 * oldest first, and the desk says which.
 */
export class SpaceKeeper {
  readonly #parts: SpaceKeeperParts;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking = false;

  constructor(parts: SpaceKeeperParts) {
    this.#parts = parts;
  }

  /** Call about once a second. */
  async tick(): Promise<void> {
    const { monotonicNow, failing } = this.#parts;
    const now = monotonicNow();
    const every = failing() ? EVERY_FAILING_MS : EVERY_MS;
    if (this.#looking || now - this.#lookedAt < every) return;
    this.#lookedAt = now;
    this.#looking = true;
    try {
      await this.#makeRoom();
    } finally {
      this.#looking = false;
    }
  }

  async #makeRoom(): Promise<void> {
    const { freeBytes, keepFreeMb, giveWay, troubles, log } = this.#parts;
    const wanted = keepFreeMb() * MEGABYTE;
    if (wanted === 0) return;
    try {
      while ((await freeBytes()) < wanted) {
        const day = giveWay();
        if (day === null) return;
        log.warn({ day }, 'the oldest readings were deleted because the disk is nearly full');
        troubles.happened('diskLow', 'readings', writeDetail({ type: 'gaveWay', day }));
      }
    } catch (error) {
      // A file system that doesn't say is not a full one; a disk that fails shows in the commits.
      log.warn({ err: error }, 'no room could be made on the disk of the data folder');
    }
  }
}
