import { truncateSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { isCorruption, StorageError, toStorageError } from './StorageError.ts';

export interface DataDirLock {
  release(): void;
}

/**
 * Keeps a second engine off the data folder: two writers would both score and store the same messages.
 *
 * The lock is SQLite's exclusive lock on `lock.db`, held for life. The operating system drops it when the
 * process dies, however it dies, so there is never a stale lock to clean up, and no process id to mistake.
 *
 * @throws StorageError `locked` when another engine holds the folder, `readOnly` when it can't be written.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const file = path.join(dataDir, 'lock.db');
  try {
    return { release: hold(file) };
  } catch (error) {
    if (!isCorruption(error)) throw refusal(error, dataDir, file);
  }
  // Not a database: nobody holds it, since SQLite asks for the lock before it reads. It holds no data either.
  try {
    truncateSync(file);
    return { release: hold(file) };
  } catch (error) {
    throw refusal(error, dataDir, file);
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
    if (!db.open) return;
    db.exec('ROLLBACK');
    db.close();
  };
}

function refusal(error: unknown, dataDir: string, file: string): StorageError {
  const known = toStorageError(error, file);
  if (known.code !== 'locked') return known;
  return new StorageError(
    'locked',
    `${dataDir}: another Emberwatch is already using this data folder. Close it, or choose another folder.`,
    { cause: error },
  );
}
