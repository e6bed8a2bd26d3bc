/**
 * Puts a backup into a data folder that no desk uses. Everything is made ready and proven beside what is there first; what
 * was there is moved aside and never deleted.
 */
import {
  appendFileSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { headsPath } from '../audit/headsFile.ts';
import { verifyFile } from '../audit/verifyFile.ts';
import { fileStamp } from '../storage/fileStamp.ts';
import { lockDataDir } from '../storage/lockDataDir.ts';
import { isSameFolder, writeRestored, writeRestoring } from '../storage/restoreMarks.ts';
import { listDays, segmentPath } from '../storage/telemetry/segmentFolder.ts';
import { listMonths } from '../storage/telemetry/summaries/summaryFolder.ts';
import { BackupError, toBackupError } from './BackupError.ts';
import {
  bytesIn,
  listPoints,
  namesIn,
  type Point,
  pointFile,
  readDayFile,
  requireBackup,
  rowsDir,
} from './backupFolder.ts';
import { checkCopy, sha256Of } from './copyDatabase.ts';
import { copyMissing, FILES_BY_CONTENT } from './copyPlain.ts';
import { addRows } from './rowsFile.ts';

export interface RestoreRequest {
  readonly from: string;
  readonly dataDir: string;
  /** The control room as it was at this time at the latest; the newest unless given. */
  readonly at?: number;
  /** Whether a folder that holds something may be replaced. */
  readonly force: boolean;
  readonly now: number;
  /** Told what is being done, in file names. */
  readonly progress?: (file: string) => void;
}

export interface Restored {
  readonly point: Point;
  readonly days: number;
  readonly rowsAdded: number;
  readonly auditIntact: boolean;
  /** Where what was there lies now; null when there was nothing. */
  readonly movedTo: string | null;
}

/** What stays in place: the lock itself, and what earlier restores moved aside. */
const STAYS = /^(lock\.(db(-journal)?|json)|restoring(\.json)?|before-restore-.*)$/;
const READY = 'restoring';
/** Keys of this machine that no backup holds: without them sealed secrets can't be opened and the record has a new key. */
const KEPT_KEYS = ['secrets.key', 'audit-key.pem'];

/** @throws BackupError; then the data folder is as it was. StorageError `locked` when a desk uses it. */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { from, dataDir, force, now } = request;
  requireBackup(from);
  const point = choosePoint(request);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (isSameFolder(from, dataDir))
    throw new BackupError('folderRefused', `${dataDir} is the backup itself`);
  const lock = lockDataDir(dataDir);
  try {
    const ready = path.join(dataDir, READY);
    rmSync(ready, { recursive: true, force: true });
    if (!force && contentsOf(dataDir).length > 0)
      throw new BackupError(
        'folderRefused',
        `${dataDir} is not empty. With --force what is in it is moved aside and kept.`,
      );
    requireSpace(from, dataDir);
    mkdirSync(ready, { mode: 0o700 });
    try {
      const made = await makeReady(request, point, ready);
      const movedTo = replace(dataDir, ready, { from, point: point.at, at: now });
      return { point, ...made, movedTo };
    } finally {
      rmSync(ready, { recursive: true, force: true });
    }
  } catch (error) {
    throw toBackupError(error, dataDir);
  } finally {
    lock.release();
  }
}

function choosePoint({ from, at }: RestoreRequest): Point {
  const point = listPoints(from).findLast((one) => at === undefined || one.at <= at);
  if (point) return point;
  const when = at === undefined ? '' : ` of ${new Date(at).toISOString()} or before`;
  throw new BackupError('folderMissing', `${from} holds no copy of the control room${when}`);
}

const contentsOf = (dataDir: string): string[] =>
  readdirSync(dataDir).filter((name) => !STAYS.test(name));

function requireSpace(from: string, dataDir: string): void {
  const { bavail, bsize } = statfsSync(dataDir);
  const needed = bytesIn(from);
  if (bavail * bsize < needed)
    throw new BackupError(
      'full',
      `${dataDir} needs ${Math.ceil(needed / 1e6)} MB and has ${Math.floor((bavail * bsize) / 1e6)} MB`,
    );
}

