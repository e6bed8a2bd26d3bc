import path from 'node:path';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../../../log.ts';
import type { StorageRepair } from '../../StorageRepair.ts';
import { DAY_MS, dayOf, dayStart } from '../days.ts';
import type { ReaderThread } from '../ReaderThread.ts';
import type { SummaryRequest } from './readSummaries.ts';
import {
  deleteMonthsBefore,
  forgetDay,
  listMonths,
  summarisedDays,
  summaryBytes,
  summaryPath,
} from './summaryFolder.ts';

/** After an outage readings may come this late; a summary is of the day on which they came. */
const LATE_MS = 7 * DAY_MS;
/** A day that could not be summarised is tried again after so long. */
const RETRY_MS = 3_600_000;

/** Which days have their quarters kept for the time after their readings, and the thread that makes them. */
export class Summaries {
  readonly #dir: string;
  readonly #thread: ReaderThread;
  readonly #now: () => EpochMs;
  readonly #log: Logger;
  readonly #onRepair: (repair: StorageRepair) => void;
  readonly #days: Set<string>;
  /** The end of the newest day that is summarised. */
  #newestEnd: EpochMs = Number.NEGATIVE_INFINITY;
  readonly #retryAt = new Map<string, EpochMs>();

  constructor(parts: {
    readonly dir: string;
    /** A thread of its own: a day takes seconds, and no chart waits for it. */
    readonly thread: () => ReaderThread;
    readonly now: () => EpochMs;
    readonly log: Logger;
    readonly onRepair: (repair: StorageRepair) => void;
  }) {
    this.#dir = parts.dir;
    this.#thread = parts.thread();
    this.#now = parts.now;
    this.#log = parts.log;
    this.#onRepair = parts.onRepair;
    this.#days = new Set(listMonths(parts.dir).flatMap((month) => this.#daysOf(month)));
    for (const day of this.#days) this.#reaches(day);
  }

  has(day: string): boolean {
    return this.#days.has(day);
  }

  /** A day that is written to again is summarised again when it is finished. */
  outdated(at: EpochMs): void {
    // Nearly always today, which costs one comparison.
    if (at >= this.#newestEnd) return;
    const day = dayOf(at);
    if (!this.#days.delete(day)) return;
    try {
      forgetDay(this.#dir, day);
    } catch (error) {
      this.#log.error({ err: error, day }, 'a summary that is out of date could not be marked');
    }
  }

  /** The oldest of these that isn't summarised and may be tried now. */
  next(finished: readonly string[]): string | null {
    const now = this.#now();
    const due = (day: string) => !this.has(day) && (this.#retryAt.get(day) ?? now) <= now;
    return finished.find(due) ?? null;
  }

  /** @returns whether it is done; what kept it from being is in the log. */
  async add(day: string, segment: string): Promise<boolean> {
    this.#retryAt.set(day, this.#now() + RETRY_MS);
    const to = summaryPath(this.#dir, day);
    try {
      const { readings, repair } = await this.#thread.ask('summarise', {
        path: segment,
        day,
        to,
        at: this.#now(),
      });
      if (repair) {
        this.#onRepair(repair);
        // Days that the damage took may be summarised again.
        for (const known of this.#days)
          if (summaryPath(this.#dir, known) === to) this.#days.delete(known);
        for (const left of this.#daysOf(day.slice(0, 7))) this.#days.add(left);
      }
      if (readings === null) return false;
    } catch (error) {
      this.#log.warn({ err: error, day }, 'a day could not be summarised yet');
      return false;
    }
    this.#days.add(day);
    this.#reaches(day);
    this.#retryAt.delete(day);
    return true;
  }

  /** What a chart has to read of days whose readings are gone. */
  requests(from: EpochMs, to: EpochMs, kept: ReadonlySet<string>): SummaryRequest[] {
    const wanted = [...this.#days]
      .filter((day) => {
        const start = dayStart(day);
        return !kept.has(day) && start + 2 * DAY_MS > from && start <= to + LATE_MS;
      })
      .sort();
    return [...Map.groupBy(wanted, (day) => summaryPath(this.#dir, day))].map(([file, days]) => ({
      path: file,
      day: path.basename(file, '.db'),
      days,
    }));
  }

  deleteBefore(day: string): string[] {
    const months = deleteMonthsBefore(this.#dir, day);
    for (const known of this.#days)
      if (months.includes(known.slice(0, 7))) this.#days.delete(known);
    return months;
  }

  extent(): { bytes: number; from: string | null } {
    return { bytes: summaryBytes(this.#dir), from: [...this.#days].sort()[0] ?? null };
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  #reaches(day: string): void {
    this.#newestEnd = Math.max(this.#newestEnd, dayStart(day) + DAY_MS);
  }

  #daysOf(month: string): string[] {
    try {
      return summarisedDays(this.#dir, month);
    } catch (error) {
      // The next day that is written to it mends it.
      this.#log.error({ err: error, month }, 'a month of summaries can not be read');
      return [];
    }
  }
}
