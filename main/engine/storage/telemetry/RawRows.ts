import type Database from 'better-sqlite3';
import { StorageError } from '../StorageError.ts';
import type { RowTable } from './RowTable.ts';
import { COLUMNS, ROW_BYTES, THRESHOLDS } from './rowLayout.ts';

/** By row number, each a search: never a scan of the table that holds the last hours of every device. */
export const RAW_BY_SEQ = 'SELECT data FROM raw WHERE seq = ?';

/** Reads raw rows back into tables. */
export class RawRows {
  readonly #bySeq: Database.Statement<[number], Buffer>;
  readonly #versions: ReadonlyMap<number, string>;
  readonly #row = new Float64Array(COLUMNS);
  readonly #bytes = new Uint8Array(this.#row.buffer);

  /** @param versions the segment's threshold versions by key. */
  constructor(db: Database.Database, versions: ReadonlyMap<number, string>) {
    this.#bySeq = db.prepare<[number], Buffer>(RAW_BY_SEQ).pluck();
    this.#versions = versions;
  }

  /** Rows that are gone were packed in the meantime: whoever asks reads the packed rows in the same transaction. */
  addTo(table: RowTable, seqs: readonly number[]): void {
    for (const seq of seqs) {
      const data = this.#bySeq.get(seq);
      if (data) this.add(table, data);
    }
  }

  add(table: RowTable, data: Uint8Array): void {
    this.numbers(data);
    this.addNumbers(table);
  }

  /** Adds the row that `numbers` gave last. */
  addNumbers(table: RowTable): void {
    table.add(this.#row, this.#versions.get(this.#row[THRESHOLDS]!) ?? '');
  }

  /** The row's numbers; valid until the next call. */
  numbers(data: Uint8Array): Float64Array {
    if (data.length !== ROW_BYTES)
      throw new StorageError(
        'corrupt',
        `a raw row has ${data.length} bytes instead of ${ROW_BYTES}`,
      );
    this.#bytes.set(data);
    return this.#row;
  }
}

export function thresholdVersions(db: Database.Database): Map<number, string> {
  const rows = db
    .prepare<[], { key: number; version: string }>('SELECT key, version FROM thresholds')
    .all();
  return new Map(rows.map(({ key, version }) => [key, version]));
}
