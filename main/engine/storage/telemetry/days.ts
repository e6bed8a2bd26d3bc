/** A segment's day: the UTC date on which its readings arrived, as YYYY-MM-DD. Sorts by time. */
import type { EpochMs } from '#shared/telemetry/reading.ts';

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export function dayOf(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function dayStart(day: string): EpochMs {
  return Date.parse(`${day}T00:00:00.000Z`);
}

/** Hours since 1970: the event time's hour, which a packed blob holds. */
export function hourOf(at: EpochMs): number {
  return Math.floor(at / HOUR_MS);
}
