import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { decodeRows } from './blobCodec.ts';
import type { CellRun } from './CellRun.ts';
import { hourOf } from './days.ts';
import { RawRows, thresholdVersions } from './RawRows.ts';
import { RowTable } from './RowTable.ts';
import type { SegmentRequest } from './readerMessages.ts';
import { decodeRollup } from './rollup.ts';
import { openSegmentForReading } from './segmentFile.ts';
import {
  BLOCK_DATA,
  BLOCKS_IN_SPAN,
  DEVICE_KEY,
  MINUTE_ROLLUP,
  NEWEST_BLOCKS,
  QUARTER_ROLLUP,
  RAW_LEFTOVERS,
} from './segmentQueries.ts';

export interface BlockSummary {
  readonly id: number;
  readonly hour: number;
  readonly rows: number;
  readonly first_measured: number;
  readonly last_measured: number;
  readonly longest_gap_ms: number;
}

/**
 * One device in one segment, all seen at one moment: a row that is packed meanwhile is found either raw or packed,
 * because both are read in one transaction. Opened for each question, so that no file is held that is to be deleted.
 */
export class SegmentSnapshot {
  readonly #db: Database.Database;
  readonly #deviceId: string;
  readonly #deviceKey: number;
  readonly #rawSeqs: readonly number[] | null;

  private constructor(
    db: Database.Database,
    deviceId: string,
    deviceKey: number,
    rawSeqs: readonly number[] | null,
  ) {
    this.#db = db;
    this.#deviceId = deviceId;
    this.#deviceKey = deviceKey;
    this.#rawSeqs = rawSeqs;
  }

  /** @returns null when the segment is gone (its time to be kept ended) or knows nothing of the device. */
  static open({ path, rawSeqs }: SegmentRequest, deviceId: string): SegmentSnapshot | null {
    if (!existsSync(path)) return null;
    const db = openSegmentForReading(path);
    try {
      db.exec('BEGIN');
      const key = db.prepare<[string], number>(DEVICE_KEY).pluck().get(deviceId);
      if (key !== undefined) return new SegmentSnapshot(db, deviceId, key, rawSeqs);
    } catch (error) {
      db.close();
      throw error;
    }
    db.close();
    return null;
  }

  close(): void {
    this.#db.close();
  }

  blocks(from: number, to: number): BlockSummary[] {
    return this.#db
      .prepare<[number, number, number], BlockSummary>(BLOCKS_IN_SPAN)
      .all(this.#deviceKey, hourOf(from), hourOf(to))
      .filter((block) => block.last_measured >= from && block.first_measured <= to);
  }

  block(id: number): RowTable {
    return decodeRows(this.#db.prepare<[number], Buffer>(BLOCK_DATA).pluck().get(id)!);
  }

  /** @returns null where the hour has so few readings that it was not rolled up. */
  rollup(id: number, cells: 'quarter' | 'minute'): CellRun | null {
    const sql = cells === 'quarter' ? QUARTER_ROLLUP : MINUTE_ROLLUP;
    const blob = this.#db.prepare<[number], Buffer | null>(sql).pluck().get(id);
    return blob ? decodeRollup(blob) : null;
  }

  /** The device's unpacked rows, in order of arrival. */
  raw(): RowTable {
    const table = new RowTable(this.#deviceId);
    const rows = new RawRows(this.#db, thresholdVersions(this.#db));
    if (this.#rawSeqs) rows.addTo(table, this.#rawSeqs);
    else
      for (const data of this.#db
        .prepare<[number], Buffer>(RAW_LEFTOVERS)
        .pluck()
        .iterate(this.#deviceKey))
        rows.add(table, data);
    return table;
  }

  /** Packed hours, newest first. */
  *newestBlocks(): Generator<RowTable> {
    for (const data of this.#db
      .prepare<[number, number], Buffer>(NEWEST_BLOCKS)
      .pluck()
      .iterate(this.#deviceKey, Number.MAX_SAFE_INTEGER))
      yield decodeRows(data);
  }
}
