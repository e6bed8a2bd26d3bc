/**
 * Copies a database that is being written, and proves the copy. By SQLite itself and never as a file: the newest commits
 * are in the log beside it, and opening and closing the file here would take the engine's locks away (POSIX).
 */
import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { tablesOf } from '../storage/salvage/findDamage.ts';
import { BackupError } from './BackupError.ts';
import { syncFile } from './writeWhole.ts';

const BUSY_MS = 5_000;
/** A table that grows and shrinks while it is copied can't be compared; the next try hits a quieter moment. */
const TRIES = 3;

export type Counts = Readonly<Record<string, number>>;

/**
 * @param to a file that is replaced; not on the disk's surface until `syncFile`
 * @returns the rows of each table
 * @throws BackupError `damaged` when the copy is not what the database holds; SQLite's own errors
 */
export function copyDatabase(from: string, to: string): Counts {
  const source = new Database(from, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
  try {
    for (let attempt = 1; ; attempt++) {
      rmSync(to, { force: true });
      const before = countRows(source);
      source.prepare('VACUUM INTO ?').run(to);
      const after = countRows(source);
      const copied = checkCopy(to);
      const wrong = misfit(copied, before, after);
      if (wrong === null) {
        syncFile(to);
        return copied;
      }
      if (attempt === TRIES)
        throw new BackupError('damaged', `${to}: rows of ${wrong} are missing`);
    }
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    source.close();
  }
}

/** Reads the whole file as SQLite does. @throws BackupError `damaged` */
export function checkCopy(file: string): Counts {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const found = db.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw new BackupError('damaged', `${file}: ${String(found)}`);
    return countRows(db);
  } finally {
    db.close();
  }
}

function countRows(db: Database.Database): Counts {
  const counts = tablesOf(db).map((table) => [
    table,
    db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get()!,
  ]);
  return Object.fromEntries(counts);
}

/** A table of which the copy has fewer or more rows than there were at any time while it was made. */
function misfit(copied: Counts, before: Counts, after: Counts): string | null {
  for (const [table, rows] of Object.entries(after)) {
    const [least, most] = [rows, before[table] ?? 0].sort((a, b) => a - b) as [number, number];
    const found = copied[table];
    if (found === undefined || found < least || found > most) return table;
  }
  return null;
}

/** Hexadecimal. Not for a database that is open in this process. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}
