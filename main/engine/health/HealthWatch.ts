import type { Logger } from '../log.ts';
import { realSeconds } from '../realSeconds.ts';
import type { Source } from '../sources/source.ts';
import type { TelemetryStore } from '../storage/TelemetryStore.ts';
import type { SilenceWatch } from './SilenceWatch.ts';

const TICK_MS = 1_000;
/** Two ticks further apart than this: the PC slept or the program was held, and what was sent is not read yet. */
const HELD_MS = 5_000;
/** Packing yields to the next reading after this long. */
const PACK_SLICE_MS = 5;
/** Slices in a second: enough to keep up with thousands of readings a second, and never half of the core. */
const PACK_SLICES = 40;
const RETENTION_EVERY_MS = 3_600_000;

/** Called about once a second. What it throws is logged, and it is called again. */
export interface Ticking {
  tick(): unknown;
}

export interface HealthParts {
  readonly silence: SilenceWatch;
  readonly sources: readonly Source[];
  readonly telemetry: TelemetryStore;
  readonly log: Logger;
  readonly monotonicNow: () => number;
  /** Raises and clears the "device silent" alarms of these devices, and shows it. Called again if it throws. */
  readonly silenceChanged: (silent: readonly string[], heardAgain: readonly string[]) => void;
  /** What else is looked at once a second, each for itself: one that fails keeps none of the others from it. */
  readonly ticking: readonly Ticking[];
  /** Deletes what is older than it is to be kept. */
  readonly retain: () => void;
  /** Calls back once a second of the desk's own clock, in place of the real one; @returns what ends it */
  readonly everySecond?: (callback: () => void) => () => void;
}

/** Once a second: who has gone quiet; and the housekeeping that must not delay a reading. */
export class HealthWatch {
  readonly #parts: HealthParts;
  readonly #stopTicking: () => void;
  /** What was found and could not be written yet: a full disk must not swallow a silent device. */
  readonly #owedSilent = new Set<string>();
  readonly #owedHeardAgain = new Set<string>();
  #feedUp = false;
  #tickedAt: number | undefined;
  #retainAt = Number.NEGATIVE_INFINITY;
  #packing: NodeJS.Immediate | undefined;

  constructor(parts: HealthParts) {
    this.#parts = parts;
    this.#stopTicking = (parts.everySecond ?? realSeconds)(() => this.tick());
  }

  tick(): void {
    this.#checkSilence();
    for (const one of this.#parts.ticking) this.#spared(() => one.tick());
    this.#keepHouse();
  }

  stop(): void {
    this.#stopTicking();
    clearImmediate(this.#packing);
  }

  #checkSilence(): void {
    const { silence, sources, monotonicNow, silenceChanged, log } = this.#parts;
    const now = monotonicNow();
    const sinceTick = now - (this.#tickedAt ?? now);
    this.#tickedAt = now;
    if (sinceTick > HELD_MS) {
      log.warn({ ms: Math.round(sinceTick) }, 'the program did not run for a while');
      silence.notListening(sinceTick - TICK_MS, now);
    }
    const feedUp = sources.some((source) => source.status().state === 'connected');
    if (feedUp && !this.#feedUp) silence.feedResumed(now);
    this.#feedUp = feedUp;
    const { silent, heardAgain } = silence.check(now, feedUp);
    for (const id of silent) {
      this.#owedSilent.add(id);
      this.#owedHeardAgain.delete(id);
    }
    for (const id of heardAgain) {
      this.#owedHeardAgain.add(id);
      this.#owedSilent.delete(id);
    }
    if (this.#owedSilent.size === 0 && this.#owedHeardAgain.size === 0) return;
    try {
      silenceChanged([...this.#owedSilent], [...this.#owedHeardAgain]);
    } catch (error) {
      log.error({ err: error }, 'silent devices could not be recorded and will be tried again');
      return;
    }
    this.#owedSilent.clear();
    this.#owedHeardAgain.clear();
  }

  #keepHouse(): void {
    const { monotonicNow, retain } = this.#parts;
    this.#spared(() => {
      if (monotonicNow() - this.#retainAt < RETENTION_EVERY_MS) return;
      this.#retainAt = monotonicNow();
      retain();
    });
    if (this.#packing === undefined) this.#pack(PACK_SLICES);
  }

  #pack(slices: number): void {
    this.#packing = undefined;
    this.#spared(() => {
      const { more } = this.#parts.telemetry.pack(PACK_SLICE_MS);
      if (more && slices > 1) this.#packing = setImmediate(() => this.#pack(slices - 1));
    });
  }

  /** Housekeeping can wait; the readings can't. */
  #spared(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'housekeeping failed and will be tried again');
    }
  }
}
