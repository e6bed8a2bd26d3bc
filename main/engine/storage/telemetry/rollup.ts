/** Summaries of a device-hour that keep what a long timeline must not lose: the minimum and maximum of every series. */
import { TIMELINE_SERIES } from '#shared/contract/views.ts';
import { SENSOR_KEYS } from '#shared/telemetry/reading.ts';
import { decodeBlob, encodeBlob } from './blobCodec.ts';
import { type CellRun, SERIES_COUNT } from './CellRun.ts';
import type { RowTable } from './RowTable.ts';
import { FINAL_SCORE, INDICATOR_SCORE, MEASURED_AT, VALUES } from './rowLayout.ts';

export const MINUTE_MS = 60_000;
export const QUARTER_MS = 900_000;

/** Which column of a row each series of the timeline is. */
const SERIES_COLUMNS: readonly number[] = TIMELINE_SERIES.map((series) => {
  if (series === 'indicatorScore') return INDICATOR_SCORE;
  if (series === 'finalScore') return FINAL_SCORE;
  return VALUES + SENSOR_KEYS.indexOf(series);
});

/** Every reading as a cell of its own. */
export function cellsOfRows(rows: RowTable): CellRun {
  const time = rows.column(MEASURED_AT);
  const series = SERIES_COLUMNS.map((column) => rows.column(column));
  const count = new Float64Array(rows.length).fill(1);
  return { length: rows.length, first: time, last: time, count, min: series, max: series };
}

/** @param rows by event time. @param cellMs cells begin at multiples of it since 1970. */
export function rollUp(rows: RowTable, cellMs: number): CellRun {
  const time = rows.column(MEASURED_AT);
  const starts: number[] = [];
  for (let index = 0; index < time.length; index++)
    if (index === 0 || Math.floor(time[index]! / cellMs) !== Math.floor(time[index - 1]! / cellMs))
      starts.push(index);
  const ends = [...starts.slice(1), time.length];
  const perCell = (value: (start: number, end: number) => number) => {
    const cells = new Float64Array(starts.length);
    for (let cell = 0; cell < starts.length; cell++)
      cells[cell] = value(starts[cell]!, ends[cell]!);
    return cells;
  };
  const extreme = (column: number, least: boolean) => {
    const values = rows.column(column);
    return perCell((start, end) => {
      let found = values[start]!;
      for (let index = start + 1; index < end; index++) {
        const value = values[index]!;
        // What some readings don't measure must not hide what the others did.
        if (Number.isNaN(found) || (least ? value < found : value > found)) found = value;
      }
      return found;
    });
  };
  return {
    length: starts.length,
    first: perCell((start) => time[start]!),
    last: perCell((_, end) => time[end - 1]!),
    count: perCell((start, end) => end - start),
    min: SERIES_COLUMNS.map((column) => extreme(column, true)),
    max: SERIES_COLUMNS.map((column) => extreme(column, false)),
  };
}

/** @returns null where the readings are so few that their summary would be no shorter. */
export function encodeRollup(rows: RowTable, cellMs: number): Buffer | null {
  const cells = rollUp(rows, cellMs);
  return cells.length * 2 > rows.length ? null : encodeCells(cells);
}

export function encodeCells(cells: CellRun): Buffer {
  return encodeBlob('', [cells.first, cells.last, cells.count, ...cells.min, ...cells.max]);
}

/** @throws StorageError `corrupt` when the blob is not what was written. */
export function decodeRollup(blob: Uint8Array): CellRun {
  const [first, last, count, ...extremes] = decodeBlob(blob).columns;
  return {
    length: first!.length,
    first: first!,
    last: last!,
    count: count!,
    min: extremes.slice(0, SERIES_COUNT),
    max: extremes.slice(SERIES_COUNT),
  };
}
