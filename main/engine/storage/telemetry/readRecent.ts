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
      const raw = new RawRows(db, thresholdVersions(db));
      let taken = 0;
      for (const row of db
        .prepare<[], { device: number; data: Buffer }>(RAW_NEWEST_FIRST)
        .iterate()) {
        const id = devices.get(row.device);
        if (id === undefined || raw.numbers(row.data)[RECEIVED_AT]! < this.#since) continue;
        raw.add(this.#table(id), row.data);
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
    const arrivals = tables.flatMap((table) =>
      Array.from(table.column(RECEIVED_AT), (at, index) => ({ at, table, index })),
    );
    arrivals.sort((a, b) => a.at - b.at);
    for (const { table, index } of arrivals.slice(-this.#limit)) yield table.reading(index);
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
