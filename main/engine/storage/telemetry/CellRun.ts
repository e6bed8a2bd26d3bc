import { TIMELINE_SERIES } from '#shared/contract/views.ts';

export const SERIES_COUNT = TIMELINE_SERIES.length;

/** A stretch of a device's history in order of event time, one cell for each reading or for each rolled-up span. */
export interface CellRun {
  readonly length: number;
  /** Event time of the first and the last reading in the cell. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Readings in the cell. */
  readonly count: Float64Array;
  /** For each of `TIMELINE_SERIES`. In a cell of one reading both are that reading's value. */
  readonly min: readonly Float64Array[];
  readonly max: readonly Float64Array[];
}

/** Cells from `start` up to and not including `end`, without copying. */
export function sliceRun(run: CellRun, start: number, end: number): CellRun {
  const cut = (values: Float64Array) => values.subarray(start, end);
  return {
    length: end - start,
    first: cut(run.first),
    last: cut(run.last),
    count: cut(run.count),
    min: run.min.map(cut),
    max: run.max.map(cut),
  };
}
