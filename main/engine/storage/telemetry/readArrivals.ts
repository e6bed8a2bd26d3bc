/** Everything that arrived in a span, hour by hour in order of arrival: what an export writes and a replay plays. */
import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { StoredReading } from '../StoredReading.ts';
import { decodeRows } from './blobCodec.ts';
import { DAY_MS, dayStart, HOUR_MS, hourOf } from './days.ts';
import { RawRows, thresholdVersions } from './RawRows.ts';
import { RowTable } from './RowTable.ts';
import { RECEIVED_AT } from './rowLayout.ts';
import { openSegmentForReading } from './segmentFile.ts';
import { listDays, segmentPath } from './segmentFolder.ts';

export interface ArrivalQuery {
  /** By arrival; `from` included, `to` not. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** All unless given. */
  readonly deviceIds?: ReadonlySet<string>;
}

/**
 * The readings, each once within an hour, from segments that may be in use meanwhile. An hour at a time is in memory: of
 * five hundred devices every ten seconds some 50 MB.
 *
 * @throws SQLite's own errors; StorageError `corrupt`
 */
export function* readArrivals(
  dir: string,
  { from, to, deviceIds }: ArrivalQuery,
): Generator<readonly StoredReading[]> {
  for (const day of existsSync(dir) ? listDays(dir) : []) {
    const start = dayStart(day);
    if (start >= to || start + DAY_MS <= from) continue;
    const segment = new ArrivalSegment(segmentPath(dir, day), deviceIds);
    try {
      for (let hour = hourOf(start); hour < hourOf(start) + 24; hour++) {
        const begin = Math.max(from, hour * HOUR_MS);
        const end = Math.min(to, (hour + 1) * HOUR_MS);
        if (begin >= end) continue;
        const readings = segment.between(begin, end);
        if (readings.length > 0) yield readings;
      }
    } finally {
      segment.close();
    }
  }
}

/** One day, seen at one moment: a row that is packed meanwhile is found either raw or packed. */
class ArrivalSegment {
  readonly #db: Database.Database;
  readonly #deviceIds: ReadonlySet<string> | undefined;
  readonly #names: ReadonlyMap<number, string>;
  readonly #blocks: Database.Statement<[number, number], { device: number; data: Buffer }>;
  /** What isn't packed, by device. */
  readonly #raw = new Map<string, RowTable>();

  constructor(path: string, deviceIds: ReadonlySet<string> | undefined) {
    this.#db = openSegmentForReading(path);
    this.#deviceIds = deviceIds;
    const db = this.#db;
    try {
      db.exec('BEGIN');
      const devices = db
        .prepare<[], { key: number; id: string }>('SELECT key, id FROM device')
        .all();
      this.#names = new Map(devices.map(({ key, id }) => [key, id]));
      // A device's clock may be ahead by minutes and behind by any time, so a block of an earlier hour may hold rows too.
      this.#blocks = db.prepare(
        'SELECT device, data FROM block WHERE last_received >= ? AND hour <= ? ORDER BY device, hour',
      );
      this.#readRaw();
    } catch (error) {
      db.close();
      throw error;
    }
  }

  between(from: EpochMs, to: EpochMs): StoredReading[] {
    const tables = new Map<string, RowTable>();
    const take = (table: RowTable) => {
      const received = table.column(RECEIVED_AT);
      for (let index = 0; index < table.length; index++) {
        const at = received[index]!;
        if (at < from || at >= to) continue;
        const own = tables.get(table.deviceId) ?? new RowTable(table.deviceId);
        tables.set(table.deviceId, own);
        own.addFrom(table, index);
      }
    };
    for (const { device, data } of this.#blocks.iterate(from, hourOf(to) + 1))
      if (this.#wants(this.#names.get(device))) take(decodeRows(data));
    for (const table of this.#raw.values()) take(table);
    const readings: StoredReading[] = [];
    for (const table of tables.values()) {
      const unique = table.unique();
      for (let index = 0; index < unique.length; index++) readings.push(unique.reading(index));
    }
    return readings.sort((a, b) => a.reading.receivedAt - b.reading.receivedAt);
  }

  close(): void {
    this.#db.close();
  }

  #readRaw(): void {
    const rows = new RawRows(this.#db, thresholdVersions(this.#db));
    for (const { device, data } of this.#db
      .prepare<[], { device: number; data: Buffer }>('SELECT device, data FROM raw ORDER BY seq')
      .iterate()) {
      const id = this.#names.get(device);
      if (id === undefined || !this.#wants(id)) continue;
      const table = this.#raw.get(id) ?? new RowTable(id);
      this.#raw.set(id, table);
      rows.add(table, data);
    }
  }

  #wants(id: string | undefined): boolean {
    return id !== undefined && (this.#deviceIds?.has(id) ?? true);
  }
}
