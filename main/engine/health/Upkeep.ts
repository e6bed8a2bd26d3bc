import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';
import { failureDetail } from '../storage/failureDetail.ts';

/** A power cut loses at most so much of the readings that were acknowledged. */
const SYNC_EVERY_MS = 2_000;
const SUMMARISE_EVERY_MS = 60_000;

export interface UpkeepParts {
  readonly telemetry: {
    sync(): Promise<void>;
    summarise(): Promise<string | null>;
  };
  readonly troubles: Pick<TroubleReporter, 'set'>;
  readonly monotonicNow: () => number;
  readonly log: Logger;
}

/** What the readings need besides being written: that the disk has them, and the summaries of days that are over. */
export class Upkeep {
  readonly #parts: UpkeepParts;
  #syncedAt = Number.NEGATIVE_INFINITY;
  #summarisedAt = Number.NEGATIVE_INFINITY;
  #syncing: Promise<void> | null = null;
  #summarising: Promise<void> | null = null;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  /** Call about once a second. One of a kind at a time: a slow disk is not asked again before it has answered. */
  tick(): void {
    const now = this.#parts.monotonicNow();
    if (this.#syncing === null && now - this.#syncedAt >= SYNC_EVERY_MS) {
      this.#syncedAt = now;
      this.#syncing = this.#sync().finally(() => {
        this.#syncing = null;
      });
    }
    if (this.#summarising === null && now - this.#summarisedAt >= SUMMARISE_EVERY_MS) {
      this.#summarisedAt = now;
      this.#summarising = this.#summarise().finally(() => {
        this.#summarising = null;
      });
    }
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await Promise.all([this.#syncing, this.#summarising]);
  }

  async #sync(): Promise<void> {
    const { telemetry, troubles, log } = this.#parts;
    try {
      await telemetry.sync();
      troubles.set('storageFailing', 'sync', null);
    } catch (error) {
      log.error({ err: error }, 'the disk did not take the newest readings');
      const said = error instanceof Error ? error.message : String(error);
      troubles.set('storageFailing', 'sync', failureDetail(error, said));
    }
  }

  async #summarise(): Promise<void> {
    const { telemetry, log } = this.#parts;
    try {
      const day = await telemetry.summarise();
      if (day !== null) log.info({ day }, 'summarised');
    } catch (error) {
      // The store was closed meanwhile.
      log.debug({ err: error }, 'no day could be summarised');
    }
  }
}
