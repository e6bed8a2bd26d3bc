import path from 'node:path';
import Database from 'better-sqlite3';

/** Ended alarms, as a busy site has them, with as much evidence as a fire alarm keeps. */
export function fillAlarms(dataDir: string, count: number, start: number): void {
  const db = new Database(path.join(dataDir, 'control-room.db'));
  const insert = db.prepare(
    `INSERT INTO alarm (id, site_id, device_id, kind, alarm_class, priority, state, condition_active, onset_ms,
       raised_ms, ended_ms, thresholds_version, evidence_json)
     VALUES (?, 'site', ?, 'risk', 'fire', 'HIGH', 'normal', 0, ?, ?, ?, '1', ?)`,
  );
  const evidence = JSON.stringify({ window: Array.from({ length: 900 }, (_, n) => n * 1.37) });
  db.transaction(() => {
    for (let n = 0; n < count; n++) {
      const at = start + n * 400_000;
      insert.run(`alarm-${n}`, `device-${1 + (n % 500)}`, at, at, at + 60_000, evidence);
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
