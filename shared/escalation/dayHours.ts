/** Day or night at the site, whatever the PC's own zone. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DayHours, Period } from './policy.ts';

const SECOND_MS = 1_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function secondOfDay(at: EpochMs, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return part('hour') * 3_600 + part('minute') * 60 + part('second');
}

export function periodAt(at: EpochMs, timeZone: string, { from, to }: DayHours): Period {
  const minute = secondOfDay(at, timeZone) / 60;
  return minute >= from && minute < to ? 'day' : 'night';
}

/** How long the day hours still last; null by night. On a day when the clocks change it may be off by that hour. */
export function dayLeftMs(at: EpochMs, timeZone: string, hours: DayHours): number | null {
  if (periodAt(at, timeZone, hours) === 'night') return null;
  return (hours.to * 60 - secondOfDay(at, timeZone)) * SECOND_MS;
}
