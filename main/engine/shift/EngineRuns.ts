import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';

const SIGN_EVERY_MS = 60_000;
/** Years of restarts; a program that starts again and again must not fill the disk with it. */
const KEPT_RUNS = 5_000;

/** When this desk watched: when the program was started, and when it was last seen alive. */
export class EngineRuns {
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  readonly #startedAt: EpochMs;
  readonly #seen: Database.Statement<[number, number]>;
  readonly #stopped: Database.Statement<[number, number, number]>;
  /** When this data folder was first watched. */
  readonly firstAt: EpochMs;
  #signedAt: number;

  constructor(parts: {
    readonly db: Database.Database;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
    readonly startedAt: EpochMs;
    readonly version: string;
  }) {
    const { db, now, monotonicNow, startedAt, version } = parts;
    this.#now = now;
    this.#monotonicNow = monotonicNow;
    this.#startedAt = startedAt;
    this.#signedAt = monotonicNow();
    this.#seen = db.prepare('UPDATE engine_run SET seen_ms = ? WHERE started_ms = ?');
    this.#stopped = db.prepare(
      'UPDATE engine_run SET seen_ms = ?, stopped_ms = ? WHERE started_ms = ?',
    );
    db.transaction(() => {
      db.prepare(
        'INSERT OR REPLACE INTO engine_run (started_ms, version, seen_ms) VALUES (?, ?, ?)',
      ).run(startedAt, version, startedAt);
      // The oldest stays: it says since when anything could be known.
      db.prepare(
        `DELETE FROM engine_run WHERE started_ms IN (
           SELECT started_ms FROM engine_run WHERE started_ms > (SELECT min(started_ms) FROM engine_run)
           ORDER BY started_ms DESC LIMIT -1 OFFSET ?)`,
      ).run(KEPT_RUNS);
    })();
    this.firstAt =
      db.prepare<[], number>('SELECT min(started_ms) FROM engine_run').pluck().get() ?? startedAt;
  }

  /** Call it about once a second. @throws what the disk says. */
  tick(): void {
    if (this.#monotonicNow() - this.#signedAt < SIGN_EVERY_MS) return;
    this.#signedAt = this.#monotonicNow();
    this.#seen.run(this.#now(), this.#startedAt);
  }

  /** The program ends as it should. */
  stop(): void {
    const at = this.#now();
    this.#stopped.run(at, at, this.#startedAt);
  }
}
