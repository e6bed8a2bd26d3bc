import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Logger } from '../log.ts';
import { migrate, refuseNewer, versionOf } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { isCorruption, toStorageError } from './StorageError.ts';
import type { StorageRepair } from './StorageRepair.ts';
import { findDamage, tablesOf } from './salvage/findDamage.ts';
import {
  describeSalvage,
  finishSalvage,
  rowsLost,
  salvageDatabase,
} from './salvage/salvageDatabase.ts';

export interface ControlRoomOptions {
  readonly path: string;
  readonly now: () => number;
  readonly log: Logger;
}

export interface OpenedControlRoom {
  readonly db: Database.Database;
  /** Not null when the file was damaged: what could be read was saved, and the desk must say so. */
  readonly repaired: StorageRepair | null;
}

/** A program that only looks (a backup, a virus scanner) lets go within this time. */
const BUSY_MS = 5_000;
const JOURNAL_BYTES = 16 * 1024 * 1024;

/**
 * Opens `control-room.db`, made, upgraded or mended as it needs. A damaged file never keeps the desk from starting:
 * it is set aside, its readable rows are saved into a fresh one, and `repaired` says so.
 *
 * @throws StorageError `newerThanProgram`, `readOnly`, `locked`, `diskFull` or `diskFailing`.
 */
export function openControlRoom(options: ControlRoomOptions): OpenedControlRoom {
  const { path } = options;
  try {
    const finished = finishSalvage(path);
    const existed = existsSync(path);
    const damage = existed ? inspect(path) : null;
    if (damage !== null) return { repaired: repair(options, damage), db: open(options) };
    try {
      const db = open(options);
      return { repaired: finished ? finishedRepair(options, db) : null, db };
    } catch (error) {
      // Damage that the check can't see, such as an index that disagrees with its table, found by the upgrade.
      if (!existed || !isCorruption(error)) throw error;
      return { repaired: repair(options, String(error)), db: open(options) };
    }
  } catch (error) {
    throw toStorageError(error, path);
  }
}

function open(options: ControlRoomOptions): Database.Database {
  const db = connect(options.path);
  try {
    // Steps that rebuild a table would trip over the rows that refer to it.
    db.pragma('foreign_keys = OFF');
    migrate(db, options);
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function connect(path: string): Database.Database {
  const db = new Database(path, { timeout: BUSY_MS });
  try {
    db.pragma('journal_mode = WAL');
    // better-sqlite3 builds SQLite so that WAL implies NORMAL, which can lose the last commits when power fails.
    // Power failing is what this program watches for, and an acknowledgement is evidence: pay the sync.
    db.pragma('synchronous = FULL');
    db.pragma(`journal_size_limit = ${JOURNAL_BYTES}`);
    // Finds out now, and not at the first alarm, that the file can't be written.
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** @returns what is damaged, or null. */
function inspect(path: string): string | null {
  // Without its log, which may hold everything when the first checkpoint never came.
  if (statSync(path).size === 0 && !existsSync(`${path}-wal`)) return 'the file is empty';
  let db: Database.Database | undefined;
  try {
    db = connect(path);
    const version = versionOf(db);
    const damage = findDamage(db, tablesOfVersion(Math.min(version, MIGRATIONS.length)));
    // After the check: in a damaged file the version number may be damage as well.
    if (damage === null) refuseNewer(version, MIGRATIONS.length, path);
    return damage;
  } catch (error) {
    if (isCorruption(error)) return error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    db?.close();
  }
}

function repair(options: ControlRoomOptions, damage: string): StorageRepair {
  const { path, now, log } = options;
  log.error(
    { file: path, damage },
    'the control-room database is damaged; saving what can be read',
  );
  const at = now();
  const salvage = salvageDatabase({ path, at, create: (db) => makeVersion(db, MIGRATIONS.length) });
  return {
    kind: 'controlRoomSalvaged',
    at,
    movedTo: salvage.movedTo,
    rowsRecovered: salvage.rowsRecovered,
    rowsLost: rowsLost(salvage),
    detail: describeSalvage(salvage, damage),
  };
}

function finishedRepair(options: ControlRoomOptions, db: Database.Database): StorageRepair {
  const count = (table: string) =>
    db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0;
  return {
    kind: 'controlRoomSalvaged',
    at: options.now(),
    movedTo: `${options.path}.damaged-*`,
    rowsRecovered: tablesOf(db).reduce((sum, table) => sum + count(table), 0),
    rowsLost: null,
    detail: 'A repair that was interrupted has been completed.',
  };
}

function tablesOfVersion(version: number): string[] {
  const db = new Database(':memory:');
  try {
    makeVersion(db, version);
    return tablesOf(db);
  } finally {
    db.close();
  }
}

function makeVersion(db: Database.Database, version: number): void {
  db.pragma('journal_mode = WAL');
  for (const { sql } of MIGRATIONS.slice(0, version)) db.exec(sql);
  db.pragma(`user_version = ${version}`);
}
