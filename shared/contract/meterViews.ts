/** The meter in the line above the alarm list, sent with every live event. */
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Annunciations. */
export interface AlarmRate {
  readonly lastTenMinutes: number;
  readonly lastHour: number;
}

/** More alarms than a person can answer: since when, and how many so far. */
export interface FloodView {
  readonly since: EpochMs;
  readonly count: number;
}
