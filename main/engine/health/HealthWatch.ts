import type { Logger } from '../log.ts';
import type { Source } from '../sources/source.ts';
import type { TelemetryStore } from '../storage/TelemetryStore.ts';
import type { SilenceWatch } from './SilenceWatch.ts';

const TICK_MS = 1_000;
/** Packing yields to the next reading after this long. */
const PACK_BUDGET_MS = 5;
const RETENTION_EVERY_MS = 3_600_000;

export interface HealthParts {
  readonly silence: SilenceWatch;
  readonly sources: readonly Source[];
  readonly telemetry: TelemetryStore;
  readonly log: Logger;
  readonly monotonicNow: () => number;
  /** Raises and clears the "device silent" alarms of these devices, and shows it. */
  readonly silenceChanged: (silent: readonly string[], heardAgain: readonly string[]) => void;
  /** Deletes what is older than it is to be kept. */
  readonly retain: () => void;
}

/** Once a second: who has gone quiet; and the housekeeping that must not delay a reading. */
export class HealthWatch {
  readonly #parts: HealthParts;
  readonly #timer: NodeJS.Timeout;
  #feedUp = false;
  #retainAt = Number.NEGATIVE_INFINITY;

  constructor(parts: HealthParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.tick(), TICK_MS);
  }

  tick(): void {
    this.#checkSilence();
    this.#keepHouse();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #checkSilence(): void {
    const { silence, sources, monotonicNow, silenceChanged } = this.#parts;
    const now = monotonicNow();
    const feedUp = sources.some((source) => source.status().state === 'connected');
    if (feedUp && !this.#feedUp) silence.feedResumed(now);
    this.#feedUp = feedUp;
    const { silent, heardAgain } = silence.check(now, feedUp);
    if (silent.length > 0 || heardAgain.length > 0) silenceChanged(silent, heardAgain);
  }

  #keepHouse(): void {
    const { telemetry, log, monotonicNow, retain } = this.#parts;
    try {
      telemetry.pack(PACK_BUDGET_MS);
      if (monotonicNow() - this.#retainAt < RETENTION_EVERY_MS) return;
      this.#retainAt = monotonicNow();
      retain();
    } catch (error) {
      // Housekeeping can wait; the readings can't.
      log.error({ err: error }, 'housekeeping failed and will be tried again');
    }
  }
}
