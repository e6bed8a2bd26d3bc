import type Database from 'better-sqlite3';
import type { ScoredReading } from '../../scoredReading.ts';
import { createPackHour, type PackHour } from './packHour.ts';
import { RawRows, thresholdVersions } from './RawRows.ts';
import { COLUMNS, encodeRow, MEASURED_AT, RECEIVED_AT } from './rowLayout.ts';
import { type RawHour, readyAt, SegmentDevice } from './SegmentDevice.ts';
import { openSegmentForWriting } from './segmentFile.ts';

/** Raw rows that one deletion takes: a few milliseconds. */
const TRIM_ROWS = 2_000;
/** Pages that one step of shrinking moves: a few milliseconds. */
const SHRINK_PAGES = 1_000;

/** A segment that is being written: the one of today, one that waits to be packed, or one a wrong clock went back to. */
export class OpenSegment {
  readonly path: string;
  readonly #db: Database.Database;
  readonly #devices = new Map<string, SegmentDevice>();
  readonly #thresholds: Map<string, number>;
  readonly #versions: Map<number, string>;
  readonly #insertAll: (rows: readonly ScoredReading[]) => void;
  readonly #addDevice: Database.Statement<[string]>;
  readonly #addThresholds: Database.Statement<[string]>;
  readonly #insert: Database.Statement<[number, number, Uint8Array]>;
  readonly #deleteRaw: Database.Statement<[number, number]>;
  readonly #packHour: PackHour;
  /** The devices of the batch in hand, in its order: who gets which row number is only known after the commit. */
  readonly #batch: SegmentDevice[] = [];
  readonly #row = new Float64Array(COLUMNS);
  readonly #rowBytes = Buffer.from(this.#row.buffer);
  #nextSeq = 1;
  /** The first row number that may still be in the raw table. */
  #firstSeq = 1;
  /** No hour is ready before this: saves looking through all of them at every idle moment. */
  #nextReady = Number.NEGATIVE_INFINITY;

