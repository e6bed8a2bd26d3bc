import type Database from 'better-sqlite3';
import type { ModelReport } from '#shared/contract/predictionViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** What two models said of the same windows, added up. */
export interface Comparison {
  readonly since: EpochMs;
  readonly windows: number;
  /** Of the amounts by which the outputs that carry alarms differed. */
  readonly differenceSum: number;
  readonly differenceMax: number;
  /** Windows at which only the one, only the other, or both persistently met the operating point that alarms. */
  readonly liveOnly: number;
  readonly shadowOnly: number;
  readonly both: number;
}

/** The only code that reads and writes the table `model_comparison`. */
export class ComparisonStore {
  readonly #get: Database.Statement<[string, string], Comparison>;
  readonly #put: Database.Statement<[Comparison & { liveHash: string; shadowHash: string }]>;
  readonly #drop: Database.Statement<[string]>;

  constructor(db: Database.Database) {
    this.#get = db.prepare(
      `SELECT since_ms AS since, windows, difference_sum AS differenceSum,
         difference_max AS differenceMax, live_only AS liveOnly, shadow_only AS shadowOnly, both
       FROM model_comparison WHERE live_hash = ? AND shadow_hash = ?`,
    );
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO model_comparison VALUES (@liveHash, @shadowHash, @since, @windows,
         @differenceSum, @differenceMax, @liveOnly, @shadowOnly, @both)`,
    );
    this.#drop = db.prepare('DELETE FROM model_comparison WHERE shadow_hash = ?');
  }

  get(liveHash: string, shadowHash: string): Comparison | null {
    return this.#get.get(liveHash, shadowHash) ?? null;
  }

  put(liveHash: string, shadowHash: string, comparison: Comparison): void {
    this.#put.run({ liveHash, shadowHash, ...comparison });
  }

  /** Whoever brings the model again begins afresh. */
  drop(shadowHash: string): void {
    this.#drop.run(shadowHash);
  }
}

export function comparisonView(comparison: Comparison | null): ModelReport['comparison'] {
  if (comparison === null) return null;
  const { since, windows, differenceSum, differenceMax, liveOnly, shadowOnly, both } = comparison;
  return {
    since,
    windows,
    meanDifference: windows === 0 ? 0 : differenceSum / windows,
    largestDifference: differenceMax,
    liveOnly,
    shadowOnly,
    both,
  };
}
