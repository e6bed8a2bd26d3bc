/** Mends a damaged segment: what can be read is saved, blob by blob and row by row, and nothing else is believed. */
import Database from 'better-sqlite3';
import { isCorruption, toStorageError } from '../StorageError.ts';
import type { StorageRepair } from '../StorageRepair.ts';
import { findDamage } from '../salvage/findDamage.ts';
import { describeSalvage, rowsLost, salvageDatabase } from '../salvage/salvageDatabase.ts';
import { decodeRows, isIntact } from './blobCodec.ts';
import { ROW_BYTES } from './rowLayout.ts';
import { createSegmentTables, openSegmentForReading, SEGMENT_TABLES } from './segmentFile.ts';

/**
 * Looks through the whole file, and mends it if need be. The segment must not be open elsewhere for writing.
 *
 * @returns null when nothing is wrong.
 */
export function repairSegment(path: string, at: number): StorageRepair | null {
  const damage = structuralDamage(path) ?? damagedContent(path);
  if (damage === null) return null;
  let dropped = 0;
  const salvage = salvageDatabase({
    path,
    at,
    create: createSegmentTables,
    clean: (fresh) => {
      dropped = dropUnreadable(fresh);
    },
  });
  const lost = rowsLost(salvage);
  const more =
    dropped === 0 ? '' : ` ${dropped} more were saved but hold nonsense and were dropped.`;
  return {
    kind: 'segmentSalvaged',
    at,
    movedTo: salvage.movedTo,
    rowsRecovered: salvage.rowsRecovered - dropped,
    rowsLost: lost === null ? null : lost + dropped,
    detail: describeSalvage(salvage, damage) + more,
  };
}

function structuralDamage(path: string): string | null {
  let db: Database.Database | undefined;
  try {
    // Without a look at the version, which in a damaged file may be damage as well.
    db = new Database(path, { readonly: true });
    return findDamage(db, SEGMENT_TABLES);
  } catch (error) {
    if (isCorruption(error)) return error instanceof Error ? error.message : String(error);
    throw toStorageError(error, path);
  } finally {
    db?.close();
  }
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
function dropUnreadable(db: Database.Database): number {
  const addDevice = db.prepare('INSERT OR IGNORE INTO device (key, id) VALUES (?, ?)');
  const dropBlock = db.prepare('DELETE FROM block WHERE id = ?');
  const ids = db.prepare<[], number>('SELECT id FROM block').pluck().all();
  const read = db.prepare<[number], { device: number; data: Buffer }>(
    'SELECT device, data FROM block WHERE id = ?',
  );
  return db.transaction(() => {
    let dropped = 0;
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
      .prepare('DELETE FROM raw WHERE length(data) <> ? OR device NOT IN (SELECT key FROM device)')
      .run(ROW_BYTES).changes;
    return dropped;
  })();
}

function deviceOf(blob: Buffer): string | null {
  try {
    return decodeRows(blob).deviceId;
  } catch {
    return null;
  }
}
