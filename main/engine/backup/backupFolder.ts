/**
 * What lies where in a backup folder, and whose it is.
 *
 * `control-room/` has copies of the control room, each a point to go back to; `telemetry/`, `predictions/`,
 * `attachments/` and `models/` are the data folder's own files, whole days once they are over; a day that is still being
 * written is a base and rows that came since, in `telemetry/<day>.rows/`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fileStamp } from '../storage/fileStamp.ts';
import { BackupError, toBackupError } from './BackupError.ts';
import { writeWhole } from './writeWhole.ts';

const MARKER = 'emberwatch-backup.json';
const FORMAT = 1;

const MarkerSchema = z.object({
  format: z.number(),
  /** The desk's audit keys: which desk's backups these are, also after a key was replaced. */
  keys: z.array(z.string()),
});

/** What was counted in a copy of the control room. */
const PointSchema = z.object({
  at: z.number(),
  night: z.boolean(),
  /** Of the packed file. */
  bytes: z.number(),
  sha256: z.string(),
  tables: z.record(z.string(), z.number()),
  audit: z.object({ seq: z.number(), hash: z.string() }),
  /** Null where only the newest entry was compared. */
  auditIntact: z.boolean().nullable(),
  program: z.string(),
});

export type Point = z.infer<typeof PointSchema>;

const DayFileSchema = z.object({ sha256: z.string(), bytes: z.number(), rows: z.number() });
/** What is known of a copied file of a day or month. */
export type DayFile = z.infer<typeof DayFileSchema>;

export const controlRoomDir = (folder: string): string => path.join(folder, 'control-room');
export const pointFile = (folder: string, at: number): string =>
  path.join(controlRoomDir(folder), `${fileStamp(at)}.db.gz`);
export const rowsDir = (folder: string, day: string): string =>
  path.join(folder, 'telemetry', `${day}.rows`);

/**
 * Makes sure that the folder is one of this desk's backups.
 *
 * @param keys ids of the desk's audit keys
 * @param begin makes a backup folder of an empty or new one; otherwise it has to be one already
 * @throws BackupError `folderMissing`, `otherDesk`, `notWritable`
 */
export function claimFolder(folder: string, keys: readonly string[], begin: boolean): void {
  try {
    const marker = readMarker(folder);
    if (marker === null) {
      if (!begin) throw missing(folder);
      mkdirSync(folder, { recursive: true });
      writeWhole(path.join(folder, MARKER), JSON.stringify({ format: FORMAT, keys }));
      return;
    }
    if (marker.keys.length > 0 && !marker.keys.some((key) => keys.includes(key)))
      throw new BackupError('otherDesk', `${folder} holds the backups of another desk`);
    const all = [...new Set([...marker.keys, ...keys])];
    if (all.length > marker.keys.length)
      writeWhole(path.join(folder, MARKER), JSON.stringify({ format: FORMAT, keys: all }));
  } catch (error) {
    throw toBackupError(error, folder);
  }
}

/** @throws BackupError `folderMissing` when it is none, or was written by a newer program. */
export function requireBackup(folder: string): void {
  if (readMarker(folder) === null) throw missing(folder);
}

function readMarker(folder: string): z.infer<typeof MarkerSchema> | null {
  const file = path.join(folder, MARKER);
  if (!existsSync(file)) return null;
  const marker = MarkerSchema.safeParse(parsed(readFileSync(file, 'utf8')));
  if (!marker.success) throw new BackupError('damaged', `${file} can't be read`);
  if (marker.data.format > FORMAT)
    throw new BackupError('failed', `${folder} was written by a newer version of Emberwatch`);
  return marker.data;
}

const missing = (folder: string): BackupError =>
  new BackupError(
    'folderMissing',
    `${folder} holds no backups of Emberwatch. Is the disk or share connected?`,
  );

/** Oldest first. A copy without its description was never finished. */
export function listPoints(folder: string): Point[] {
  const dir = controlRoomDir(folder);
  return namesIn(dir)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const point = PointSchema.safeParse(parsed(readFileSync(path.join(dir, name), 'utf8')));
      return point.success && existsSync(pointFile(folder, point.data.at)) ? [point.data] : [];
    })
    .sort((a, b) => a.at - b.at);
}

export function writePoint(folder: string, point: Point): void {
  writeWhole(describedBy(pointFile(folder, point.at)), JSON.stringify(point));
}

export function deletePoint(folder: string, point: Point): void {
  const file = pointFile(folder, point.at);
  rmSync(describedBy(file), { force: true });
  rmSync(file, { force: true });
}

/** @returns null when there is no such copy, or it was never finished. */
export function readDayFile(file: string): DayFile | null {
  if (!existsSync(file) || !existsSync(describedBy(file))) return null;
  const known = DayFileSchema.safeParse(parsed(readFileSync(describedBy(file), 'utf8')));
  return known.success ? known.data : null;
}

export function writeDayFile(file: string, known: DayFile): void {
  writeWhole(describedBy(file), JSON.stringify(known));
}

export function deleteDayFile(file: string): void {
  rmSync(describedBy(file), { force: true });
  rmSync(file, { force: true });
}

const describedBy = (file: string): string => file.replace(/\.db(\.gz)?$/, '.json');

/** None when there is no such folder. */
export function namesIn(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir).sort() : [];
}

/** Bytes of everything below a folder. */
export function bytesIn(dir: string): number {
  if (!existsSync(dir)) return 0;
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    }, 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
