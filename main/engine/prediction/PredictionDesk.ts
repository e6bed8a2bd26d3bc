import type { AlarmEvidence } from '#shared/alarms/alarm.ts';
import type {
  DevicePrediction,
  PredictionFigures,
  PredictionState,
} from '#shared/contract/predictionViews.ts';
import { modelPartAt } from '#shared/prediction/fusion.ts';
import { FEATURE_COUNT, FEATURE_SCHEMA, STEPS } from '#shared/prediction/schema.ts';
import type { Verdict } from '#shared/prediction/verdict.ts';
import type { ModelPart } from '#shared/scoring/assessment.ts';
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';
import type { DeviceTrackers, Tracker, TrackerPredictions } from '../DeviceTrackers.ts';
import type { Logger } from '../log.ts';
import { failureDetail } from '../storage/failureDetail.ts';
import { DeviceForecast } from './DeviceForecast.ts';
import { type DueWindow, DueWindows } from './DueWindows.ts';
import { freezeWindow } from './frozenWindow.ts';
import type { LiveModel } from './LiveModel.ts';
import type { ModelRun } from './ModelThread.ts';
import type { PredictionFollower } from './PredictionFollower.ts';
import type { PredictionStore } from './PredictionStore.ts';
import { RunTimes } from './RunTimes.ts';
import type { ModelFile } from './readModelFile.ts';
import type { WindowStore, WindowToSave } from './WindowStore.ts';

const WINDOW = STEPS * FEATURE_COUNT;
/** Windows of one run: more make it no cheaper for each, and the first of them wait longer. */
const BATCH = 256;
/** A device that nobody placed is predicted too, but a publisher that makes names up can't fill the memory. */
const MAX_UNPLACED = 1_000;
const SAVE_EVERY_MS = 300_000;
/** Devices whose window is saved at once: a millisecond or two. */
const SAVED_AT_ONCE = 64;

export interface PredictionDeskParts {
  readonly trackers: DeviceTrackers;
  readonly live: LiveModel;
  readonly store: PredictionStore;
  readonly windows: WindowStore;
  /** Whether anything can be heard: a device is not quiet while its feed is down. */
  readonly listening: () => boolean;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  /** Told which devices' predictions changed. */
  readonly changed: (deviceIds: readonly string[]) => void;
  /** Told that predictions can't be stored, and with null that they can be again. */
  readonly storing?: (problem: string | null) => void;
}

/**
 * Each device's window, the queue of those that are due, and what the model said. A reading only adds to a window and
 * is scored with the newest verdict there is: the model runs elsewhere, once a second, and nothing waits for it.
 */
export class PredictionDesk implements TrackerPredictions {
  readonly #parts: PredictionDeskParts;
  readonly #due = new DueWindows();
  readonly #followers: PredictionFollower[] = [];
  readonly #times = new RunTimes();
  /** Devices without a place that have a window. */
  #unplaced = new Set<Tracker>();
  #batch: Float32Array | null = null;
  #running: Promise<void> | null = null;
  #closed = false;
  #windows = 0;
  #failed = 0;
  #lastAt: EpochMs | null = null;

  constructor(parts: PredictionDeskParts) {
    this.#parts = parts;
    parts.trackers.showPredictions(this);
  }

  /** Told of every batch that the live model judges. */
  follow(follower: PredictionFollower): void {
    this.#followers.push(follower);
  }

  /** What the newest verdict adds to the assessment of this reading; null when nothing. */
  partFor({ forecast }: Tracker, reading: Reading): ModelPart | null {
    return modelPartAt(forecast?.judged?.verdict ?? null, reading.measuredAt);
  }

  /** Call it with each reading once, before it is scored. Never throws, and never waits. */
  heard(tracker: Tracker, reading: Reading): void {
    try {
      const monotonicNow = this.#parts.monotonicNow();
      tracker.forecast ??= this.#begin(tracker, monotonicNow);
      tracker.forecast?.followClock(reading.receivedAt);
      if (tracker.forecast?.add(reading, monotonicNow)) this.#minuteEnded(tracker, monotonicNow);
    } catch (error) {
      this.#parts.log.error({ err: error, deviceId: tracker.deviceId }, 'a window failed');
    }
  }

  /** A reading of before this start, which was stored: the window learns from it and nothing is predicted. */
  replay(tracker: Tracker, reading: Reading): void {
    const monotonicNow = this.#parts.monotonicNow();
    tracker.forecast ??= this.#begin(tracker, monotonicNow);
    if (tracker.forecast?.add(reading, monotonicNow)) tellSigns(tracker);
  }

  /** Gives the windows back as they were saved. Call it before the readings since then are replayed. */
  restoreWindows(): void {
    const { trackers, windows, monotonicNow } = this.#parts;
    for (const { deviceId, ...saved } of windows.load()) {
      const tracker = trackers.get(deviceId);
      if (!tracker) continue;
      tracker.forecast = this.#begin(tracker, monotonicNow(), saved);
      tellSigns(tracker);
    }
  }

