import type Database from 'better-sqlite3';
import type { AlarmClass } from '#shared/alarms/alarm.ts';
import type { MeterWait } from '#shared/alarms/meter.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/**
 * Which lines of `alarm_event e` asked somebody: raised or worsened, and not on a point that is set aside, whose alarm
 * is recorded as raised and in the same breath as put aside.
 */
export const ASKED_SOMEBODY = `
  e.type IN ('raise', 'worsen')
  AND e.to_state NOT IN ('shelved', 'suppressedByDesign', 'outOfService')
  AND NOT EXISTS (
    SELECT 1 FROM alarm_event n
    WHERE n.id = (SELECT min(id) FROM alarm_event WHERE alarm_id = e.alarm_id AND id > e.id)
      AND n.at_ms = e.at_ms AND n.operator IS NULL
      AND n.type IN ('shelve', 'suppress', 'removeFromService')
  )`;

interface Span {
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
}

/** What a span that needs no whole hours asked of its operators: for as long as the alarms themselves are kept. */
export function annunciationsBetween(
  db: Database.Database,
  span: Span,
): { readonly counts: Readonly<Record<AlarmClass, number>>; readonly wait: MeterWait } {
  const rows = db
    .prepare<[Span], { alarmClass: AlarmClass; count: number }>(
      `SELECT a.alarm_class AS alarmClass, count(*) AS count
       FROM alarm_event e JOIN alarm a ON a.id = e.alarm_id
       WHERE e.at_ms >= @from AND e.at_ms < @to AND ${ASKED_SOMEBODY} GROUP BY 1`,
    )
    .all(span);
  const waits = db
    .prepare<[Span], number>(
      `SELECT max(0, e.at_ms - coalesce((
           SELECT r.at_ms FROM alarm_event r WHERE r.alarm_id = e.alarm_id AND r.id < e.id
             AND r.type IN ('raise', 'worsen', 'unshelve', 'unsuppress', 'returnToService')
             AND r.to_state NOT IN ('shelved', 'suppressedByDesign', 'outOfService')
           ORDER BY r.id DESC LIMIT 1), e.at_ms)) AS waited
       FROM alarm_event e WHERE e.type = 'acknowledge' AND e.at_ms >= @from AND e.at_ms < @to
       ORDER BY waited`,
    )
    .pluck()
    .all(span);
  const at = (share: number) => waits[Math.ceil(share * waits.length) - 1] ?? null;
  return {
    counts: {
      fire: 0,
      supervisory: 0,
      trouble: 0,
      ...Object.fromEntries(rows.map(({ alarmClass, count }) => [alarmClass, count])),
    },
    wait: { count: waits.length, medianMs: at(0.5), p95Ms: at(0.95) },
  };
}
