import type { EpochMs } from '#shared/telemetry/reading.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment in full, the same in every language and sorted by itself: 2026-01-05 14:03:27 */
export function stamp(at: EpochMs, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Sweden writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
