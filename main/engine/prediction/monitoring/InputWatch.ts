import { featureDrift, type MeasuredDrift } from '#shared/prediction/monitoring/drift.ts';
import {
  FeatureHistograms,
  type FeatureReference,
} from '#shared/prediction/monitoring/FeatureHistograms.ts';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../../log.ts';
import type { JudgedBatch, PredictionFollower } from '../PredictionFollower.ts';
import { DAY_MS, HOUR_MS, type HourStore } from './HourStore.ts';

/** Enough in a minute for a distribution of the day, and nothing beside the inference itself. */
const SAMPLES_A_MINUTE = 256;
const MINUTE_MS = 60_000;
/** A day has its own course: drift is told of a whole one, or nearly. */
const LEAST_HOURS = 20;
const NEWEST_STEP = (STEPS - 1) * FEATURE_COUNT;

/** How far the inputs of a day have moved from the training data. */
interface InputDrift {
  readonly since: EpochMs | null;
  readonly windows: number;
  readonly features: readonly MeasuredDrift[];
  /** Whether it tells of most of a day. */
  readonly covered: boolean;
}

/** The model whose inputs are counted. */
interface Watched {
  readonly modelHash: string;
  readonly reference: readonly FeatureReference[];
}

export interface InputWatchParts {
  readonly store: HourStore;
  /** What the live model was trained on, in the schema's order; undefined when there is no model of that hash. */
  readonly referenceOf: (modelHash: string) => readonly FeatureReference[] | undefined;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

/**
 * Counts what the live model sees: how long it watched each device, and how the features of some windows are
 * distributed. Memory holds the running hour; the hours before are on disk.
 */
export class InputWatch implements PredictionFollower {
  readonly #parts: InputWatchParts;
  #watched: Watched | undefined;
  #hour = Number.NaN;
  #histograms = new FeatureHistograms([]);
  #windows = 0;
  readonly #devices = new Map<string, number>();
  /** Every how many windows one is sampled; from how many there were in the minute before. */
  #stride = 1;
  #minute = Number.NaN;
  #inMinute = 0;
  #nth = 0;

  constructor(parts: InputWatchParts) {
    this.#parts = parts;
  }

  judged({ modelHash, deviceIds, windows }: JudgedBatch): void {
    const now = this.#parts.now();
    this.#turn(modelHash, Math.floor(now / HOUR_MS) * HOUR_MS);
    this.#pace(Math.floor(now / MINUTE_MS), deviceIds.length);
    for (const [i, deviceId] of deviceIds.entries()) {
      this.#devices.set(deviceId, (this.#devices.get(deviceId) ?? 0) + 1);
      if (this.#nth++ % this.#stride === 0)
        this.#histograms.add(windows, i * STEPS * FEATURE_COUNT + NEWEST_STEP);
    }
    this.#windows += deviceIds.length;
  }

  /** Writes what was counted since it was written the last time. @throws what the disk says. */
  flush(): void {
    if (!this.#watched || this.#windows === 0) return;
    const { counts, windows: sampled } = this.#histograms;
    const { modelHash, reference } = this.#watched;
    const hour = { modelHash, hour: this.#hour, windows: this.#windows, sampled, counts };
    this.#parts.store.add(hour, this.#devices);
    this.#begin({ modelHash, reference }, this.#hour);
  }

  /** Of the last day. Nothing is told of less than most of one. */
  drift(modelHash: string): InputDrift {
    const { referenceOf, store, now } = this.#parts;
    const reference = referenceOf(modelHash) ?? [];
    const seen = new FeatureHistograms(reference);
    const hours = store.hours(modelHash, now() - DAY_MS).filter(({ sampled }) => sampled > 0);
    for (const { counts, sampled } of hours) seen.merge({ counts, windows: sampled });
    const running = this.#watched?.modelHash === modelHash;
    if (running) seen.merge(this.#histograms);
    const since = hours[0]?.hour ?? (running && this.#windows > 0 ? this.#hour : null);
    return {
      since,
      windows: seen.windows,
      features: featureDrift(reference, seen),
      covered: hours.length >= LEAST_HOURS,
    };
  }

  #turn(modelHash: string, hour: EpochMs): void {
    if (this.#watched?.modelHash === modelHash && this.#hour === hour) return;
    try {
      this.flush();
    } catch (error) {
      // The next hour is counted all the same: a disk that refuses must not fill the memory.
      this.#parts.log.error({ err: error }, 'an hour of what the model saw could not be written');
    }
    const reference = this.#parts.referenceOf(modelHash) ?? [];
    this.#begin({ modelHash, reference }, hour);
  }

  #begin(watched: Watched, hour: EpochMs): void {
    this.#watched = watched;
    this.#hour = hour;
    this.#histograms = new FeatureHistograms(watched.reference);
    this.#windows = 0;
    this.#devices.clear();
  }

  #pace(minute: number, windows: number): void {
    if (minute !== this.#minute) {
      this.#stride = Math.max(1, Math.ceil(this.#inMinute / SAMPLES_A_MINUTE));
      this.#minute = minute;
      this.#inMinute = 0;
    }
    this.#inMinute += windows;
  }
}
