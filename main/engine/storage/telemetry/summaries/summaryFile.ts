/**
 * What is left of a day after its readings are deleted: for each device the minimum and maximum of every series in each
 * quarter of an hour. One file for each month of arrival, so that letting go of the oldest is deleting a file.
 */
import Database from 'better-sqlite3';
import { refuseNewer, versionOf } from '../../migrate.ts';
import { StorageError } from '../../StorageError.ts';

const VERSION = 1;
export const SUMMARY_TABLES = ['device', 'day', 'summary'] as const;
/** A device's key takes the lower bits of a slot: more devices than any site has. */
const KEYS = 2 ** 24;

/**
 * A slot is the day of the month times 2^24 plus the device's key: a day is appended at the end, where pages fill up.
 * Pages are large because a device's day is about three kilobytes, of which two would leave half a small page empty.
 */
const SCHEMA = `
CREATE TABLE device (
  key INTEGER PRIMARY KEY,
  id  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE day (
  day  INTEGER PRIMARY KEY,
  rows INTEGER NOT NULL
) STRICT;

CREATE TABLE summary (
  slot INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;
`;
const PAGE_BYTES = 32_768;

export function createSummaryTables(db: Database.Database): void {
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.transaction(() => {
    db.exec(SCHEMA);
    db.pragma(`user_version = ${VERSION}`);
  })();
}

/** The month's file, for one day's transaction. @throws SQLite's own errors, StorageError `newerThanProgram`. */
export function openSummariesForWriting(path: string): Database.Database {
  const db = new Database(path, { timeout: 5_000 });
  try {
    const version = versionOf(db);
    refuseNewer(version, VERSION, path);
    if (version === 0) createSummaryTables(db);
    // Written once a day: a rollback journal leaves a file that stands alone.
    db.pragma('synchronous = FULL');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function openSummariesForReading(path: string): Database.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 2_000 });
  try {
    const version = versionOf(db);
    refuseNewer(version, VERSION, path);
    if (version === 0) throw new StorageError('corrupt', `${path} has lost its tables`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** @param day as YYYY-MM-DD */
export function slotOf(day: string, deviceKey: number): number {
  return dayOfMonth(day) * KEYS + deviceKey;
}

export function dayOfMonth(day: string): number {
  return Number(day.slice(8));
}
