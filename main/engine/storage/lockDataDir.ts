import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { isCorruption, StorageError, toStorageError } from './StorageError.ts';

export interface DataDirLock {
  release(): void;
}

/** Who holds a folder: only told to people, never judged by. */
const Holder = z.object({ pid: z.number().int(), host: z.string(), since: z.iso.datetime() });

/**
 * Keeps a second engine off the data folder: two writers would both score and store the same messages.
 *
 * The lock is SQLite's exclusive lock on `lock.db`, held for life. The operating system drops it when the
 * process dies, however it dies, so there is never a stale lock to clean up, and no process id to mistake.
 * `lock.json` beside it names the holder, for the sentence that refuses the second.
 *
 * @throws StorageError `locked` when another engine holds the folder, `readOnly` when it can't be written.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const file = path.join(dataDir, 'lock.db');
  try {
    return named(dataDir, hold(file));
  } catch (error) {
    if (!isCorruption(error)) throw refusal(error, dataDir, file);
  }
  // Not a database: nobody holds it, since SQLite asks for the lock before it reads. It holds no data either.
  try {
    truncateSync(file);
    return named(dataDir, hold(file));
  } catch (error) {
    throw refusal(error, dataDir, file);
  }
}

/** Leaves the holder's name beside the lock. A disk that doesn't take it keeps nobody from monitoring. */
function named(dataDir: string, letGo: () => void): DataDirLock {
  const file = holderPath(dataDir);
  const holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  attempt(() => writeFileSync(file, `${JSON.stringify(holder)}\n`, { mode: 0o600 }));
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      // While the lock still holds, so that it is never the next holder's.
      attempt(() => rmSync(file, { force: true }));
      letGo();
    },
  };
}

const holderPath = (dataDir: string): string => path.join(dataDir, 'lock.json');

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Only a name is lost.
  }
}

function hold(file: string): () => void {
  const db = new Database(file, { timeout: 0 });
  try {
    // A rollback journal, because in WAL an exclusive transaction does not keep others from opening the file.
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw error;
  }
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}

function refusal(error: unknown, dataDir: string, file: string): StorageError {
  const known = toStorageError(error, file);
  if (known.code !== 'locked') return known;
  return new StorageError(
    'locked',
    `${dataDir}: another Emberwatch is already using this data folder${holderOf(dataDir)}. Close it, or choose another folder.`,
    { cause: error },
  );
}

/** @returns `: process 4711 on security-desk, since …`; empty when the holder left no name */
function holderOf(dataDir: string): string {
  try {
    const { pid, host, since } = Holder.parse(
      JSON.parse(readFileSync(holderPath(dataDir), 'utf8')),
    );
    return `: process ${pid} on ${host}, since ${since}`;
  } catch {
    return '';
  }
}