  /** @param maxBytes makes an append beyond it fail as a full disk does. */
  constructor(path: string, maxBytes?: number) {
    this.path = path;
    this.#db = openSegmentForWriting(path);
    const db = this.#db;
    if (maxBytes !== undefined)
      db.pragma(
        `max_page_count = ${Math.ceil(maxBytes / (db.pragma('page_size', { simple: true }) as number))}`,
      );
    this.#addDevice = db.prepare('INSERT INTO device (id) VALUES (?)');
    this.#addThresholds = db.prepare('INSERT INTO thresholds (version) VALUES (?)');
    this.#insert = db.prepare('INSERT INTO raw (seq, device, data) VALUES (?, ?, ?)');
    this.#deleteRaw = db.prepare('DELETE FROM raw WHERE seq BETWEEN ? AND ?');
    this.#versions = thresholdVersions(db);
    this.#thresholds = new Map([...this.#versions].map(([key, version]) => [version, key]));
    const rawRows = new RawRows(db, this.#versions);
    this.#packHour = createPackHour(db, rawRows);
    this.#insertAll = db.transaction((rows: readonly ScoredReading[]) => {
      for (const scored of rows) this.#insertOne(scored);
    });
    this.#load(rawRows);
  }

  /** One transaction: all rows or none. */
  append(rows: readonly ScoredReading[]): void {
    const firstSeq = this.#nextSeq;
    this.#batch.length = 0;
    try {
      this.#insertAll(rows);
    } catch (error) {
      this.#nextSeq = firstSeq;
      this.#forgetUncommitted();
      throw error;
    }
    for (let index = 0; index < rows.length; index++) {
      const { measuredAt, receivedAt } = rows[index]!.reading;
      this.#note(this.#batch[index]!, firstSeq + index, measuredAt, receivedAt);
    }
  }

  /** Row numbers of a device's unpacked readings whose event time may lie in the span. */
  rawSeqs(deviceId: string, from: number, to: number): number[] {
    return this.#devices.get(deviceId)?.seqsBetween(from, to) ?? [];
  }

  /** Packs one finished device-hour. @returns how many rows went into it; 0 when none is finished. */
  packNext(now: number): number {
    if (now < this.#nextReady) return 0;
    let next = Number.POSITIVE_INFINITY;
    for (const device of this.#devices.values())
      for (const raw of device.hours.values()) {
        const ready = readyAt(raw, now);
        if (ready <= now) return this.#pack(device, raw);
        next = Math.min(next, ready);
      }
    this.#nextReady = next;
    return 0;
  }

  /** Deletes raw rows that are packed, up to the oldest that is not. @returns true while there is more to do. */
  trim(): boolean {
    const end = this.#oldestUnpacked();
    if (end <= this.#firstSeq) return false;
    const to = Math.min(end, this.#firstSeq + TRIM_ROWS);
    this.#deleteRaw.run(this.#firstSeq, to - 1);
    this.#firstSeq = to;
    return to < end;
  }

  hasUnpacked(): boolean {
    for (const device of this.#devices.values()) if (device.hours.size > 0) return true;
    return false;
  }

  /** Gives a step of the free pages back to the disk. @returns true while there are more. */
  shrink(): boolean {
    this.#db.pragma(`incremental_vacuum(${SHRINK_PAGES})`);
    return (this.#db.pragma('freelist_count', { simple: true }) as number) > 0;
  }

  /** Makes the file one that stands alone: copied, it is whole. @returns false while someone is reading it. */
  seal(): boolean {
    try {
      return this.#db.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
    } catch {
      return false;
    }
  }

  close(): void {
    this.#db.close();
  }

  #insertOne(scored: ScoredReading): void {
    const { deviceId } = scored.reading;
    const device = this.#devices.get(deviceId) ?? this.#begin(deviceId);
    encodeRow(scored, this.#thresholdsKey(scored.assessment.thresholdsVersion), this.#row);
    this.#insert.run(this.#nextSeq++, device.key, this.#rowBytes);
    this.#batch.push(device);
  }

  #begin(deviceId: string): SegmentDevice {
    const device = new SegmentDevice(
      deviceId,
      Number(this.#addDevice.run(deviceId).lastInsertRowid),
    );
    this.#devices.set(deviceId, device);
    return device;
  }

  #thresholdsKey(version: string): number {
    const known = this.#thresholds.get(version);
    if (known !== undefined) return known;
    const key = Number(this.#addThresholds.run(version).lastInsertRowid);
    this.#thresholds.set(version, key);
    this.#versions.set(key, version);
    return key;
  }

  /** After a rollback: names that were new in the batch are not in the file, so their keys must not be used. */
  #forgetUncommitted(): void {
    const devices = new Set(
      this.#db.prepare<[], string>('SELECT id FROM device').pluck().iterate(),
    );
    for (const id of this.#devices.keys()) if (!devices.has(id)) this.#devices.delete(id);
    const versions = thresholdVersions(this.#db);
    for (const [key, version] of this.#versions)
      if (!versions.has(key)) {
        this.#versions.delete(key);
        this.#thresholds.delete(version);
      }
  }

  #note(device: SegmentDevice, seq: number, measuredAt: number, receivedAt: number): void {
    if (device.added(seq, measuredAt, receivedAt)) this.#nextReady = Number.NEGATIVE_INFINITY;
  }

  #pack(device: SegmentDevice, raw: RawHour): number {
    this.#packHour(device, raw);
    device.packed(raw);
    return raw.seqs.length;
  }

  #oldestUnpacked(): number {
    let oldest = this.#nextSeq;
    for (const device of this.#devices.values())
      for (const raw of device.hours.values()) oldest = Math.min(oldest, raw.seqs[0]!);
    return oldest;
  }

  /** Finds the rows that an earlier run of the program left unpacked. */
  #load(rawRows: RawRows): void {
    const byKey = new Map<number, SegmentDevice>();
    for (const { key, id } of this.#db
      .prepare<[], { key: number; id: string }>('SELECT key, id FROM device')
      .iterate()) {
      const device = new SegmentDevice(id, key);
      byKey.set(key, device);
      this.#devices.set(id, device);
    }
    let first: number | undefined;
    for (const row of this.#db
      .prepare<[], { seq: number; device: number; data: Buffer }>(
        'SELECT seq, device, data FROM raw ORDER BY seq',
      )
      .iterate()) {
      first ??= row.seq;
      this.#nextSeq = row.seq + 1;
      const numbers = rawRows.numbers(row.data);
      const device = byKey.get(row.device);
      if (device) this.#note(device, row.seq, numbers[MEASURED_AT]!, numbers[RECEIVED_AT]!);
    }
    this.#firstSeq = first ?? this.#nextSeq;
  }
}
