/** What a day of predictions is on disk, and how it is opened. One file for each UTC day of the predicted minutes. */
import Database from 'better-sqlite3';
import { MODEL_OUTPUTS, type ModelScores } from '#shared/prediction/verdict.ts';
import { RISK_LEVELS, type RiskLevel } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { refuseNewer, versionOf } from '../storage/migrate.ts';
import { isCorruption, StorageError, toStorageError } from '../storage/StorageError.ts';
import type { StorageRepair } from '../storage/StorageRepair.ts';
import { findDamage } from '../storage/salvage/findDamage.ts';
import { describeSalvage, rowsLost, salvageDatabase } from '../storage/salvage/salvageDatabase.ts';

const VERSION = 1;
const TABLES = ['device', 'model', 'prediction'] as const;
const MINUTE_MS = 60_000;
/** More than the 1440 minutes of a day. */
const SLOTS = 2048;
/** Scores are kept in millionths: a third of the bytes of a float, and finer than any of them is known. */
const SCALE = 1_000_000;
const JOURNAL_BYTES = 16 * 1024 * 1024;

const SCHEMA = `
CREATE TABLE device (
  key INTEGER PRIMARY KEY,
  id  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE model (
  key  INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE
) STRICT;

-- The slot is the device's key times 2048 plus the minute of the day: what a chart reads lies together, without an index,
-- and what is left of a damaged file can be read by row number.
CREATE TABLE prediction (
  slot          INTEGER PRIMARY KEY,
  model         INTEGER NOT NULL,
  level         INTEGER NOT NULL,
  probability   INTEGER NOT NULL,
  hazard        INTEGER NOT NULL,
  cnnLstm       INTEGER NOT NULL,
  boostedTrees  INTEGER NOT NULL
) STRICT;
`;

/** What the model said of one device after one minute. */
export interface StoredPrediction {
  readonly deviceId: string;
  /** Start of the newest minute of the window. */
  readonly at: EpochMs;
  readonly scores: ModelScores;
  readonly level: RiskLevel;
  readonly modelHash: string;
}

export type PredictionRow = Readonly<Record<(typeof MODEL_OUTPUTS)[number], number>> & {
  readonly slot: number;
  readonly level: number;
};

function createTables(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.transaction(() => {
    db.exec(SCHEMA);
    db.pragma(`user_version = ${VERSION}`);
  })();
}

/** One open day: writes whole batches, each in a transaction. */
export class PredictionDay {
  readonly #start: EpochMs;
  readonly #db: Database.Database;
  readonly #write: (rows: readonly StoredPrediction[]) => void;
  readonly #recent: Database.Statement<[string, string, number], PredictionRow>;

