import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/**
 * Deletes alarms that ended before the given time, with their events and what was ticked for them. One that has not
 * ended stays, however old, and so does one of an incident: incidents are kept, and their alarms are what they tell.
 *
 * @returns how many alarms were deleted.
 */
export function retainAlarms(db: Database.Database, before: EpochMs): number {
  const old = 'ended_ms < ? AND id NOT IN (SELECT alarm_id FROM incident_alarm)';
  const dropBelonging = [
    ['alarm_event', 'alarm_id'],
    ['response_card', 'subject_id'],
    ['response_tick', 'subject_id'],
  ].map(([table, column]) =>
    db.prepare(`DELETE FROM ${table} WHERE ${column} IN (SELECT id FROM alarm WHERE ${old})`),
  );
  const dropAlarms = db.prepare(`DELETE FROM alarm WHERE ${old}`);
  return db.transaction(() => {
    for (const drop of dropBelonging) drop.run(before);
    return dropAlarms.run(before).changes;
  })();
}