async function makeReady(
  { from, progress }: RestoreRequest,
  point: Point,
  ready: string,
): Promise<Pick<Restored, 'days' | 'rowsAdded' | 'auditIntact'>> {
  progress?.('control-room.db');
  const auditIntact = await controlRoom(from, point, ready);
  const { days, rowsAdded } = await readings(from, ready, progress);
  const predictions = path.join(from, 'predictions');
  if (existsSync(predictions))
    for (const day of listDays(predictions))
      await proven(
        segmentPath(predictions, day),
        segmentPath(path.join(ready, 'predictions'), day),
      );
  copyMissing(path.join(from, 'models'), path.join(ready, 'models'));
  for (const folder of FILES_BY_CONTENT) {
    copyMissing(path.join(from, folder), path.join(ready, folder));
    for (const name of namesIn(path.join(ready, folder)))
      if ((await sha256Of(path.join(ready, folder, name))) !== name)
        throw new BackupError('damaged', `${folder}/${name} is not what it was`);
  }
  for (const name of ['secrets.json', path.basename(headsPath(from))])
    if (existsSync(path.join(from, name)))
      copyFileSync(path.join(from, name), path.join(ready, name));
  return { days, rowsAdded, auditIntact };
}

/** @returns whether the record of acts is whole. */
async function controlRoom(from: string, point: Point, ready: string): Promise<boolean> {
  const packed = pointFile(from, point.at);
  if ((await sha256Of(packed)) !== point.sha256)
    throw new BackupError(
      'damaged',
      `${packed} is not what was written; choose an earlier one with --at`,
    );
  const file = path.join(ready, 'control-room.db');
  await pipeline(
    createReadStream(packed),
    createGunzip(),
    createWriteStream(file, { mode: 0o600 }),
  );
  const counts = checkCopy(file);
  for (const [table, rows] of Object.entries(point.tables))
    if (counts[table] !== rows)
      throw new BackupError(
        'damaged',
        `${packed} has ${counts[table] ?? 0} rows of ${table} instead of ${rows}`,
      );
  // The heads beside the copy may know more than the copy: it is older than they are.
  return (await verifyFile(file, [])).intact;
}

async function readings(
  from: string,
  ready: string,
  progress: RestoreRequest['progress'],
): Promise<{ days: number; rowsAdded: number }> {
  const source = path.join(from, 'telemetry');
  const target = path.join(ready, 'telemetry');
  mkdirSync(target, { recursive: true });
  const whole = existsSync(source) ? listDays(source) : [];
  const open = namesIn(source).flatMap((name) => /^(.+)\.rows$/.exec(name)?.[1] ?? []);
  const days = [...new Set([...whole, ...open])].sort();
  let rowsAdded = 0;
  for (const day of days) {
    progress?.(`telemetry/${day}.db`);
    const file = segmentPath(target, day);
    const dir = rowsDir(from, day);
    if (whole.includes(day)) await proven(segmentPath(source, day), file);
    else if (existsSync(path.join(dir, 'base.db'))) {
      copyFileSync(path.join(dir, 'base.db'), file);
      checkCopy(file);
    }
    const rows = namesIn(dir).filter((name) => name.endsWith('.rows'));
    rowsAdded += addRows(
      file,
      rows.map((name) => path.join(dir, name)),
    );
  }
  const months = path.join(source, 'summaries');
  for (const month of listMonths(months))
    await proven(path.join(months, `${month}.db`), path.join(target, 'summaries', `${month}.db`));
  return { days: days.length, rowsAdded };
}

/** Copies a day's file, and compares the copy with what was written down when the backup was made. */
async function proven(from: string, to: string): Promise<void> {
  const known = readDayFile(from);
  if (known === null) return;
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
  if ((await sha256Of(to)) !== known.sha256)
    throw new BackupError('damaged', `${from} is not what was written`);
}

/** @returns where what was there lies now. A crash in between leaves a mark, at which a desk refuses to start. */
function replace(
  dataDir: string,
  ready: string,
  told: { readonly from: string; readonly point: number; readonly at: number },
): string | null {
  const before = contentsOf(dataDir);
  const aside = path.join(dataDir, `before-restore-${fileStamp(told.at)}`);
  if (before.length > 0) keepWhatNoBackupHas(dataDir, ready);
  const restoring = writeRestoring(dataDir, told);
  if (before.length > 0) {
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    for (const name of before) renameSync(path.join(dataDir, name), path.join(aside, name));
  }
  for (const name of readdirSync(ready))
    renameSync(path.join(ready, name), path.join(dataDir, name));
  writeRestored(dataDir, told);
  rmSync(restoring);
  return before.length > 0 ? aside : null;
}

function keepWhatNoBackupHas(dataDir: string, ready: string): void {
  for (const name of KEPT_KEYS)
    if (existsSync(path.join(dataDir, name)))
      copyFileSync(path.join(dataDir, name), path.join(ready, name));
  // Signed heads of what the backup lacks: the desk then says itself which entries are missing.
  const heads = headsPath(dataDir);
  if (!existsSync(heads)) return;
  const known = existsSync(headsPath(ready)) ? readFileSync(headsPath(ready), 'utf8') : '';
  const more = readFileSync(heads, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !known.includes(line));
  appendFileSync(headsPath(ready), more.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}
