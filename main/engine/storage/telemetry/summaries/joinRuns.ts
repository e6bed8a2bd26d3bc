import { type CellRun, SERIES_COUNT } from '../CellRun.ts';

/** One run of all the cells, by the time of their first reading. */
export function joinRuns(runs: readonly CellRun[]): CellRun {
  const order = runs
    .flatMap((run) => Array.from({ length: run.length }, (_, cell) => ({ run, cell })))
    .sort((a, b) => a.run.first[a.cell]! - b.run.first[b.cell]!);
  const column = (of: (run: CellRun) => Float64Array) =>
    Float64Array.from(order, ({ run, cell }) => of(run)[cell]!);
  const series = Array.from({ length: SERIES_COUNT }, (_, index) => index);
  return {
    length: order.length,
    first: column((run) => run.first),
    last: column((run) => run.last),
    count: column((run) => run.count),
    min: series.map((index) => column((run) => run.min[index]!)),
    max: series.map((index) => column((run) => run.max[index]!)),
  };
}
