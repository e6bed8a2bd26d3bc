import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { DAY_MS, dayOf, dayStart } from '../storage/telemetry/days.ts';

/** Before the first alarm of an incident: where a cause begins to show. */
const BEFORE_MS = DAY_MS;
/** After its last alarm: what was done, and whether it helped. */
const AFTER_MS = DAY_MS;

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * The days of which readings and predictions stay, however old: those around every incident that isn't closed, and
 * around every alarm that stands. Somebody is still working with them.
 *
 * @returns UTC days as YYYY-MM-DD
 */
export function daysInUse(db: Database.Database): ReadonlySet<string> {
  const spans = db
    .prepare<[], Span>(
      `SELECT first_onset_ms AS "from", last_onset_ms AS "to" FROM incident WHERE status = 'open'
       UNION ALL SELECT onset_ms, onset_ms FROM alarm WHERE ended_ms IS NULL`,
    )
    .all();
  const days = new Set<string>();
  for (const { from, to } of spans)
    for (let at = dayStart(dayOf(from - BEFORE_MS)); at <= to + AFTER_MS; at += DAY_MS)
      days.add(dayOf(at));
  return days;
}
