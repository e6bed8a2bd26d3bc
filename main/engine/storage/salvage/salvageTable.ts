import { isDeepStrictEqual } from 'node:util';
import type Database from 'better-sqlite3';
import { isCorruption } from '../StorageError.ts';

export interface TableSalvage {
  readonly table: string;
  readonly recovered: number;
  /** Rows that were read but that the table's own rules refused: what damage turned into nonsense. */
  readonly refused: number;
  /** Row numbers that could not be read. Some may never have held a row. */
  readonly unreadable: number;
  /** True when the search was ended before every row number was tried, or the end of the table is unknown. */
  readonly incomplete: boolean;
}

/** A damaged inner page can hide a hundred thousand rows; trying each of them costs about a second, more is not worth it. */
const MAX_PROBES = 200_000;
/** How far to look beyond the last row that could be read, when damage hides where the table ends, and how often. */
const BLIND_REACH = 1n << 20n;
const BLIND_PROBES = 20_000;

/**
 * Copies every row that can still be read, in row order, into a table of the same name.
 *
 * Reading stops at a damaged page, so each range in which it stopped is halved until only the row numbers on
 * damaged pages remain: with one page destroyed, everything before and after it is saved.
 *
 * Damage in a row's number stops no reading, and a reading that believed it would take the rows behind it for read. So
 * a number that leaves others out waits for the row behind it, and is refused when that one's is smaller.
 */
export function salvageTable(
  source: Database.Database,
  target: Database.Database,
  table: string,
): TableSalvage {
  const columns = commonColumns(source, target, table);
  if (columns.length === 0)
    return { table, recovered: 0, refused: 0, unreadable: 0, incomplete: true };
  const list = columns.map((name) => `"${name}"`).join(', ');
  // NOT INDEXED: an index can be damaged where the table is whole.
  const read = source
    .prepare<[bigint], unknown[]>(
      `SELECT rowid, ${list} FROM "${table}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid`,
    )
    .raw()
    .safeIntegers();
  const lookUp = source
    .prepare<[bigint], unknown[]>(
      `SELECT rowid, ${list} FROM "${table}" NOT INDEXED WHERE rowid = ?`,
    )
    .raw()
    .safeIntegers();
  const write = target.prepare(
    `INSERT OR IGNORE INTO "${table}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const found = { recovered: 0, refused: 0, unreadable: 0, probes: 0 };
  const end = lastRow(source, table);

  const keep = (row: unknown[]): void => {
    if (inserted(write, row.slice(1))) found.recovered++;
    else found.refused++;
  };
  let incomplete = end === null;
  let reached = 0n;
  const maxProbes = end === null ? BLIND_PROBES : MAX_PROBES;
  const copy = (from: bigint, to: bigint): void => {
    const open: [bigint, bigint][] = [[from, to]];
    for (let range = open.pop(); range; range = open.pop()) {
      if (found.probes++ > maxProbes) {
        incomplete = true;
        return;
      }
      let next = range[0];
      const last = range[1];
      let waiting: unknown[] | undefined;
      const take = (row: unknown[]): void => {
        keep(row);
        reached = numberOf(row);
        next = reached + 1n;
      };
      const lookUpWaiting = (): void => {
        if (waiting === undefined || numberOf(waiting) > last) return;
        if (isFoundAgain(lookUp, waiting)) take(waiting);
        else found.refused++;
      };
      try {
        for (const row of read.iterate(next)) {
          const number = numberOf(row);
          if (waiting !== undefined) {
            if (number <= numberOf(waiting)) found.refused++;
            else if (numberOf(waiting) > last) {
              waiting = undefined;
              break;
            } else take(waiting);
            waiting = undefined;
          }
          if (number < next) found.refused++;
          else if (number === next && number <= last) take(row);
          else waiting = row;
        }
        lookUpWaiting();
      } catch (error) {
        if (!isCorruption(error)) throw error;
        lookUpWaiting();
        if (next > last) continue;
        if (next === last) {
          found.unreadable++;
          continue;
        }
        const middle = (next + last) / 2n;
        open.push([middle + 1n, last], [next, middle]);
      }
    }
  };
  target.transaction(() => {
    if (end !== null) {
      copy(firstRow(source, table), end);
      return;
    }
    // Forward until the damage; then a stretch beyond it, in case the rows go on behind.
    copy(1n, BLIND_REACH);
    const behind = reached;
    if (behind > 0n) copy(behind + 1n, behind + BLIND_REACH);
  })();
  const { recovered, refused, unreadable } = found;
  return { table, recovered, refused, unreadable, incomplete };
}

function commonColumns(
  source: Database.Database,
  target: Database.Database,
  table: string,
): string[] {
  const names = (db: Database.Database) =>
    db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  const wanted = new Set(names(target));
  return names(source).filter((name) => wanted.has(name));
}

/** @returns null when damage hides it; 0 for an empty table */
function lastRow(db: Database.Database, table: string): bigint | null {
  const lastTwo = `SELECT rowid FROM "${table}" NOT INDEXED ORDER BY rowid DESC LIMIT 2`;
  return edge(() => {
    const [last = 0n, before] = db.prepare<[], bigint>(lastTwo).pluck().safeIntegers().all();
    return before !== undefined && before >= last ? null : last;
  });
}

/** 1 at most, since the first number may be damaged as well. */
function firstRow(db: Database.Database, table: string): bigint {
  const first = `SELECT min(rowid) FROM "${table}" NOT INDEXED`;
  const row = edge(() => db.prepare<[], bigint | null>(first).pluck().safeIntegers().get() ?? null);
  return row !== null && row < 1n ? row : 1n;
}

function edge(read: () => bigint | null): bigint | null {
  try {
    return read();
  } catch (error) {
    if (isCorruption(error)) return null;
    throw error;
  }
}

const numberOf = (row: unknown[]): bigint => row[0] as bigint;

/** Whether the row stands where the tree has the place of its number. */
function isFoundAgain(lookUp: Database.Statement<[bigint], unknown[]>, row: unknown[]): boolean {
  try {
    return isDeepStrictEqual(lookUp.get(numberOf(row)), row);
  } catch (error) {
    if (isCorruption(error)) return false;
    throw error;
  }
}

function inserted(write: Database.Statement, values: unknown[]): boolean {
  try {
    return write.run(...values).changes === 1;
  } catch (error) {
    // A STRICT table refuses a value of the wrong type with an error that OR IGNORE does not cover.
    if (error instanceof Error && 'code' in error && String(error.code).includes('CONSTRAINT'))
      return false;
    throw error;
  }
}
