import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { fileStamp } from '../fileStamp.ts';
import { isCorruption } from '../StorageError.ts';
import { tablesOf } from './findDamage.ts';
import { graftFirstPage } from './graftFirstPage.ts';
import { salvageTable, type TableSalvage } from './salvageTable.ts';

export interface SalvageOptions {
  /** The damaged file. */
  readonly path: string;
  readonly at: number;
  /** Makes the tables in an empty database. */
  readonly create: (db: Database.Database) => void;
  /** Throws out of the fresh database what was read but makes no sense. */
  readonly clean?: (db: Database.Database) => void;
}

export interface Salvage {
  readonly movedTo: string;
  readonly tables: readonly TableSalvage[];
  readonly rowsRecovered: number;
}

const SIDE_FILES = ['', '-wal', '-shm', '-journal'] as const;

/**
 * Replaces a damaged database by a fresh one with every row that could still be read. The damaged file is moved
 * aside, never deleted.
 *
 * The rows are saved before the file is moved, and the fresh file takes the name last: a crash in between either
 * begins again or is completed by `finishSalvage`.
 */
export function salvageDatabase(options: SalvageOptions): Salvage {
  const { path, at } = options;
  const unfinished = `${path}.salvaging`;
  const finished = salvagedName(path);
  for (const name of [unfinished, finished]) removeDatabase(name);
  const tables = copyRows(unfinished, options);
  renameSync(unfinished, finished);
  const movedTo = moveAside(path, at);
  renameSync(finished, path);
  const rowsRecovered = tables.reduce((sum, { recovered }) => sum + recovered, 0);
  return { movedTo, tables, rowsRecovered };
}

/**
 * Completes a salvage that was interrupted after the damaged file was moved.
 *
 * @returns true when there was one.
 */
export function finishSalvage(path: string): boolean {
  const finished = salvagedName(path);
  if (existsSync(path) || !existsSync(finished)) return false;
  // The damaged file's own log, were it still here, would be played into the fresh file and damage that.
  for (const side of SIDE_FILES)
    if (existsSync(path + side)) renameSync(path + side, `${path}.damaged-interrupted${side}`);
  renameSync(finished, path);
  return true;
}

/** At most; null where nobody knows, because a table ends in what can't be read. */
export function rowsLost({ tables }: Salvage): number | null {
  if (tables.some(({ incomplete }) => incomplete)) return null;
  return tables.reduce((sum, { unreadable, refused }) => sum + unreadable + refused, 0);
}

export function describeSalvage({ tables, rowsRecovered }: Salvage, damage: string): string {
  const losses = tables.flatMap(({ table, unreadable, refused, incomplete }) => {
    if (unreadable + refused === 0 && !incomplete) return [];
    const atLeast = incomplete ? 'an unknown number' : `up to ${unreadable + refused}`;
    return [`${atLeast} of ${table}`];
  });
  const lost =
    losses.length > 0 ? `Rows lost: ${losses.join(', ')}.` : 'No row is known to be lost.';
  return `${rowsRecovered} rows saved. ${lost} Found: ${damage}`;
}

function moveAside(path: string, at: number): string {
  const wanted = `${path}.damaged-${fileStamp(at)}`;
  let movedTo = wanted;
  for (let n = 2; existsSync(movedTo); n++) movedTo = `${wanted}-${n}`;
  for (const side of SIDE_FILES)
    if (existsSync(path + side)) renameSync(path + side, movedTo + side);
  return movedTo;
}

function removeDatabase(path: string): void {
  for (const side of SIDE_FILES) rmSync(path + side, { force: true });
}

function salvagedName(path: string): string {
  return `${path}.salvaged`;
}

function copyRows(to: string, { path, create, clean }: SalvageOptions): TableSalvage[] {
  const target = new Database(to);
  try {
    // A half-made copy is thrown away, so its own safety would only cost time.
    target.pragma('synchronous = OFF');
    target.pragma('foreign_keys = OFF');
    create(target);
    const wanted = tablesOf(target);
    const copied =
      readInto(target, path, wanted) ?? readGrafted(target, path, to, wanted, create) ?? [];
    clean?.(target);
    const found = new Map(copied.map((table) => [table.table, table]));
    target.pragma('wal_checkpoint(TRUNCATE)');
    target.pragma('synchronous = FULL');
    return wanted.map((table) => found.get(table) ?? nothing(table));
  } finally {
    target.close();
  }
}

/** @returns null when not even the list of tables can be read. */
function readInto(
  target: Database.Database,
  path: string,
  wanted: readonly string[],
): TableSalvage[] | null {
  let source: Database.Database | undefined;
  try {
    source = new Database(path, { readonly: true });
    // Otherwise SQLite refuses every page of a file that is shorter than its header says.
    source.pragma('writable_schema = ON');
    const present = new Set(tablesOf(source));
    if (!wanted.some((table) => present.has(table))) return null;
    const readable = source;
    return wanted
      .filter((table) => present.has(table))
      .map((table) => salvageTable(readable, target, table));
  } catch (error) {
    if (isCorruption(error)) return null;
    throw error;
  } finally {
    source?.close();
  }
}

function readGrafted(
  target: Database.Database,
  path: string,
  to: string,
  wanted: readonly string[],
  create: (db: Database.Database) => void,
): TableSalvage[] | null {
  const template = `${to}-template`;
  const grafted = `${to}-grafted`;
  try {
    const empty = new Database(template);
    create(empty);
    empty.close();
    graftFirstPage(path, template, grafted);
    return readInto(target, grafted, wanted);
  } finally {
    removeDatabase(template);
    removeDatabase(grafted);
  }
}

function nothing(table: string): TableSalvage {
  return { table, recovered: 0, refused: 0, unreadable: 0, incomplete: true };
}
