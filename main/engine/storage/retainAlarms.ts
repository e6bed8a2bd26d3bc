import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/**
 * Deletes alarms that ended before the given time, with their events. One that has not ended stays, however old.
 *
 * @returns how many alarms were deleted.
 */
export function retainAlarms(db: Database.Database, before: EpochMs): number {
  const dropEvents = db.prepare(
    'DELETE FROM alarm_event WHERE alarm_id IN (SELECT id FROM alarm WHERE ended_ms < ?)',
  );
  const dropAlarms = db.prepare('DELETE FROM alarm WHERE ended_ms < ?');
  return db.transaction(() => {
    dropEvents.run(before);
    return dropAlarms.run(before).changes;
  })();
}
