import { renameSync, rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { Logger } from '../log.ts';
import { fileStamp } from './fileStamp.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import { StorageError } from './StorageError.ts';

export interface MigrateOptions {
  readonly path: string;
  readonly now: () => number;
  readonly log: Logger;
  readonly migrations?: readonly Migration[];
}

/**
 * Brings the database to this program's version, each step in its own transaction. An existing database is copied
 * first, to `<path>.v<version>-<time>.bak`, so that an upgrade that went wrong can be taken back.
 *
 * @throws StorageError `newerThanProgram` for a database that this program can't know how to write.
 */
export function migrate(db: Database.Database, options: MigrateOptions): void {
  const { path, now, log, migrations = MIGRATIONS } = options;
  const from = versionOf(db);
  refuseNewer(from, migrations.length, path);
  if (from === migrations.length) return;
  if (from > 0) log.info({ backup: backUp(db, from, path, now()) }, 'copied before the upgrade');
  for (const [index, { name, sql }] of migrations.entries()) {
    const version = index + 1;
    if (version <= from) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version}`);
    })();
    log.info({ file: path, version, name }, 'database brought to version');
  }
}

export function versionOf(db: Database.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

export function refuseNewer(version: number, known: number, path: string): void {
  if (version <= known) return;
  throw new StorageError(
    'newerThanProgram',
    `${path} was written by a newer version of Emberwatch (its format is ${version}, this program knows ${known}). ` +
      'Install that version again, or choose another data folder.',
  );
}

function backUp(db: Database.Database, version: number, path: string, at: number): string {
  const backup = `${path}.v${version}-${fileStamp(at)}.bak`;
  const unfinished = `${backup}.part`;
  rmSync(unfinished, { force: true });
  // Not a file copy: the newest commits are still in the write-ahead log beside the file.
  db.prepare('VACUUM INTO ?').run(unfinished);
  renameSync(unfinished, backup);
  return backup;
}
