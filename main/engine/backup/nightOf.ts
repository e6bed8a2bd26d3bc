import type { EpochMs } from '#shared/telemetry/reading.ts';

const HOUR_MS = 3_600_000;

/**
 * The night that a moment belongs to, as the local date on which it began: a backup is due when this has changed since
 * the last one. Where clocks are put forward or back, a night is an hour off and none is left out.
 */
export function nightOf(at: EpochMs, nightHour: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return day.format(at - nightHour * HOUR_MS);
}
