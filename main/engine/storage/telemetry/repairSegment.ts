/** Mends a damaged segment: what can be read is saved, blob by blob and row by row, and nothing else is believed. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { isCorruption, toStorageError } from '../StorageError.ts';
import type { StorageRepair } from '../StorageRepair.ts';
import { findDamage } from '../salvage/findDamage.ts';
import { describeSalvage, salvageDatabase } from '../salvage/salvageDatabase.ts';
import { decodeRows, isIntact } from './blobCodec.ts';
import { ROW_BYTES } from './rowLayout.ts';
import { createSegmentTables, openSegmentForReading, SEGMENT_TABLES } from './segmentFile.ts';

/** @returns what is wrong with the file's structure, or null. Blobs are checked when they are read. */
export function segmentDamage(path: string): string | null {
  if (!existsSync(path)) return null;
  let db: Database.Database | undefined;
  try {
    db = openSegmentForReading(path);
    return findDamage(db, SEGMENT_TABLES);
  } catch (error) {
    if (isCorruption(error)) return error instanceof Error ? error.message : String(error);
    throw toStorageError(error, path);
  } finally {
    db?.close();
  }
}

/** @returns null when nothing turns out to be wrong. The segment must not be open elsewhere for writing. */
export function repairSegment(path: string, at: number): StorageRepair | null {
  const damage = segmentDamage(path) ?? damagedContent(path);
  if (damage === null) return null;
  const salvage = salvageDatabase({ path, at, create: createSegmentTables });
  const dropped = dropUnreadable(path);
  const more =
    dropped === 0 ? '' : ` ${dropped} more were saved but hold nonsense and were dropped.`;
  return {
    kind: 'segmentSalvaged',
    at,
    movedTo: salvage.movedTo,
    rowsRecovered: salvage.rowsRecovered - dropped,
    detail: describeSalvage(salvage, damage) + more,
  };
}

function damagedContent(path: string): string | null {
  const db = openSegmentForReading(path);
  try {
    let blobs = 0;
    for (const data of db.prepare<[], Buffer>('SELECT data FROM block').pluck().iterate())
      if (!isIntact(data)) blobs++;
    const rows = db
      .prepare<[number], number>('SELECT count(*) FROM raw WHERE length(data) <> ?')
      .pluck()
      .get(ROW_BYTES)!;
    if (blobs + rows === 0) return null;
    return `${blobs} packed hours fail their checksum, ${rows} rows have a wrong length`;
  } catch (error) {
    if (isCorruption(error)) return String(error);
    throw error;
  } finally {
    db.close();
  }
}

/** What the salvage could copy but nobody can read, and rows whose device is lost, go. @returns how many. */
function dropUnreadable(path: string): number {
  const db = new Database(path);
  try {
    const addDevice = db.prepare('INSERT OR IGNORE INTO device (key, id) VALUES (?, ?)');
    const dropBlock = db.prepare('DELETE FROM block WHERE id = ?');
    return db.transaction(() => {
      let dropped = 0;
      const ids = db.prepare<[], number>('SELECT id FROM block').pluck().all();
      const read = db.prepare<[number], { device: number; data: Buffer }>(
        'SELECT device, data FROM block WHERE id = ?',
      );
      for (const id of ids) {
        const { device, data } = read.get(id)!;
        const deviceId = deviceOf(data);
        // The blob names its device, so the list of devices can be made again where it was lost.
        if (deviceId !== null) addDevice.run(device, deviceId);
        else dropped += dropBlock.run(id).changes;
      }
      dropped += db
        .prepare('DELETE FROM rollup WHERE block NOT IN (SELECT id FROM block)')
        .run().changes;
      dropped += db
        .prepare(
          'DELETE FROM raw WHERE length(data) <> ? OR device NOT IN (SELECT key FROM device)',
        )
        .run(ROW_BYTES).changes;
      return dropped;
    })();
  } finally {
    db.close();
  }
}

function deviceOf(blob: Buffer): string | null {
  try {
    return decodeRows(blob).deviceId;
  } catch {
    return null;
  }
}
