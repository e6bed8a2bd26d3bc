/** A device's `timestamp`, in any of the forms that devices send. */
import type { EpochMs } from './reading.ts';

/**
 * Numbers from here up are milliseconds (1973 and later), below it seconds (until the year 5138): the two
 * ranges don't meet for any time at which a device of ours can have existed.
 */
const MILLISECONDS_FROM = 1e11;
/** Below this even seconds lie before March 1973: an uptime counter, or a clock that was never set. */
const SECONDS_FROM = 1e8;
/** The last instant that a Date can hold. */
const LAST_INSTANT = 8.64e15;

const NUMERIC = /^\d{9,17}(\.\d{1,9})?$/;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads epoch milliseconds or seconds (a number or its digits as text) or ISO-8601 date and time. An ISO time
 * without a zone is UTC: devices know no zone, and the machine's own must never decide.
 *
 * @returns null when there is no time or none that can be read, which is never a reason to refuse a reading.
 */
export function deviceTimeOf(timestamp: unknown): EpochMs | null {
  if (typeof timestamp === 'number') return fromNumber(timestamp);
  if (typeof timestamp !== 'string') return null;
  if (NUMERIC.test(timestamp)) return fromNumber(Number(timestamp));
  return fromIso(timestamp);
}

function fromNumber(value: number): EpochMs | null {
  if (!(value >= SECONDS_FROM && value <= LAST_INSTANT)) return null;
  return Math.round(value >= MILLISECONDS_FROM ? value : value * 1000);
}

function fromIso(text: string): EpochMs | null {
  // The regular expression is linear, but a text of a hundred kilobytes need not even be tried.
  const match = text.length <= 40 ? ISO.exec(text) : null;
  if (!match) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match;
  const parts = [
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
  ] as const;
  if (parts[3] > 23 || parts[4] > 59 || Number(second) > 59) return null;
  const midnight = new Date(Date.UTC(parts[0], parts[1], parts[2]));
  // Date.UTC rolls 30 February over into March, and reads the years 0 to 99 as 1900 to 1999.
  if (midnight.getUTCMonth() !== parts[1] || midnight.getUTCFullYear() !== parts[0]) return null;
  const offset = zoneMinutes(zone);
  if (offset === null) return null;
  const minutes = parts[3] * 60 + parts[4] - offset;
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  const instant = midnight.getTime() + minutes * 60_000 + Number(second) * 1000 + milliseconds;
  return instant >= 0 ? instant : null;
}

/** Minutes east of Greenwich; null when no place on Earth has such a zone. */
function zoneMinutes(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
