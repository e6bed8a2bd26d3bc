/** A timeline as a table of hours, for those who can't see the charts, and for reading a number out over the radio. */
import type { Timeline, TimelineSeries } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface HourRange {
  readonly min: number;
  readonly max: number;
}

export interface HourRow {
  readonly startsAt: EpochMs;
  /** Null where nothing was heard in that hour. */
  readonly ranges: readonly (HourRange | null)[];
}

const HOUR_MS = 3_600_000;

/** Newest hour first. Hours without any reading are rows too: a gap has to be seen here as well. */
export function hourTable(
  timeline: Timeline,
  series: readonly TimelineSeries[],
): readonly HourRow[] {
  const first = Math.floor(timeline.from / HOUR_MS);
  const count = Math.ceil(timeline.to / HOUR_MS) - first;
  const cells = Array.from({ length: count }, () => series.map((): HourRange | null => null));
  timeline.t.forEach((at, index) => {
    const row = cells[Math.floor(at / HOUR_MS) - first];
    if (row === undefined) return;
    series.forEach((key, column) => {
      const value = timeline.series[key][index];
      if (value === undefined || value === null) return;
      const known = row[column] ?? null;
      row[column] =
        known === null
          ? { min: value, max: value }
          : { min: Math.min(known.min, value), max: Math.max(known.max, value) };
    });
  });
  return cells.map((ranges, index) => ({ startsAt: (first + index) * HOUR_MS, ranges })).reverse();
}
