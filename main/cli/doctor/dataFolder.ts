/** Can the data folder be used, by whom is it used, and is the database in it sound? */
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  rmdirSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../options.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const LOW_BYTES = 5e9;
const OUT_BYTES = 500e6;
/** File times and the clock come from the same machine; more than this apart, one of them was set. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** Everything about the folder, in the order in which it would go wrong at start. */
export async function checkDataFolder(dir: string, now: number): Promise<readonly Finding[]> {
  const folder = checkWritable(dir);
  if (folder.level === 'fail') return [folder];
  const findings = [folder, checkSpace(dir)];
  if (folder.code === 'folderNew') return findings;
  findings.push(...checkClockAgainst(join(dir, 'control-room.db'), now));
  const lock = await checkLock(dir);
  return [...findings, lock, await checkDatabase(join(dir, 'control-room.db'))];
}

function checkWritable(dir: string): Finding {
  const missing = !existsSync(dir);
  try {
    if (missing) {
      accessSync(nearestFolder(dir), constants.W_OK | constants.X_OK);
      return ok('folderNew', { dir });
    }
    // Permission bits alone don't tell of a read-only or a network file system.
    rmdirSync(mkdtempSync(join(dir, '.doctor-')));
    return ok('folderOk', { dir });
  } catch (error) {
    return fail('folderRefused', { dir, problem: messageOf(error) });
  }
}

/** The part of the path that exists already. */
function nearestFolder(dir: string): string {
  let folder = dir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function checkSpace(dir: string): Finding {
  const { bavail, bsize } = statfsSync(nearestFolder(dir));
  const bytes = bavail * bsize;
  const values = { free: (bytes / 1e9).toFixed(1) };
  if (bytes < OUT_BYTES) return fail('spaceOut', values);
  return bytes < LOW_BYTES ? warn('spaceLow', values) : ok('spaceOk', values);
}

function checkClockAgainst(file: string, now: number): readonly Finding[] {
  if (!existsSync(file)) return [];
  const written = statSync(file).mtimeMs;
  if (written <= now + CLOCK_SLACK_MS) return [];
  return [
    warn('clockBehindData', {
      time: new Date(now).toISOString(),
      written: new Date(written).toISOString(),
    }),
  ];
}

async function checkLock(dir: string): Promise<Finding> {
  const { lockDataDir } = await import('#engine/storage/lockDataDir.ts');
  const { StorageError } = await import('#engine/storage/StorageError.ts');
  try {
    lockDataDir(dir).release();
    return ok('lockFree');
  } catch (error) {
    if (error instanceof StorageError && error.code === 'locked') return warn('lockHeld');
    return fail('folderRefused', { dir, problem: messageOf(error) });
  }
}

async function checkDatabase(file: string): Promise<Finding> {
  if (!existsSync(file)) return ok('databaseNone');
  const { default: Database } = await import('better-sqlite3');
  const { MIGRATIONS } = await import('#engine/storage/migrations/index.ts');
  const known = MIGRATIONS.length;
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const version = Number(db.pragma('user_version', { simple: true }));
      if (version > known) return fail('databaseNewer', { version, known });
      const answer = String(db.pragma('quick_check(1)', { simple: true }));
      if (answer !== 'ok') return fail('databaseDamaged', { problem: answer });
      return version < known
        ? ok('databaseOlder', { version, known })
        : ok('databaseOk', { version });
    } finally {
      db.close();
    }
  } catch (error) {
    // quick_check throws as often as it answers, depending on which page is broken.
    return fail('databaseDamaged', { problem: messageOf(error) });
  }
}
