/**
 * One backup: every few minutes what happened since, each night everything, proven and thinned out. Runs on a thread, or
 * in `emberwatch backup`; the engine writes on meanwhile.
 */
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import Database from 'better-sqlite3';
import type { BackupDone } from '#shared/archive/backup.ts';
import { headsPath } from '../audit/headsFile.ts';
import { verifyFile } from '../audit/verifyFile.ts';
import { fileStamp } from '../storage/fileStamp.ts';
import { lockDataDir } from '../storage/lockDataDir.ts';
import { isSealed } from '../storage/telemetry/segmentFile.ts';
import { listDays, segmentPath } from '../storage/telemetry/segmentFolder.ts';
import { listMonths } from '../storage/telemetry/summaries/summaryFolder.ts';
import { version } from '../version.ts';
import { BackupError, toBackupError } from './BackupError.ts';
import {
  bytesIn,
  claimFolder,
  controlRoomDir,
  deleteDayFile,
  deletePoint,
  listPoints,
  namesIn,
  type Point,
  pointFile,
  readDayFile,
  rowsDir,
  writeDayFile,
  writePoint,
} from './backupFolder.ts';
import { copyDatabase, sha256Of } from './copyDatabase.ts';
import { copyFile, copyMissing, FILES_BY_CONTENT } from './copyPlain.ts';
import { daysToDrop, pointsToDrop } from './rotate.ts';
import { newestRow, readNewRows } from './rowsFile.ts';
import { PART, syncFile, writeWhole } from './writeWhole.ts';

export interface BackupRequest {
  readonly dataDir: string;
  readonly folder: string;
  /** Everything, or what happened since. */
  readonly kind: 'night' | 'increment';
  /** Whether a folder that isn't one yet may become a backup folder. */
  readonly begin: boolean;
  /** Wall clock, UTC milliseconds. */
  readonly at: number;
  readonly keep: {
    readonly nights: number;
    readonly readingsDays: number;
    readonly predictionsDays: number;
  };
  /** The newest row that was copied of each day that is still written, by this run of the program. */
  readonly copied: Readonly<Record<string, number>>;
}

export interface BackupOutcome {
  readonly done: BackupDone;
  /** For the next request. */
  readonly copied: Readonly<Record<string, number>>;
}

const MONTH_DAYS = 28;
/** How many readings a packed day holds: a day that was written to again is copied again. */
const READINGS = 'SELECT sum(rows) FROM block';

/** @throws BackupError; what was whole before is whole still. */
export async function runBackup(request: BackupRequest): Promise<BackupOutcome> {
  const { dataDir, folder, kind, at } = request;
  const started = performance.now();
  try {
    claimFolder(folder, auditKeysOf(dataDir), request.begin);
    const lock = lockDataDir(folder);
    try {
      dropParts(folder);
      let bytes = 0;
      const readings = await copyReadings(request);
      bytes += readings.bytes;
      for (const named of FILES_BY_CONTENT)
        bytes += copyMissing(path.join(dataDir, named), path.join(folder, named));
      // Sealed secrets without their key: whoever has the backup alone can't read them.
      for (const name of ['secrets.json', path.basename(headsPath(dataDir))])
        if (existsSync(path.join(dataDir, name)))
          bytes += copyFile(path.join(dataDir, name), path.join(folder, name));
      if (kind === 'night') {
        bytes += copyMissing(path.join(dataDir, 'models'), path.join(folder, 'models'));
        bytes += await copyPredictions(request);
        bytes += await copySummaries(request);
      }
      // Last, so that a point never promises what isn't there yet.
      const point = await copyControlRoom(request);
      bytes += point.bytes;
      for (const old of pointsToDrop(listPoints(folder), request.keep.nights))
        deletePoint(folder, old);
      if (readings.damaged.length > 0)
        throw new BackupError(
          'damaged',
          `${dataDir}: these days are damaged and were not copied: ${readings.damaged.join(', ')}`,
        );
      return {
        copied: readings.copied,
        done: {
          at,
          durationMs: Math.round(performance.now() - started),
          bytes,
          totalBytes: kind === 'night' ? bytesIn(folder) : 0,
          rows: Object.values(point.tables).reduce((sum, rows) => sum + rows, 0),
          days: readings.days,
          auditIntact: point.auditIntact ?? true,
        },
      };
    } finally {
      lock.release();
    }
  } catch (error) {
    throw toBackupError(error, folder);
  }
}

/** What identifies a desk: the keys that signed its record. None in a folder without a record. */
export function auditKeysOf(dataDir: string): readonly string[] {
  const db = new Database(path.join(dataDir, 'control-room.db'), {
    readonly: true,
    fileMustExist: true,
    timeout: 5_000,
  });
  try {
    return db.prepare<[], string>('SELECT id FROM audit_key').pluck().all();
  } finally {
    db.close();
  }
}

async function copyControlRoom({ dataDir, folder, kind, at }: BackupRequest): Promise<Point> {
  mkdirSync(controlRoomDir(folder), { recursive: true });
  const packed = pointFile(folder, at);
  const copy = packed.replace(/\.gz$/, PART);
  try {
    const tables = copyDatabase(path.join(dataDir, 'control-room.db'), copy);
    const report = kind === 'night' ? await verifyFile(copy, [headsPath(dataDir)]) : null;
    const audit = newestEntry(copy);
    await pipeline(
      createReadStream(copy),
      createGzip({ level: 1 }),
      createWriteStream(`${packed}${PART}`, { mode: 0o600 }),
    );
    syncFile(`${packed}${PART}`);
    renameSync(`${packed}${PART}`, packed);
    const point: Point = {
      at,
      night: kind === 'night',
      bytes: statSync(packed).size,
      sha256: await sha256Of(packed),
      tables,
      audit,
      auditIntact: report?.intact ?? null,
      program: version,
    };
    writePoint(folder, point);
    return point;
  } finally {
    rmSync(copy, { force: true });
  }
}

