import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import { FEATURE_SCHEMA } from '#shared/prediction/schema.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { SavedForecast } from './DeviceForecast.ts';

export interface WindowToSave extends SavedForecast {
  readonly deviceId: string;
}

interface Row {
  readonly device_id: string;
  readonly newest_ms: number;
  readonly state: Buffer;
}

/** The features by what they are, not only by their version: one of other features means something else. */
const SCHEMA = createHash('sha256').update(JSON.stringify(FEATURE_SCHEMA)).digest('hex');

/** What each device remembers for the prediction, so that a restart doesn't lose half a day of baselines. */
export class WindowStore {
  readonly #all: Database.Statement<[string], Row>;
  readonly #saveAll: (rows: readonly WindowToSave[], at: EpochMs) => void;

  constructor(db: Database.Database) {
    this.#all = db.prepare(
      `SELECT device_id, newest_ms, state FROM device_window
       WHERE schema = ? AND device_id IN (SELECT id FROM device)`,
    );
    const save = db.prepare(
      `INSERT INTO device_window (device_id, schema, newest_ms, saved_ms, state)
       VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE SET schema = excluded.schema,
         newest_ms = excluded.newest_ms, saved_ms = excluded.saved_ms, state = excluded.state`,
    );
    this.#saveAll = db.transaction((rows: readonly WindowToSave[], at: EpochMs) => {
      for (const { deviceId, state, newestAt } of rows)
        save.run(deviceId, SCHEMA, Math.round(newestAt), Math.round(at), deflated(state));
    });
  }

  /** Writes them in one transaction. @throws what SQLite says. */
  save(rows: readonly WindowToSave[], at: EpochMs): void {
    if (rows.length > 0) this.#saveAll(rows, at);
  }

  /** Those that are of this program's features. One that can't be read is left out: the device begins anew. */
  *load(): Generator<WindowToSave> {
    for (const { device_id, newest_ms, state } of this.#all.all(SCHEMA)) {
      const inflated = inflatedOrNull(state);
      if (inflated) yield { deviceId: device_id, newestAt: newest_ms, state: inflated };
    }
  }
}

function deflated(state: Float64Array): Buffer {
  const bytes = Buffer.from(state.buffer, state.byteOffset, state.byteLength);
  return deflateRawSync(bytes, { level: 1 });
}

function inflatedOrNull(blob: Buffer): Float64Array | null {
  try {
    const bytes = inflateRawSync(blob);
    const state = new Float64Array(bytes.byteLength / Float64Array.BYTES_PER_ELEMENT);
    Buffer.from(state.buffer).set(bytes);
    return state;
  } catch {
    return null;
  }
}
