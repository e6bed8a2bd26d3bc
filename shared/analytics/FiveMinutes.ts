/** Five-minute aggregates of one device, aligned to 1970: the seed's FIVE_MINUTE_AGGREGATION, and each a batch of its own. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { type BatchReport, type BatchState, BatchStatistics, NO_BATCH } from './BatchStatistics.ts';
import type { StreamSample } from './sample.ts';

export const FIVE_MINUTES_MS = 300_000;

/** Figures of what was not measured in it are null. */
export interface FiveMinuteRow {
  /** Exclusive. */
  readonly windowEnd: EpochMs;
  readonly records: number;
  /** °C */
  readonly meanTemperature: number | null;
  readonly maxTemperature: number | null;
  readonly minTemperature: number | null;
  /** Sample standard deviation (n − 1); null of one. */
  readonly temperatureDeviation: number | null;
  readonly meanRisk: number;
  readonly maxRisk: number;
  readonly arcs: number;
  /** A */
  readonly meanCurrent: number | null;
  readonly maxCurrent: number | null;
  readonly batch: BatchReport;
}

/** At most two windows are open: the newest, and the one before it while its last samples may still come. */
export class FiveMinutes {
  readonly #thresholds: Pick<Thresholds, 'analytics'>;
  readonly #closed: (row: FiveMinuteRow) => void;
  #before: OpenWindow | null = null;
  #now: OpenWindow | null = null;
  /** The window that took the newest arrival. */
  #latest: OpenWindow | null = null;

  /** @param closed told of each window that is over, in their order */
  constructor(thresholds: Pick<Thresholds, 'analytics'>, closed: (row: FiveMinuteRow) => void) {
    this.#thresholds = thresholds;
    this.#closed = closed;
  }

  /**
   * Takes a sample that is no older than the lateness before the newest.
   *
   * @returns the change of risk when it is a rapid one
   */
  add(sample: StreamSample): number | null {
    const index = Math.floor(sample.at / FIVE_MINUTES_MS);
    const window = this.#windowOf(index);
    const change = window.add(sample);
    this.#latest = window;
    return change;
  }

  get isSustained(): boolean {
    return this.#now?.batch.isSustained ?? false;
  }

  /** Closes what nothing can join any longer: windows that ended the lateness before `newestAt`. */
  advance(newestAt: EpochMs): void {
    const { latenessMs } = this.#thresholds.analytics;
    const due = (window: OpenWindow | null) =>
      window !== null && (window.index + 1) * FIVE_MINUTES_MS <= newestAt - latenessMs;
    if (due(this.#before)) this.#closeBefore();
    if (!due(this.#now)) return;
    this.#closeBefore();
    this.#before = this.#now;
    this.#now = null;
    this.#closeBefore();
  }

  #windowOf(index: number): OpenWindow {
    if (this.#now !== null && index === this.#now.index) return this.#now;
    if (this.#now !== null && index < this.#now.index) {
      // The first of a window whose next has begun.
      this.#before ??= this.#open(index);
      return this.#before;
    }
    this.#closeBefore();
    this.#before = this.#now;
    this.#now = this.#open(index);
    return this.#now;
  }

  /** Goes on with the streak of the sample before, whichever window took it. */
  #open(index: number): OpenWindow {
    return new OpenWindow(index, this.#thresholds, this.#latest?.batch.state ?? NO_BATCH);
  }

  #closeBefore(): void {
    const row = this.#before?.row();
    this.#before = null;
    if (row) this.#closed(row);
  }
}

class OpenWindow {
  readonly index: number;
  readonly batch: BatchStatistics;
  #temperatures = 0;
  #meanTemperature = 0;
  #squares = 0;
  #maxTemperature = Number.NEGATIVE_INFINITY;
  #minTemperature = Number.POSITIVE_INFINITY;
  #arcs = 0;
  #currents = 0;
  #current = 0;
  #maxCurrent = Number.NEGATIVE_INFINITY;

  constructor(index: number, thresholds: Pick<Thresholds, 'analytics'>, before: BatchState) {
    this.index = index;
    this.batch = new BatchStatistics(thresholds, before);
  }

  add({ temperature, risk, current, arcs }: StreamSample): number | null {
    if (!Number.isNaN(temperature)) {
      // Welford's update.
      const difference = temperature - this.#meanTemperature;
      this.#meanTemperature += difference / ++this.#temperatures;
      this.#squares += difference * (temperature - this.#meanTemperature);
      if (temperature > this.#maxTemperature) this.#maxTemperature = temperature;
      if (temperature < this.#minTemperature) this.#minTemperature = temperature;
    }
    if (!Number.isNaN(current)) {
      this.#currents++;
      this.#current += current;
      if (current > this.#maxCurrent) this.#maxCurrent = current;
    }
    this.#arcs += arcs;
    return this.batch.add(risk);
  }

  row(): FiveMinuteRow | null {
    const batch = this.batch.report();
    if (batch === null) return null;
    const heated = this.#temperatures > 0;
    const loaded = this.#currents > 0;
    return {
      windowEnd: (this.index + 1) * FIVE_MINUTES_MS,
      records: batch.count,
      meanTemperature: heated ? this.#meanTemperature : null,
      maxTemperature: heated ? this.#maxTemperature : null,
      minTemperature: heated ? this.#minTemperature : null,
      temperatureDeviation:
        this.#temperatures > 1 ? Math.sqrt(this.#squares / (this.#temperatures - 1)) : null,
      meanRisk: batch.mean,
      maxRisk: batch.max,
      arcs: this.#arcs,
      meanCurrent: loaded ? this.#current / this.#currents : null,
      maxCurrent: loaded ? this.#maxCurrent : null,
      batch,
    };
  }
}
