import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { QuarantineEntry } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { previewBytes } from './previewBytes.ts';

export const QUARANTINE_MAX_ROWS = 10_000;
export const QUARANTINE_MAX_BYTES = 64 * 1024 * 1024;
/** What is kept of one payload. Its whole length and digest are kept besides. */
const KEPT_BYTES = 64 * 1024;
const KEPT_TEXT = 2_000;
const NO_BYTES = new Uint8Array(0);
const COUNTERS_KEY = 'quarantine.counters';

export interface RefusedFrame {
  readonly sourceId: string;
  readonly topic: string;
  /** A code of `shared/telemetry` decoding. */
  readonly reason: string;
  readonly detail: string;
  readonly bytes: Uint8Array;
  readonly at: EpochMs;
  /** How many of them came; one unless given. */
  readonly count?: number;
}

interface Counters {
  /** Frames ever refused, pruned ones included. */
  readonly total: number;
  readonly rows: number;
  readonly bytes: number;
}

interface QuarantineRow {
  readonly id: number;
  readonly first_ms: number;
  readonly last_ms: number;
  readonly count: number;
  readonly source_id: string;
  readonly topic: string;
  readonly reason: string;
  readonly detail: string;
  /** Null of no bytes at all: SQLite has no beginning of nothing. */
  readonly head: Buffer | null;
  readonly byte_length: number;
}

/**
 * What could not be read, kept with its reason. The same garbage again is counted and not stored again; the oldest
 * is pruned beyond 10,000 rows or 64 MiB, so a publisher gone mad can't fill the disk, and pruned rows stay counted.
 */
export class Quarantine {
  readonly #add: (frame: RefusedFrame) => void;
  readonly #list: Database.Statement<[number], QuarantineRow>;
  readonly #counters: () => Counters;

  constructor(db: Database.Database) {
    this.#list = db.prepare(
      `SELECT id, first_ms, last_ms, count, source_id, topic, reason, detail,
         substr(bytes, 1, 512) AS head, byte_length
       FROM quarantine ORDER BY last_ms DESC, id DESC LIMIT ?`,
    );
    const readCounters = db
      .prepare<[], string>(`SELECT value_json FROM setting WHERE key = '${COUNTERS_KEY}'`)
      .pluck();
    const countRows = db.prepare<[], Counters>(
      `SELECT coalesce(sum(count), 0) AS total, count(*) AS rows, coalesce(sum(length(bytes)), 0) AS bytes
       FROM quarantine`,
    );
    const saveCounters = db.prepare<[string, EpochMs]>(
      `INSERT INTO setting (key, value_json, changed_ms) VALUES ('${COUNTERS_KEY}', ?, ?)
       ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json, changed_ms = excluded.changed_ms`,
    );
    const repeat = db.prepare<[number, EpochMs, string]>(
      'UPDATE quarantine SET count = count + ?, last_ms = ? WHERE digest = ?',
    );
    const insert = db.prepare(
      `INSERT INTO quarantine
         (first_ms, last_ms, count, source_id, topic, reason, detail, bytes, byte_length, digest)
       VALUES (@at, @at, @count, @sourceId, @topic, @reason, @detail, @kept, @byteLength, @digest)`,
    );
    const oldest = db.prepare<[], { id: number; size: number }>(
      'SELECT id, length(bytes) AS size FROM quarantine ORDER BY last_ms, id LIMIT 1',
    );
    const drop = db.prepare<[number]>('DELETE FROM quarantine WHERE id = ?');

    // The counters are read from the database each time and kept nowhere else: they then roll back with the caller's
    // transaction. Where there are none, or salvage lost them, the rows are the best that is known.
    this.#counters = () => parseCounters(readCounters.get()) ?? countRows.get()!;
    this.#add = db.transaction((frame: RefusedFrame) => {
      const digest = digestOf(frame);
      const at = Math.round(frame.at);
      let { total, rows, bytes } = this.#counters();
      const { count = 1 } = frame;
      total += count;
      if (repeat.run(count, at, digest).changes === 0) {
        const kept = frame.bytes.subarray(0, KEPT_BYTES);
        insert.run({
          at,
          count,
          sourceId: frame.sourceId,
          topic: frame.topic.slice(0, KEPT_TEXT),
          reason: frame.reason,
          detail: frame.detail.slice(0, KEPT_TEXT),
          kept: Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength),
          byteLength: frame.bytes.byteLength,
          digest,
        });
        rows++;
        bytes += kept.byteLength;
      }
      while (rows > QUARANTINE_MAX_ROWS || bytes > QUARANTINE_MAX_BYTES) {
        const row = oldest.get();
        if (!row) break;
        drop.run(row.id);
        rows--;
        bytes -= row.size;
      }
      saveCounters.run(JSON.stringify({ total, rows, bytes }), at);
    });
  }

  /**
   * Joins a transaction of the caller. Outside one, each call pays a full sync: a flood of garbage must come in batches.
   */
  add(frame: RefusedFrame): void {
    this.#add(frame);
  }

  /** Most recently seen first. */
  list(limit: number): QuarantineEntry[] {
    return this.#list.all(limit).map((row) => ({
      id: row.id,
      firstAt: row.first_ms,
      lastAt: row.last_ms,
      count: row.count,
      sourceId: row.source_id,
      topic: row.topic,
      reason: row.reason,
      detail: row.detail,
      preview: previewBytes(row.head ?? NO_BYTES),
      byteLength: row.byte_length,
    }));
  }

  /** Frames ever refused, those whose rows were pruned included. */
  total(): number {
    return this.#counters().total;
  }
}

function digestOf({ sourceId, topic, reason, bytes }: RefusedFrame): string {
  const hash = createHash('sha256');
  // Lengths first, so that two different splits of the same characters don't meet in one digest.
  hash.update(JSON.stringify([sourceId, topic, reason, bytes.byteLength]));
  return hash.update(bytes).digest('hex');
}

function parseCounters(json: string | undefined): Counters | null {
  if (json === undefined) return null;
  try {
    const { total, rows, bytes } = JSON.parse(json) as Partial<Counters>;
    if (total === undefined || rows === undefined || bytes === undefined) return null;
    return { total, rows, bytes };
  } catch {
    return null;
  }
}
