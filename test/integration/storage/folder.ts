/** A folder of its own for each test, and ways to damage what lies in it. */
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { createLog } from '#engine/log.ts';
import { seeded } from '../../unit/storage/readings.ts';

export const silent = createLog('silent');

export const PAGE = 4096;

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens the file, and closes it when the test is over. */
export function openRaw(file: string): Database.Database {
  const db = new Database(file);
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** Runs something on the file in a connection of its own. */
export function withRaw<Result>(file: string, act: (db: Database.Database) => Result): Result {
  const db = new Database(file);
  try {
    return act(db);
  } finally {
    db.close();
  }
}

export function overwrite(file: string, from: number, length: number): void {
  const random = seeded(from + length);
  const garbage = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  const handle = openSync(file, 'r+');
  writeSync(handle, garbage, 0, length, from);
  closeSync(handle);
}

export function pagesOf(file: string): number {
  return statSync(file).size / PAGE;
}

/** The first page with devices' rows from the middle on: which page is in the middle changes with every new table. */
function rowPageOf(file: string): number {
  const bytes = readFileSync(file);
  const middle = Math.floor(pagesOf(file) / 2);
  const rows = bytes.indexOf('device-0', middle * PAGE);
  return rows < 0 ? middle : Math.floor(rows / PAGE);
}

/** What can become of a file on a failing disk, and which share of its rows is saved at least. Each begins with a checkpointed file without a log. */
export const DAMAGES: readonly {
  name: string;
  atLeast: number;
  damage: (file: string) => void;
}[] = [
  {
    name: 'one page in the middle overwritten with garbage',
    atLeast: 0.95,
    damage: (file) => overwrite(file, rowPageOf(file) * PAGE, PAGE),
  },
  {
    name: 'the header destroyed',
    atLeast: 0.99,
    damage: (file) => overwrite(file, 0, 100),
  },
  {
    name: 'the first page destroyed',
    atLeast: 0.99,
    damage: (file) => overwrite(file, 0, PAGE),
  },
  {
    name: 'the last third cut off',
    // The pages of empty tables are in front: with each new one less of the rows is left.
    atLeast: 0.25,
    damage: (file) => truncateSync(file, Math.floor((pagesOf(file) * 2) / 3) * PAGE),
  },
  {
    name: 'cut off in the middle of a page',
    atLeast: 0.95,
    damage: (file) => truncateSync(file, statSync(file).size - PAGE - 1000),
  },
  { name: 'empty', atLeast: 0, damage: (file) => truncateSync(file, 0) },
  {
    name: 'nothing but garbage',
    atLeast: 0,
    damage: (file) => overwrite(file, 0, statSync(file).size),
  },
];

export function filesLike(folder: string, part: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.includes(part)) : [];
}
