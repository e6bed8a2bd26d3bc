/** The site's calendar: days and hours as its clocks show them, through every change to and from summer time. */
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** A day of the calendar. */
export interface CalendarDay {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  readonly day: number;
}

export interface LocalTime extends CalendarDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_MS = 86_400_000;

// Making an Intl formatter costs a hundred times what using one does.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What the site's clocks show. */
export function localTime(at: EpochMs, timeZone: string): LocalTime {
  const parts = new Map(
    formatIn(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/**
 * When the site's clocks show this hour of this day. An hour that comes twice is the first of the two; one that is left
 * out is the moment at which the clocks go on.
 */
export function instantOf({ year, month, day }: CalendarDay, hour: number, zone: string): EpochMs {
  const wanted = Date.UTC(year, month - 1, day, hour);
  // No zone is further from UTC than a day, and none changes twice within two: one of these offsets is right.
  const candidates = [wanted - DAY_MS, wanted + DAY_MS].map((near) => wanted - offset(near, zone));
  const right = candidates.filter((at) => at + offset(at, zone) === wanted);
  return right.length > 0 ? Math.min(...right) : candidates[0]!;
}

/** Days of the calendar are added, not hours: a day may have 23 or 25. */
export function addDays({ year, month, day }: CalendarDay, days: number): CalendarDay {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** 0 for Monday … 6 for Sunday. */
export function weekday({ year, month, day }: CalendarDay): number {
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}

/** `2026-07-03`. */
export function dayKey({ year, month, day }: CalendarDay): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** How far the site's clocks are ahead of UTC then. */
function offset(at: EpochMs, zone: string): number {
  const { year, month, day, hour, minute, second } = localTime(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