  /**
   * @param start of the day
   * @throws StorageError `newerThanProgram`; SQLite's own errors otherwise.
   */
  constructor(path: string, start: EpochMs) {
    this.#start = start;
    const db = new Database(path, { timeout: 100 });
    this.#db = db;
    try {
      const version = versionOf(db);
      refuseNewer(version, VERSION, path);
      if (version === 0) createTables(db);
      db.pragma('journal_mode = WAL');
      // A power cut may cost the last seconds of a chart, and no alarm.
      db.pragma('synchronous = NORMAL');
      db.pragma(`journal_size_limit = ${JOURNAL_BYTES}`);
      this.#write = writer(db, start);
      this.#recent = db.prepare(
        `SELECT p.* FROM device AS d
         JOIN prediction AS p ON p.slot BETWEEN d.key * ${SLOTS} AND d.key * ${SLOTS} + ${SLOTS - 1}
         WHERE d.id = ? AND p.model = (SELECT key FROM model WHERE hash = ?) AND p.slot % ${SLOTS} >= ?
         ORDER BY p.slot`,
      );
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** @throws what SQLite says; then nothing of it was written. */
  write(rows: readonly StoredPrediction[]): void {
    this.#write(rows);
  }

  /** What a model said of a device from a minute on, oldest first. */
  since(
    deviceId: string,
    modelHash: string,
    from: EpochMs,
  ): { at: EpochMs; scores: ModelScores }[] {
    const first = Math.max(0, Math.floor((from - this.#start) / MINUTE_MS));
    const rows = this.#recent.all(deviceId, modelHash, first);
    return rows.map((row) => ({ at: minuteOf(row, this.#start), scores: scoresOf(row) }));
  }

  close(): void {
    this.#db.close();
  }
}

function writer(
  db: Database.Database,
  start: EpochMs,
): (rows: readonly StoredPrediction[]) => void {
  const addDevice = db.prepare('INSERT INTO device (id) VALUES (?) ON CONFLICT DO NOTHING');
  const device = db.prepare<[string], number>('SELECT key FROM device WHERE id = ?').pluck();
  const addModel = db.prepare('INSERT INTO model (hash) VALUES (?) ON CONFLICT DO NOTHING');
  const model = db.prepare<[string], number>('SELECT key FROM model WHERE hash = ?').pluck();
  const insert = db.prepare(
    `INSERT OR REPLACE INTO prediction
       (slot, model, level, probability, hazard, cnnLstm, boostedTrees)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const devices = new Map<string, number>();
  const models = new Map<string, number>();
  const keyIn = (
    known: Map<string, number>,
    name: string,
    add: Database.Statement<unknown[]>,
    find: Database.Statement<[string], number>,
  ): number => {
    let key = known.get(name);
    if (key === undefined) {
      add.run(name);
      key = find.get(name)!;
      known.set(name, key);
    }
    return key;
  };
  const all = db.transaction((rows: readonly StoredPrediction[]) => {
    for (const { deviceId, at, scores, level, modelHash } of rows)
      insert.run(
        keyIn(devices, deviceId, addDevice, device) * SLOTS + Math.floor((at - start) / MINUTE_MS),
        keyIn(models, modelHash, addModel, model),
        RISK_LEVELS.indexOf(level),
        ...MODEL_OUTPUTS.map((output) => Math.round(scores[output] * SCALE)),
      );
  });
  return (rows) => {
    try {
      all(rows);
    } catch (error) {
      // The keys that it gave were rolled back with it.
      devices.clear();
      models.clear();
      throw error;
    }
  };
}

/** A day as it is read for a chart. The file is closed when `read` returns. @throws SQLite's own errors, StorageError. */
export function readDay<T>(path: string, start: EpochMs, read: (rows: DayReader) => T): T {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 2_000 });
  try {
    const version = versionOf(db);
    refuseNewer(version, VERSION, path);
    if (version === 0) throw new StorageError('corrupt', `${path} has lost its tables`);
    const rows = db.prepare<[number, number, string], PredictionRow>(
      `SELECT p.* FROM device AS d
       JOIN prediction AS p ON p.slot BETWEEN d.key * ${SLOTS} + ? AND d.key * ${SLOTS} + ?
       WHERE d.id = ? ORDER BY p.slot`,
    );
    const minute = (at: EpochMs) =>
      Math.min(SLOTS - 1, Math.max(0, Math.floor((at - start) / MINUTE_MS)));
    return read((deviceId, from, to) => rows.iterate(minute(from), minute(to), deviceId));
  } finally {
    db.close();
  }
}

/** A device's rows from a time to another, both included, oldest first. */
export type DayReader = (deviceId: string, from: EpochMs, to: EpochMs) => Iterable<PredictionRow>;

/** @param start of the day */
export function minuteOf({ slot }: PredictionRow, start: EpochMs): EpochMs {
  return start + (slot % SLOTS) * MINUTE_MS;
}

export function scoresOf(row: PredictionRow): ModelScores {
  const { probability, hazard, cnnLstm, boostedTrees } = row;
  return {
    probability: probability / SCALE,
    hazard: hazard / SCALE,
    cnnLstm: cnnLstm / SCALE,
    boostedTrees: boostedTrees / SCALE,
  };
}

/**
 * Looks through the whole file and mends it if need be: what can be read is saved into a fresh one, and the damaged file
 * is set aside. It must not be open elsewhere for writing.
 *
 * @returns null when nothing is wrong.
 */
export function repairPredictions(path: string, at: EpochMs): StorageRepair | null {
  const damage = damageOf(path);
  if (damage === null) return null;
  const salvage = salvageDatabase({
    path,
    at,
    create: createTables,
    clean: (fresh) =>
      fresh.exec(`DELETE FROM prediction WHERE slot / ${SLOTS} NOT IN (SELECT key FROM device)`),
  });
  return {
    kind: 'predictionsSalvaged',
    at,
    movedTo: salvage.movedTo,
    rowsRecovered: salvage.rowsRecovered,
    rowsLost: rowsLost(salvage),
    detail: describeSalvage(salvage, damage),
  };
}

function damageOf(path: string): string | null {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true });
    return findDamage(db, TABLES);
  } catch (error) {
    if (isCorruption(error)) return error instanceof Error ? error.message : String(error);
    throw toStorageError(error, path);
  } finally {
    db?.close();
  }
}
