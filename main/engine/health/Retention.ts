import { z } from 'zod';
import type { RetentionPeriods } from '#shared/archive/periods.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { Settings } from '../storage/Settings.ts';

const DAY_MS = 86_400_000;
/** A day that is due to go waits this long for its summary; one that can't be read has none. */
const SUMMARY_WAIT_DAYS = 7;
/** The clock went further than this since it was last looked at: it was set, or the desk was off. */
const JUMP_MS = DAY_MS;
/** Long enough for somebody to notice that a clock is wrong: every device is marked for it meanwhile. */
const HOLD_MS = 7 * DAY_MS;
const KEY = 'retention.clock';

const Clock = z.object({ seenAt: z.number(), heldUntil: z.number() });

export interface RetentionParts {
  readonly settings: Pick<Settings, 'get' | 'set'>;
  readonly telemetry: {
    segments(): readonly { readonly day: string }[];
    retain(keepDays: number, keep: (day: string) => boolean): readonly string[];
    isSummarised(day: string): boolean;
    retainSummaries(keepDays: number): readonly string[];
  };
  readonly predictions: {
    retain(keepDays: number, keep: (day: string) => boolean): readonly string[];
  };
  readonly periods: () => RetentionPeriods;
  /** Days that somebody still works with, as YYYY-MM-DD. */
  readonly daysInUse: () => ReadonlySet<string>;
  /** Deletes alarms that ended before. @returns how many. */
  readonly retainAlarms: (before: EpochMs) => number;
  readonly retainModelMetrics: (before: EpochMs) => void;
  /** Wall clock, UTC milliseconds. */
  readonly now: () => EpochMs;
  readonly log: Logger;
}

/**
 * Deletes what is older than it is to be kept, and believes the PC's clock only when it has run steadily. A clock that
 * jumps ten years ahead makes all of the record look old, and what is deleted doesn't come back with the right time.
 * So nothing is deleted in the week after a jump; a desk that was only off keeps its oldest week a little longer.
 */
export class Retention {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Call about once an hour. @throws what the disk says; the next call makes it good. */
  run(): void {
    const { settings, now, log } = this.#parts;
    const at = now();
    const known = settings.get(KEY, Clock) ?? { seenAt: this.#lastRecorded(at), heldUntil: 0 };
    const jumped = at - known.seenAt > JUMP_MS;
    // A clock that was set back must not leave a hold that ends in years.
    const heldUntil = jumped ? at + HOLD_MS : Math.min(known.heldUntil, at + HOLD_MS);
    settings.set(KEY, { seenAt: at, heldUntil }, at);
    if (jumped) log.warn({ from: known.seenAt, to: at }, 'the clock jumped; nothing is deleted');
    if (at < heldUntil) return;
    this.#delete(at);
  }

  #delete(at: EpochMs): void {
    const { telemetry, predictions, retainAlarms, retainModelMetrics, log } = this.#parts;
    const periods = this.#parts.periods();
    const inUse = this.#parts.daysInUse();
    const awaited = (day: string) =>
      !telemetry.isSummarised(day) &&
      at - Date.parse(day) < (periods.readingsDays + SUMMARY_WAIT_DAYS) * DAY_MS;
    const days = telemetry.retain(periods.readingsDays, (day) => inUse.has(day) || awaited(day));
    const months = telemetry.retainSummaries(periods.summariesDays);
    const predicted = predictions.retain(periods.predictionsDays, (day) => inUse.has(day));
    const alarms = retainAlarms(at - periods.alarmsDays * DAY_MS);
    retainModelMetrics(at - periods.modelMetricsDays * DAY_MS);
    if (days.length + months.length + predicted.length + alarms > 0)
      log.info({ days, months, predicted, alarms }, 'what was too old was deleted');
  }

  /** The newest day of the record before today's, which was begun by the clock in question. */
  #lastRecorded(at: EpochMs): EpochMs {
    const starts = this.#parts.telemetry.segments().map(({ day }) => Date.parse(day));
    const past = starts.filter((start) => start + DAY_MS <= at);
    return past.length > 0 ? Math.max(...past) + DAY_MS : at;
  }
}