function newestEntry(file: string): Point['audit'] {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const newest = db
      .prepare<[], Point['audit']>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
      .get();
    return newest ?? { seq: 0, hash: '' };
  } finally {
    db.close();
  }
}

interface Readings {
  readonly bytes: number;
  readonly days: number;
  readonly copied: Readonly<Record<string, number>>;
  /** Days that could not be copied. */
  readonly damaged: readonly string[];
}

/** Days that are over as they are; of the others a base, and then what came since. */
async function copyReadings(request: BackupRequest): Promise<Readings> {
  const { dataDir, folder, kind } = request;
  const from = path.join(dataDir, 'telemetry');
  const to = path.join(folder, 'telemetry');
  mkdirSync(to, { recursive: true });
  const days = existsSync(from) ? listDays(from) : [];
  const copied: Record<string, number> = {};
  const damaged: string[] = [];
  let bytes = 0;
  for (const day of days) {
    const segment = segmentPath(from, day);
    try {
      if (isSealed(segment)) {
        if (kind !== 'night') continue;
        bytes += await copyDay(segment, segmentPath(to, day), READINGS);
        rmSync(rowsDir(folder, day), { recursive: true, force: true });
        continue;
      }
      const added = copyOpenDay(request, day, segment);
      copied[day] = added.last;
      bytes += added.bytes;
    } catch (error) {
      // One damaged day must not keep the others from being safe.
      if (toBackupError(error, segment).code !== 'damaged') throw error;
      damaged.push(day);
    }
  }
  if (kind === 'night') dropDays(to, new Set(days), request.keep.readingsDays);
  return { bytes, days: days.length, copied, damaged };
}

/** @returns bytes; 0 when the copy has been made before. */
async function copyDay(from: string, to: string, rowsSql: string): Promise<number> {
  const known = readDayFile(to);
  if (known && known.rows === rowsOf(from, rowsSql)) return 0;
  mkdirSync(path.dirname(to), { recursive: true });
  copyDatabase(from, `${to}${PART}`);
  const rows = rowsOf(`${to}${PART}`, rowsSql);
  const bytes = statSync(`${to}${PART}`).size;
  const sha256 = await sha256Of(`${to}${PART}`);
  // What it is described by before is of the file before.
  deleteDayFile(to);
  renameSync(`${to}${PART}`, to);
  writeDayFile(to, { sha256, bytes, rows });
  return bytes;
}

function copyOpenDay(
  { folder, at, copied }: BackupRequest,
  day: string,
  segment: string,
): { bytes: number; last: number } {
  const dir = rowsDir(folder, day);
  const after = copied[day];
  if (after !== undefined && existsSync(path.join(dir, 'base.db'))) {
    const fresh = readNewRows(segment, after);
    if (fresh.complete) {
      if (fresh.count > 0) writeWhole(path.join(dir, `${fileStamp(at)}.rows`), fresh.bytes);
      return { bytes: fresh.bytes.length, last: fresh.last };
    }
  }
  mkdirSync(dir, { recursive: true });
  const base = path.join(dir, 'base.db');
  copyDatabase(segment, `${base}${PART}`);
  renameSync(`${base}${PART}`, base);
  // All of these are in the base.
  for (const name of namesIn(dir)) if (name.endsWith('.rows')) rmSync(path.join(dir, name));
  return { bytes: statSync(base).size, last: newestRow(base) };
}

async function copyPredictions({ dataDir, folder, keep }: BackupRequest): Promise<number> {
  const from = path.join(dataDir, 'predictions');
  const to = path.join(folder, 'predictions');
  const days = existsSync(from) ? listDays(from) : [];
  let bytes = 0;
  for (const day of days)
    bytes += await copyDay(
      segmentPath(from, day),
      segmentPath(to, day),
      'SELECT count(*) FROM prediction',
    );
  dropDays(to, new Set(days), keep.predictionsDays);
  return bytes;
}

async function copySummaries({ dataDir, folder, keep }: BackupRequest): Promise<number> {
  const from = path.join(dataDir, 'telemetry', 'summaries');
  const to = path.join(folder, 'telemetry', 'summaries');
  const months = listMonths(from);
  let bytes = 0;
  for (const month of months)
    bytes += await copyDay(
      path.join(from, `${month}.db`),
      path.join(to, `${month}.db`),
      'SELECT count(*) FROM summary',
    );
  const most = Math.ceil(keep.readingsDays / MONTH_DAYS) + months.length;
  for (const month of daysToDrop(listMonths(to), new Set(months), most))
    deleteDayFile(path.join(to, `${month}.db`));
  return bytes;
}

function dropDays(dir: string, there: ReadonlySet<string>, keep: number): void {
  if (!existsSync(dir)) return;
  for (const day of daysToDrop(listDays(dir), there, keep)) deleteDayFile(segmentPath(dir, day));
}

function rowsOf(file: string, sql: string): number {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    return db.prepare<[], number>(sql).pluck().get() ?? 0;
  } finally {
    db.close();
  }
}

/** What a backup that was cut off has left. */
function dropParts(folder: string): void {
  for (const dir of [
    folder,
    ...['control-room', 'telemetry', 'predictions'].map((name) => path.join(folder, name)),
  ])
    for (const name of namesIn(dir))
      if (name.endsWith(PART)) rmSync(path.join(dir, name), { force: true });
}
