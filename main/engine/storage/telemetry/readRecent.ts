/** Reads back what arrived lately, for an engine that starts again. */
import type { StoredReading } from '../StoredReading.ts';
import { decodeRows } from './blobCodec.ts';
import { RawRows, thresholdVersions } from './RawRows.ts';
import { RowTable } from './RowTable.ts';
import { RECEIVED_AT } from './rowLayout.ts';
import { openSegmentForReading } from './segmentFile.ts';
import { BLOCKS_BY_ARRIVAL, RAW_NEWEST_FIRST } from './segmentQueries.ts';

/** Collects the newest arrivals of one segment after another, device by device. */
export class RecentReadings {
  readonly #since: number;
  readonly #limit: number;
  readonly #devices = new Map<string, RowTable>();

  constructor(since: number, limit: number) {
    this.#since = since;
    this.#limit = limit;
  }

  addSegment(path: string): void {
    const db = openSegmentForReading(path);
    try {
      db.exec('BEGIN');
      const devices = new Map(
        db
          .prepare<[], { key: number; id: string }>('SELECT key, id FROM device')
          .all()
          .map(({ key, id }) => [key, id]),
      );
      const rawRows = new RawRows(db, thresholdVersions(db));
      let taken = 0;
      for (const { device, data } of db
        .prepare<[], { device: number; data: Buffer }>(RAW_NEWEST_FIRST)
        .iterate()) {
        const id = devices.get(device);
        if (id === undefined || rawRows.numbers(data)[RECEIVED_AT]! < this.#since) continue;
        rawRows.addNumbers(this.#table(id));
        if (++taken >= this.#limit) break;
      }
      let packed = 0;
      for (const data of db
        .prepare<[number], Buffer>(BLOCKS_BY_ARRIVAL)
        .pluck()
        .iterate(this.#since)) {
        packed += this.#addBlock(decodeRows(data));
        if (packed >= this.#limit) break;
      }
    } finally {
      db.close();
    }
  }

  /** The newest `limit` of what was collected, each reading once, oldest arrival first. */
  *oldestFirst(): Generator<StoredReading> {
    const tables = [...this.#devices.values()].map((table) => table.unique());
    const total = tables.reduce((sum, table) => sum + table.length, 0);
    const arrival = new Float64Array(total);
    const table = new Uint32Array(total);
    const row = new Uint32Array(total);
    let next = 0;
    for (const [index, { length }] of tables.entries()) {
      arrival.set(tables[index]!.column(RECEIVED_AT), next);
      table.fill(index, next, next + length);
      for (let at = 0; at < length; at++) row[next + at] = at;
      next += length;
    }
    const order = new Uint32Array(total).map((_, index) => index);
    order.sort((a, b) => arrival[a]! - arrival[b]! || a - b);
    for (const entry of order.subarray(Math.max(0, total - this.#limit)))
      yield tables[table[entry]!]!.reading(row[entry]!);
  }

  #addBlock(block: RowTable): number {
    const received = block.column(RECEIVED_AT);
    const table = this.#table(block.deviceId);
    let added = 0;
    for (let index = 0; index < block.length; index++)
      if (received[index]! >= this.#since) {
        table.addFrom(block, index);
        added++;
      }
    return added;
  }

  #table(deviceId: string): RowTable {
    let table = this.#devices.get(deviceId);
    if (!table) {
      table = new RowTable(deviceId);
      this.#devices.set(deviceId, table);
    }
    return table;
  }
}
