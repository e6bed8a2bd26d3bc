import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface WatchedHour {
  readonly modelHash: string;
  readonly hour: EpochMs;
  /** Minutes of devices that were judged. */
  readonly windows: number;
  /** Those of them whose features were counted. */
  readonly sampled: number;
  readonly counts: Uint32Array;
}

interface HourRow {
  readonly modelHash: string;
  readonly hour: EpochMs;
  readonly windows: number;
  readonly sampled: number;
  readonly counts: Buffer;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Windows of a device-day: one a minute. */
const DAY_WINDOWS = 1_440;
/** Distributions are looked at for a day: they go so much earlier than the rest. */
const COUNTS_EARLIER_MS = 82 * DAY_MS;

const hourOf = (at: EpochMs): EpochMs => Math.floor(at / HOUR_MS) * HOUR_MS;
const weekOf = (at: EpochMs): EpochMs => Math.floor(at / WEEK_MS) * WEEK_MS;

/** The only code that reads and writes the tables `model_hour` and `model_device_week`. */
export class HourStore {
  readonly #db: Database.Database;
  readonly #hour: Database.Statement<[string, EpochMs], HourRow>;
  readonly #put: Database.Statement<[HourRow]>;
  readonly #addDevice: Database.Statement<[EpochMs, string, string, number]>;
  readonly #hours: Database.Statement<[string, EpochMs], HourRow>;
  readonly #windows: Database.Statement<[EpochMs], { modelHash: string; windows: number }>;
  readonly #deviceWindows: Database.Statement<[EpochMs], { deviceId: string; windows: number }>;
  readonly #forget: readonly Database.Statement<[EpochMs]>[];
  readonly #empty: Database.Statement<[EpochMs]>;

  constructor(db: Database.Database) {
    this.#db = db;
    const columns = 'model_hash AS modelHash, hour_ms AS hour, windows, sampled, counts';
    this.#hour = db.prepare(
      `SELECT ${columns} FROM model_hour WHERE model_hash = ? AND hour_ms = ?`,
    );
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO model_hour VALUES (@modelHash, @hour, @windows, @sampled, @counts)',
    );
    this.#addDevice = db.prepare(
      `INSERT INTO model_device_week VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET windows = windows + excluded.windows`,
    );
    this.#hours = db.prepare(
      `SELECT ${columns} FROM model_hour WHERE model_hash = ? AND hour_ms >= ? ORDER BY hour_ms`,
    );
    this.#windows = db.prepare(
      `SELECT model_hash AS modelHash, sum(windows) AS windows FROM model_hour
       WHERE hour_ms >= ? GROUP BY model_hash`,
    );
    this.#deviceWindows = db.prepare(
      `SELECT device_id AS deviceId, sum(windows) AS windows FROM model_device_week
       WHERE week_ms >= ? GROUP BY device_id`,
    );
    this.#forget = [
      db.prepare('DELETE FROM model_hour WHERE hour_ms < ?'),
      db.prepare('DELETE FROM model_device_week WHERE week_ms < ?'),
    ];
    this.#empty = db.prepare(
      "UPDATE model_hour SET counts = x'' WHERE hour_ms < ? AND counts <> x''",
    );
  }

  /** Adds to what is there of the same hour: a desk may start several times in one. */
  add(more: WatchedHour, devices: ReadonlyMap<string, number>): void {
    this.#db
      .transaction(() => {
        const { modelHash, hour } = more;
        const known = this.#hour.get(modelHash, hour);
        this.#put.run({
          modelHash,
          hour,
          windows: more.windows + (known?.windows ?? 0),
          sampled: more.sampled + (known?.sampled ?? 0),
          counts: bytesOf(known ? sum(more.counts, countsOf(known.counts)) : more.counts),
        });
        const week = weekOf(hour);
        for (const [deviceId, windows] of devices)
          this.#addDevice.run(week, deviceId, modelHash, windows);
      })
      .immediate();
  }

  /** Oldest first. */
  hours(modelHash: string, since: EpochMs): readonly WatchedHour[] {
    return this.#hours
      .all(modelHash, hourOf(since))
      .map((row) => ({ ...row, counts: countsOf(row.counts) }));
  }

  /** How long each model watched since then, in days of one device. */
  deviceDays(since: EpochMs): ReadonlyMap<string, number> {
    return new Map(
      this.#windows
        .all(hourOf(since))
        .map(({ modelHash, windows }) => [modelHash, windows / DAY_WINDOWS]),
    );
  }

  /** How long each device was watched, by whichever model, since the beginning of that week. */
  daysOfDevices(since: EpochMs): ReadonlyMap<string, number> {
    return new Map(
      this.#deviceWindows
        .all(weekOf(since))
        .map(({ deviceId, windows }) => [deviceId, windows / DAY_WINDOWS]),
    );
  }

  forget(before: EpochMs): void {
    for (const statement of this.#forget) statement.run(before);
    this.#empty.run(before + COUNTS_EARLIER_MS);
  }
}

function bytesOf(counts: Uint32Array): Buffer {
  const bytes = Buffer.alloc(counts.length * 4);
  for (const [i, count] of counts.entries()) bytes.writeUInt32LE(count, i * 4);
  return bytes;
}

function countsOf(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) =>
    bytes.readUInt32LE(i * 4),
  );
}

/** The newer one where they are of different features. */
function sum(newer: Uint32Array, older: Uint32Array): Uint32Array {
  if (newer.length !== older.length) return newer.length === 0 ? older : newer;
  return newer.map((count, i) => count + older[i]!);
}
