import { closeSync, copyFileSync, existsSync, openSync, readSync, writeSync } from 'node:fs';

const PAGE_BYTES = 4096;
/** Offsets in the header, from SQLite's file format (section 1.3). */
const CHANGE_COUNTER = 24;
const FREELIST_TRUNK = 32;
const VERSION_VALID_FOR = 92;

/**
 * Makes a copy of a database whose first page is destroyed and gives it the first page of an empty database with
 * the same tables. The first page holds the file header and the list of tables with the pages they begin at; both
 * come out alike when the tables were made by the same statements, and everything else lies on the other pages.
 *
 * @param template an empty database with the same tables, checkpointed and closed.
 */
export function graftFirstPage(damaged: string, template: string, copy: string): void {
  copyFileSync(damaged, copy);
  if (existsSync(`${damaged}-wal`)) copyFileSync(`${damaged}-wal`, `${copy}-wal`);
  const page = Buffer.alloc(PAGE_BYTES);
  const source = openSync(template, 'r');
  readSync(source, page, 0, PAGE_BYTES, 0);
  closeSync(source);
  // The free pages of the template are not those of this file: none is the safe claim.
  page.fill(0, FREELIST_TRUNK, FREELIST_TRUNK + 8);
  // Two counters that differ make SQLite take the size from the file instead of from this header.
  page.writeUInt32BE(page.readUInt32BE(VERSION_VALID_FOR) + 1, CHANGE_COUNTER);
  const target = openSync(copy, 'r+');
  writeSync(target, page, 0, PAGE_BYTES, 0);
  closeSync(target);
}