  /** What the model in charge said shortly before a restart still counts, so that no alarm ends because of it. */
  restoreVerdicts(): void {
    const { trackers, live, store, log } = this.#parts;
    const { file } = live;
    if (file === null) return;
    const points = file.metadata.operatingPoints;
    const minutes = Math.max(...points.map(({ n }) => n));
    try {
      for (const { deviceId, forecast } of trackers.all()) {
        const newestAt = forecast?.newestAt ?? null;
        if (!forecast || newestAt === null) continue;
        for (const { at, scores } of store.since(deviceId, file.hash, newestAt - minutes * 60_000))
          forecast.judge(at, scores, { hash: file.hash, points }, null);
      }
    } catch (error) {
      log.error({ err: error }, 'the predictions of the run before could not be read');
    }
  }

  /** Call it about once a second. */
  tick(): void {
    this.#advanceQuiet();
    this.#parts.live.tick();
    this.#run();
    this.#store();
    this.#save(SAVED_AT_ONCE, SAVE_EVERY_MS);
  }

  /** Resolves when what was due has been judged, as far as there is a model. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  view(tracker: Tracker): DevicePrediction | null {
    const { forecast } = tracker;
    if (!forecast) return null;
    const judged = forecast.validNow(this.#parts.monotonicNow());
    const state = this.#stateOf(forecast);
    if (judged === null)
      return {
        state,
        at: forecast.window.closedAt,
        probability: null,
        hazard: null,
        level: 'NORMAL',
        minutesLeft: state === 'warmingUp' ? forecast.window.stepsToGo : null,
      };
    const { at, scores, level } = judged.verdict;
    const { probability, hazard } = scores;
    return { state, at, probability, hazard, level, minutesLeft: null };
  }

  evidence(
    { forecast }: Tracker,
    reading: Reading,
  ): Pick<AlarmEvidence, 'modelHash' | 'prediction'> {
    const judged = forecast?.validAt(reading.measuredAt);
    if (!forecast || !judged) return { modelHash: null };
    const window = forecast.judgedWindow();
    return {
      modelHash: judged.modelHash,
      prediction: {
        ...judged.verdict,
        schemaVersion: FEATURE_SCHEMA.version,
        window: window && freezeWindow(window),
      },
    };
  }

  placed(tracker: Tracker): void {
    this.#unplaced.delete(tracker);
    tracker.forecast?.place(tracker.registered?.placement ?? null);
  }

  figures(): PredictionFigures {
    const { trackers, live, monotonicNow } = this.#parts;
    const byState: Record<PredictionState, number> = {
      ready: 0,
      warmingUp: 0,
      sensorsMissing: 0,
      gaps: 0,
      stale: 0,
      modelUnavailable: 0,
    };
    for (const { forecast } of trackers.all()) if (forecast) byState[this.#stateOf(forecast)]++;
    return {
      available: live.available,
      modelHash: live.file?.hash ?? null,
      modelVersion: live.file?.metadata.modelVersion ?? null,
      windows: this.#windows,
      failed: this.#failed,
      waiting: this.#due.size,
      oldestWaitMs: this.#due.oldestWaitMs(monotonicNow()),
      lastAt: this.#lastAt,
      ...this.#times.quantiles(),
      byState,
    };
  }

  /** Saves every window, and what is still to be stored. The model's thread is the caller's to close. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
    this.#save(Number.POSITIVE_INFINITY, 0);
  }

  #begin(
    tracker: Tracker,
    monotonicNow: number,
    saved?: ConstructorParameters<typeof DeviceForecast>[2],
  ): DeviceForecast | null {
    const placement = tracker.registered?.placement ?? null;
    if (placement === null) {
      if (this.#unplaced.size >= MAX_UNPLACED)
        this.#unplaced = new Set([...this.#unplaced].filter((one) => this.#isKnown(one)));
      if (this.#unplaced.size >= MAX_UNPLACED) return null;
      this.#unplaced.add(tracker);
    }
    return new DeviceForecast(placement, monotonicNow, saved);
  }

  readonly #isKnown = (tracker: Tracker): boolean =>
    this.#parts.trackers.get(tracker.deviceId) === tracker;

  #minuteEnded(tracker: Tracker, monotonicNow: number): void {
    tellSigns(tracker);
    if (tracker.forecast?.window.state === 'ready') this.#due.add(tracker, monotonicNow);
  }

  #advanceQuiet(): void {
    const { trackers, listening, monotonicNow } = this.#parts;
    if (!listening()) return;
    const now = monotonicNow();
    for (const tracker of trackers.all())
      if (tracker.forecast?.advance(now)) this.#minuteEnded(tracker, now);
  }

  #run(): void {
    if (this.#running || this.#closed || this.#due.size === 0 || !this.#parts.live.available)
      return;
    this.#running = this.#runAll().finally(() => {
      this.#running = null;
    });
  }

  async #runAll(): Promise<void> {
    while (!this.#closed && this.#due.size > 0 && (await this.#runBatch()));
  }

  /** @returns false when the model is unavailable: what else is due waits. */
  async #runBatch(): Promise<boolean> {
    const { live, now, log } = this.#parts;
    const batch = this.#batch ?? new Float32Array(BATCH * WINDOW);
    this.#batch = null;
    const due = this.#due.take(batch, this.#isKnown);
    if (due.length === 0) {
      this.#batch = batch;
      return true;
    }
    const run = await live.run(batch, due.length);
    if (run === null) {
      this.#failed += due.length;
      return false;
    }
    this.#batch = run.windows;
    this.#lastAt = now();
    this.#times.add(run.ms);
    try {
      this.#judge(due, run);
    } catch (error) {
      log.error({ err: error }, 'what the model said could not be taken over');
    }
    return true;
  }

  #judge(due: readonly DueWindow[], { scores, windows, file }: ModelRun & { file: ModelFile }) {
    const { store, changed, log } = this.#parts;
    const model = { hash: file.hash, points: file.metadata.operatingPoints };
    const judged: { readonly deviceId: string; readonly verdict: Verdict; readonly row: number }[] =
      [];
    for (const [row, { tracker, forecast, at }] of due.entries()) {
      const found = scores[row];
      if (!found) {
        this.#failed++;
        continue;
      }
      const window = windows.subarray(row * WINDOW, (row + 1) * WINDOW);
      const verdict = forecast.judge(at, found, model, window);
      const { deviceId } = tracker;
      store.add({ deviceId, at, scores: found, level: verdict.level, modelHash: file.hash });
      judged.push({ deviceId, verdict, row });
    }
    this.#windows += judged.length;
    for (const follower of this.#followers) {
      try {
        follower.judged({
          modelHash: file.hash,
          deviceIds: judged.map(({ deviceId }) => deviceId),
          verdicts: judged.map(({ verdict }) => verdict),
          windows: compacted(
            windows,
            judged.map(({ row }) => row),
          ),
        });
      } catch (error) {
        log.error({ err: error }, 'a follower of the prediction failed');
      }
    }
    changed(judged.map(({ deviceId }) => deviceId));
  }

  #stateOf(forecast: DeviceForecast): PredictionState {
    if (forecast.validNow(this.#parts.monotonicNow())) return 'ready';
    if (!this.#parts.live.available) return 'modelUnavailable';
    const { state } = forecast.window;
    if (state !== 'ready') return state;
    // Whole, and the model has not come to it yet: the first time, or after what it last said grew too old.
    return forecast.judged ? 'stale' : 'warmingUp';
  }

  #store(): void {
    const { store, storing, log } = this.#parts;
    try {
      store.flush();
      storing?.(null);
    } catch (error) {
      log.error({ err: error }, 'predictions could not be written and will be tried again');
      storing?.(failureDetail(error, error instanceof Error ? error.message : String(error)));
    }
  }

  /** A few at a time, so that ten thousand devices are no hiccup every five minutes. */
  #save(most: number, everyMs: number): void {
    const { trackers, windows, now, monotonicNow, log } = this.#parts;
    const at = monotonicNow();
    const due: { readonly forecast: DeviceForecast; readonly row: WindowToSave }[] = [];
    for (const { deviceId, forecast, registered } of trackers.all()) {
      if (!forecast?.changed || !registered || at - forecast.savedAt < everyMs) continue;
      if (forecast.newestAt === null) continue;
      const row = { deviceId, state: forecast.window.save(), newestAt: forecast.newestAt };
      due.push({ forecast, row });
      if (due.length >= most) break;
    }
    if (due.length === 0) return;
    try {
      windows.save(
        due.map(({ row }) => row),
        now(),
      );
    } catch (error) {
      // Nothing is lost but the baselines of a restart: not worth trying every second.
      log.error({ err: error }, 'windows could not be saved');
    }
    for (const { forecast } of due) {
      forecast.savedAt = at;
      forecast.changed = false;
    }
  }
}

/** What is unusual for the device, by which the hazard floor is confirmed: new with each minute. */
function tellSigns({ forecast, floors }: Tracker): void {
  if (forecast) floors.signs = forecast.window.signs;
}

/** The windows of these rows, one after the other. */
function compacted(windows: Float32Array, rows: readonly number[]): Float32Array {
  for (const [to, from] of rows.entries())
    if (to !== from) windows.copyWithin(to * WINDOW, from * WINDOW, (from + 1) * WINDOW);
  return windows.subarray(0, rows.length * WINDOW);
}
