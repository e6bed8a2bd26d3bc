/** A device's quarters of days whose readings are no longer kept. */
import { existsSync } from 'node:fs';
import type { CellRun } from '../CellRun.ts';
import { decodeRollup } from '../rollup.ts';
import { joinRuns } from './joinRuns.ts';
import { openSummariesForReading, slotOf } from './summaryFile.ts';

export interface SummaryRequest {
  /** The month's file. */
  readonly path: string;
  /** The month; named when it can't be read. */
  readonly day: string;
  readonly days: readonly string[];
}

/** @returns the cells that begin in the span, by time; null when there are none. */
export function readSummaries(
  { path, days }: SummaryRequest,
  { deviceId, from, to }: { readonly deviceId: string; readonly from: number; readonly to: number },
): CellRun | null {
  if (!existsSync(path)) return null;
  const db = openSummariesForReading(path);
  try {
    const key = db
      .prepare<[string], number>('SELECT key FROM device WHERE id = ?')
      .pluck()
      .get(deviceId);
    if (key === undefined) return null;
    const summary = db.prepare<[number], Buffer>('SELECT data FROM summary WHERE slot = ?').pluck();
    const runs = days.flatMap((day) => {
      const data = summary.get(slotOf(day, key));
      return data ? [within(decodeRollup(data), from, to)] : [];
    });
    const cells = joinRuns(runs);
    return cells.length > 0 ? cells : null;
  } finally {
    db.close();
  }
}

function within(run: CellRun, from: number, to: number): CellRun {
  const kept = [...run.first.keys()].filter((cell) => {
    const at = run.first[cell]!;
    return at >= from && at <= to;
  });
  if (kept.length === run.length) return run;
  const pick = (values: Float64Array) => Float64Array.from(kept, (cell) => values[cell]!);
  return {
    length: kept.length,
    first: pick(run.first),
    last: pick(run.last),
    count: pick(run.count),
    min: run.min.map(pick),
    max: run.max.map(pick),
  };
}
