import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { salvageTable } from '#engine/storage/salvage/salvageTable.ts';
import { openRaw, overwrite, PAGE, pagesOf, temporaryFolder, withRaw } from './folder.ts';

const CREATE = 'CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT';

function filled(rows: number, id: (n: number) => number | bigint = (n) => n): string {
  const file = path.join(temporaryFolder(), 'x.db');
  withRaw(file, (db) => {
    db.exec(CREATE);
    const insert = db.prepare('INSERT INTO t VALUES (?, ?)');
    db.transaction(() => {
      for (let n = 1; n <= rows; n++) insert.run(id(n), `row ${n} `.padEnd(100, '.'));
    })();
  });
  return file;
}

function overwriteWith(file: string, at: number, bytes: readonly number[]): void {
  const fd = openSync(file, 'r+');
  writeSync(fd, Uint8Array.from(bytes), 0, bytes.length, at);
  closeSync(fd);
}

function salvage(
  file: string,
  create = CREATE,
): { target: Database.Database; report: ReturnType<typeof salvageTable> } {
  const target = openRaw(`${file}.fresh`);
  target.exec(create);
  return { target, report: salvageTable(openRaw(file), target, 't') };
}

describe('saving the rows of a table', () => {
  test('that is whole saves all of them', () => {
    const { report } = salvage(filled(10_000));
    expect(report).toEqual({
      table: 't',
      recovered: 10_000,
      refused: 0,
      unreadable: 0,
      incomplete: false,
    });
  });

  test('of which one page is destroyed saves every row on the others', () => {
    const file = filled(100_000);
    overwrite(file, Math.floor(pagesOf(file) / 2) * PAGE, PAGE);
    const { report, target } = salvage(file);
    expect(report.recovered).toBeGreaterThan(99_900);
    expect(report.recovered + report.unreadable).toBe(100_000);
    expect(target.prepare('SELECT min(id), max(id) FROM t').raw().get()).toEqual([1, 100_000]);
  });

  test('of which every tenth page is destroyed saves most of the rest', () => {
    const file = filled(20_000);
    for (let page = 10; page < pagesOf(file); page += 10) overwrite(file, page * PAGE, PAGE);
    const { report } = salvage(file);
    expect(report.recovered).toBeGreaterThan(16_000);
  });

  test('whose first and last rows are destroyed saves what lies between', () => {
    const file = filled(20_000);
    const order = leafPages(file);
    for (const page of [order[0]!, order.at(-1)!]) overwrite(file, (page - 1) * PAGE, PAGE);
    const { report } = salvage(file);
    expect(report.recovered).toBeGreaterThan(19_900);
    expect(report.incomplete).toBe(true);
  });

  test.each([
    ['that no row has', [0xff, 0x7f]],
    ['of a row behind it', [0xab, 0x70]],
    ['of a row before it', [0x80, 0x05]],
  ])('in which a row’s number is damaged to one %s saves every other row', (_which, varint) => {
    const file = filled(6_000);
    // Before the text: a header of four bytes, and before that the number, two bytes for 5000.
    overwriteWith(file, readFileSync(file).indexOf('row 5000 ') - 6, varint);
    const { report, target } = salvage(file);
    expect(report).toMatchObject({ recovered: 5_999, unreadable: 0, incomplete: false });
    expect(report.refused).toBeGreaterThan(0);
    expect(target.prepare('SELECT count(*), max(id) FROM t').raw().get()).toEqual([5_999, 6_000]);
  });

  test('whose last row’s number is damaged saves the rows before it', () => {
    const file = filled(20_000);
    overwriteWith(file, readFileSync(file).indexOf('row 20000 ') - 7, [0x80, 0x80, 0x05]);
    expect(salvage(file).report).toMatchObject({ recovered: 19_999, incomplete: true });
  });

  test('with row numbers far apart and beyond a float’s exactness keeps them', () => {
    const { target, report } = salvage(filled(50, (n) => BigInt(n) * 2n ** 57n + 1n));
    expect(report.recovered).toBe(50);
    expect(target.prepare('SELECT max(id) FROM t').pluck().safeIntegers().get()).toBe(
      50n * 2n ** 57n + 1n,
    );
  });

  test('that an older version made gives what both know', () => {
    const newer = 'CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL, colour TEXT) STRICT';
    const { target, report } = salvage(filled(3), newer);
    expect(report.recovered).toBe(3);
    expect(target.prepare('SELECT colour FROM t').pluck().all()).toEqual([null, null, null]);
  });

  test('refuses rows that the table’s own rules forbid, and counts them', () => {
    const strict =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL CHECK (text NOT LIKE 'row 2 %')) STRICT";
    expect(salvage(filled(3), strict).report).toMatchObject({ recovered: 2, refused: 1 });
    const typed = 'CREATE TABLE t (id INTEGER PRIMARY KEY, text REAL) STRICT';
    expect(salvage(filled(3), typed).report).toMatchObject({ recovered: 0, refused: 3 });
  });

  test('whose root is destroyed ends, and says that it does not know what is lost', () => {
    const file = filled(20_000);
    overwrite(file, rootPage(file) * PAGE - PAGE, PAGE);
    expect(salvage(file).report).toMatchObject({ recovered: 0, incomplete: true });
  });
});

function rootPage(file: string): number {
  return withRaw(
    file,
    (db) =>
      db.prepare<[], number>("SELECT rootpage FROM sqlite_master WHERE name = 't'").pluck().get()!,
  );
}

/** The table's leaves in order of their rows, which is the order SQLite filled them in. */
function leafPages(file: string): number[] {
  const root = rootPage(file);
  return Array.from({ length: pagesOf(file) }, (_, index) => index + 1).filter(
    (page) => page > root,
  );
}
