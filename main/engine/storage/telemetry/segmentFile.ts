/** What a segment file holds, and how it is opened. One file for each UTC day of arrival. */
import Database from 'better-sqlite3';
import { refuseNewer, versionOf } from '../migrate.ts';
import { StorageError } from '../StorageError.ts';

const SEGMENT_VERSION = 1;
export const SEGMENT_TABLES = ['device', 'thresholds', 'raw', 'block', 'rollup'] as const;

/**
 * `raw` is append-only and has no index but its row number: the cheapest write there is. Who has which rows in it is
 * kept in memory (`OpenSegment`) until they are packed into `block`, one blob for each device and hour of event time.
 */
const SCHEMA = `
CREATE TABLE device (
  key INTEGER PRIMARY KEY,
  id  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE thresholds (
  key     INTEGER PRIMARY KEY,
  version TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE raw (
  seq    INTEGER PRIMARY KEY,
  device INTEGER NOT NULL,
  data   BLOB NOT NULL
) STRICT;

CREATE TABLE block (
  id             INTEGER PRIMARY KEY,
  device         INTEGER NOT NULL,
  hour           INTEGER NOT NULL,
  rows           INTEGER NOT NULL,
  first_measured REAL NOT NULL,
  last_measured  REAL NOT NULL,
  last_received  REAL NOT NULL,
  longest_gap_ms REAL NOT NULL,
  data           BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX block_by_hour ON block(device, hour);
CREATE INDEX block_by_arrival ON block(last_received);

CREATE TABLE rollup (
  block   INTEGER PRIMARY KEY,
  quarter BLOB,
  minute  BLOB
) STRICT;
`;

const JOURNAL_BYTES = 16 * 1024 * 1024;

export function createSegmentTables(db: Database.Database): void {
  // Before the first table, or it has no effect: raw rows leave free pages behind, which the end of the day gives back.
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.transaction(() => {
    db.exec(SCHEMA);
    db.pragma(`user_version = ${SEGMENT_VERSION}`);
  })();
}

/** @throws StorageError `newerThanProgram`; SQLite's own errors otherwise. */
export function openSegmentForWriting(path: string): Database.Database {
  // Nobody else writes: only a reader's checkpoint lock can be in the way, and the writer must not wait for readers.
  const db = new Database(path, { timeout: 100 });
  try {
    const version = versionOf(db);
    refuseNewer(version, SEGMENT_VERSION, path);
    if (version === 0) createSegmentTables(db);
    db.pragma('journal_mode = WAL');
    // A power cut can lose the last commits but not damage the file. The broker keeps nothing that was acknowledged, so
    // these are lost; alarms, whose loss would matter, are in control-room.db, which pays for FULL.
    db.pragma('synchronous = NORMAL');
    db.pragma(`journal_size_limit = ${JOURNAL_BYTES}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** @throws StorageError `corrupt` for a file without tables, `newerThanProgram`; SQLite's own errors otherwise. */
export function openSegmentForReading(path: string): Database.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 2_000 });
  try {
    const version = versionOf(db);
    refuseNewer(version, SEGMENT_VERSION, path);
    if (version === 0) throw new StorageError('corrupt', `${path} has lost its tables`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** True for a segment of a past day that has nothing left to pack. */
export function isSealed(path: string): boolean {
  const db = openSegmentForReading(path);
  try {
    return (
      db.pragma('journal_mode', { simple: true }) === 'delete' &&
      db.prepare('SELECT 1 FROM raw LIMIT 1').get() === undefined
    );
  } finally {
    db.close();
  }
}
