import type { DevicePlacement } from '#shared/contract/views.ts';
import { type DeviceFacts, DeviceWindow } from '#shared/prediction/DeviceWindow.ts';
import { FEATURE_COUNT, STEP_MS, STEPS } from '#shared/prediction/schema.ts';
import {
  type ModelScores,
  type OperatingPoint,
  Persistence,
  VERDICT_VALID_MS,
  type Verdict,
} from '#shared/prediction/verdict.ts';
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';
import { isFromWrongClock } from '../eventOrder.ts';

/** A device is quiet, and its minutes end by the desk's clock, this long after its newest reading. */
const QUIET_MS = STEP_MS;

/** A window as the model saw it, and what it said. */
export interface Judged {
  readonly verdict: Verdict;
  readonly modelHash: string;
}

/** What a saved window needs to go on. */
export interface SavedForecast {
  readonly state: Float64Array;
  readonly newestAt: EpochMs;
}

/** What the prediction keeps of one device: its window, and the newest verdict. */
export class DeviceForecast {
  readonly window: DeviceWindow;
  #judged: Judged | null = null;
  /** The window of a verdict that raises something, for the alarm's evidence; others are still in `window`. */
  #judgedWindow: Float32Array | null = null;
  #persistence: { readonly modelHash: string; readonly of: Persistence } | null = null;
  /** Event time of the newest reading, and the desk's monotonic clock at its arrival. */
  #newestAt: EpochMs | null = null;
  #heardAt: number;
  /** Readings until then are in the window already: it was saved with them. */
  #savedUntil: EpochMs;
  /** Whether it changed since it was saved the last time, and when that was. */
  changed = false;
  savedAt: number;

  constructor(placement: DevicePlacement | null, monotonicNow: number, saved?: SavedForecast) {
    this.window = new DeviceWindow(factsOf(placement), saved?.state);
    this.#heardAt = monotonicNow;
    this.savedAt = monotonicNow;
    this.#savedUntil = saved?.newestAt ?? Number.NEGATIVE_INFINITY;
    this.#newestAt = saved?.newestAt ?? null;
  }

  /** The installer said where the device is. */
  place(placement: DevicePlacement | null): void {
    this.window.facts = factsOf(placement);
  }

  /** @returns true when it closed at least one minute. */
  add(reading: Reading, monotonicNow: number): boolean {
    this.#heardAt = monotonicNow;
    const { measuredAt } = reading;
    if (measuredAt <= this.#savedUntil) return false;
    this.#newestAt = Math.max(this.#newestAt ?? measuredAt, measuredAt);
    this.changed = true;
    return this.window.add(reading);
  }

  /**
   * Begins anew when the desk's clock was set back behind what is remembered: that would make everything that comes now
   * late, and keep an old verdict valid. Not for readings that are replayed, which arrived before what was saved.
   *
   * @param arrival of the reading that comes now, by the desk's clock
   */
  followClock(arrival: EpochMs): void {
    if (this.#newestAt === null || !isFromWrongClock(this.#newestAt, arrival)) return;
    this.window.beginAnew();
    this.#judged = null;
    this.#judgedWindow = null;
    this.#persistence = null;
    this.#newestAt = null;
    this.#savedUntil = Number.NEGATIVE_INFINITY;
  }

  /** Ends the minutes of a device that says nothing, by its own clock. @returns true when one was closed. */
  advance(monotonicNow: number): boolean {
    if (this.#newestAt === null || monotonicNow - this.#heardAt < QUIET_MS) return false;
    // One minute late, so that a message which is a little late itself still counts.
    const closed = this.window.advance(this.deviceNow(monotonicNow) - QUIET_MS);
    if (closed) this.changed = true;
    return closed;
  }

  /** What the device's clock says now, which may be minutes from the desk's. */
  deviceNow(monotonicNow: number): EpochMs {
    return (this.#newestAt ?? 0) + (monotonicNow - this.#heardAt);
  }

  /** Event time of the newest reading; null before the first. */
  get newestAt(): EpochMs | null {
    return this.#newestAt;
  }

  /** The newest verdict, however old. */
  get judged(): Judged | null {
    return this.#judged;
  }

  /** The verdict that counts now; null when there is none, or it is too old. */
  validNow(monotonicNow: number): Judged | null {
    return this.validAt(this.deviceNow(monotonicNow));
  }

  /** @param at the device's clock */
  validAt(at: EpochMs): Judged | null {
    const judged = this.#judged;
    return judged && at - judged.verdict.at <= VERDICT_VALID_MS ? judged : null;
  }

  /**
   * Takes over what the model says of a window. Call it in order of time.
   *
   * @param at start of its newest minute
   * @param window what it looked at, copied when it is needed later; null for one of the run before
   */
  judge(
    at: EpochMs,
    scores: ModelScores,
    model: { readonly hash: string; readonly points: readonly OperatingPoint[] },
    window: Float32Array | null,
  ): Verdict {
    if (this.#persistence?.modelHash !== model.hash)
      this.#persistence = { modelHash: model.hash, of: new Persistence(model.points) };
    const verdict = this.#persistence.of.judge(at, scores);
    this.#judged = { verdict, modelHash: model.hash };
    this.#judgedWindow = verdict.level === 'NORMAL' ? null : (window?.slice() ?? null);
    return verdict;
  }

  /** The window of the newest verdict, shape [STEPS, FEATURE_COUNT]; null when its minute is over and nobody kept it. */
  judgedWindow(): Float32Array | null {
    if (this.#judgedWindow) return this.#judgedWindow;
    return this.#judged?.verdict.at === this.window.closedAt ? this.currentWindow() : null;
  }

  currentWindow(): Float32Array {
    const window = new Float32Array(STEPS * FEATURE_COUNT);
    this.window.copyTo(window);
    return window;
  }
}

function factsOf(placement: DevicePlacement | null): DeviceFacts {
  return {
    ratedCurrentA: placement?.ratedCurrentA ?? null,
    gasSensor: placement?.gasSensor ?? null,
  };
}
