import { isDeepStrictEqual } from 'node:util';
import type Database from 'better-sqlite3';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { StorageError } from './StorageError.ts';

/** Every threshold table that ever judged a reading, so that an old alarm can be explained by the limits of its time. */
export class ThresholdSets {
  readonly #newest: Database.Statement<[], string>;
  readonly #byVersion: Database.Statement<[string], string>;
  readonly #save: Database.Statement<[string, string, EpochMs, string | null]>;

  constructor(db: Database.Database) {
    this.#newest = db
      .prepare<[], string>(
        'SELECT thresholds_json FROM threshold_set ORDER BY since_ms DESC, rowid DESC LIMIT 1',
      )
      .pluck();
    this.#byVersion = db
      .prepare<[string], string>('SELECT thresholds_json FROM threshold_set WHERE version = ?')
      .pluck();
    this.#save = db.prepare(
      `INSERT INTO threshold_set (version, thresholds_json, since_ms, changed_by) VALUES (?, ?, ?, ?)
       ON CONFLICT (version) DO UPDATE SET since_ms = excluded.since_ms, changed_by = excluded.changed_by`,
    );
  }

  /** The table in force; null in a new data folder. */
  current(): Thresholds | null {
    return parse(this.#newest.get());
  }

  byVersion(version: string): Thresholds | null {
    return parse(this.#byVersion.get(version));
  }

  /**
   * Puts a table into force. Does nothing when it already is.
   *
   * @param by who changed it; null for the program's own defaults.
   * @throws StorageError `conflict` when the version already stands for other limits: alarms name it as their judge.
   */
  record(thresholds: Thresholds, at: EpochMs, by: string | null = null): void {
    const known = this.byVersion(thresholds.version);
    if (known && !isDeepStrictEqual(known, plain(thresholds)))
      throw new StorageError(
        'conflict',
        `threshold version ${thresholds.version} already stands for other limits: give the changed table a new version`,
      );
    if (known && this.current()?.version === thresholds.version) return;
    this.#save.run(thresholds.version, JSON.stringify(thresholds), at, by);
  }
}

function parse(json: string | undefined): Thresholds | null {
  return json === undefined ? null : (JSON.parse(json) as Thresholds);
}

/** As it would come back from disk, so that two tables are compared and not two encodings. */
function plain(thresholds: Thresholds): unknown {
  return JSON.parse(JSON.stringify(thresholds));
}
