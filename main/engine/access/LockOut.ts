import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';

const MINUTE = 60_000;

interface Rule {
  /** Wrong tries that lock nobody out. */
  readonly free: number;
  /** How long the first lock lasts; each further wrong try doubles it. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** One person. Fifteen minutes at most: somebody may need to act on a fire. */
const PERSON: Rule = { free: 4, firstMs: 30_000, longestMs: 15 * MINUTE };
/** Wrong tries are forgotten when none was made for this long. */
const FORGOTTEN_MS = 24 * 60 * MINUTE;
/** Everybody together. Short, because it keeps the whole desk from acting. */
const ALL: Rule = { free: 19, firstMs: 10_000, longestMs: MINUTE };
/** Of everybody's wrong tries one is forgotten in this time. */
const LEAK_MS = MINUTE;
const ALL_SCOPE = '';

export interface Lock {
  readonly who: 'person' | 'all';
  readonly forMs: number;
}

interface Scope {
  readonly failures: number;
  /** On the monotonic clock, so that setting the wall clock neither lifts nor lengthens a lock. */
  readonly failedAt: number;
  readonly lockMs: number;
}

interface Row {
  readonly scope: string;
  readonly failures: number;
  readonly failed_ms: number;
  readonly lock_ms: number;
}

/**
 * Counts wrong tries and refuses further ones for a growing time. Kept on disk: ending the program is no way around.
 *
 * Memory knows first and the disk after: a disk that refuses must not give away free tries.
 */
export class LockOut {
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  readonly #save: Database.Statement<[Row]>;
  readonly #drop: Database.Statement<[string]>;
  readonly #scopes = new Map<string, Scope>();

  constructor(parts: {
    readonly db: Database.Database;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
  }) {
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
    this.#save = parts.db.prepare(
      `INSERT INTO sign_on_failure VALUES (@scope, @failures, @failed_ms, @lock_ms)
       ON CONFLICT (scope) DO UPDATE SET failures = excluded.failures,
         failed_ms = excluded.failed_ms, lock_ms = excluded.lock_ms`,
    );
    this.#drop = parts.db.prepare('DELETE FROM sign_on_failure WHERE scope = ?');
    for (const row of parts.db.prepare<[], Row>('SELECT * FROM sign_on_failure').all()) {
      // A clock that went back while the desk was off makes a lock begin afresh, and last no longer than it was.
      const ago = Math.max(0, this.#now() - row.failed_ms);
      const failedAt = this.#monotonicNow() - ago;
      this.#scopes.set(row.scope, { failures: row.failures, failedAt, lockMs: row.lock_ms });
    }
  }

  /** What refuses this person now, whatever they type; the longer one when both do. */
  lockOf(operatorId: string): Lock | null {
    const forMs = Math.ceil(this.#remaining(operatorId));
    const allForMs = Math.ceil(this.#remaining(ALL_SCOPE));
    if (forMs <= 0 && allForMs <= 0) return null;
    return forMs >= allForMs ? { who: 'person', forMs } : { who: 'all', forMs: allForMs };
  }

  /** How long this person alone is locked out. */
  personLockedForMs(operatorId: string): number | null {
    const forMs = Math.ceil(this.#remaining(operatorId));
    return forMs > 0 ? forMs : null;
  }

  /**
   * A wrong try. Call it in the transaction of its audit entry.
   *
   * @param operatorId null for a name that nobody has, which only counts for everybody
   * @returns the tries that are left before the lock-out
   */
  failed(operatorId: string | null): number | null {
    const now = this.#monotonicNow();
    const all = this.#scopes.get(ALL_SCOPE);
    const leaked = all ? Math.floor((now - all.failedAt) / LEAK_MS) : 0;
    this.#count(ALL_SCOPE, Math.max(0, (all?.failures ?? 0) - leaked) + 1, ALL);
    if (operatorId === null) return null;
    const own = this.#scopes.get(operatorId);
    const kept = own && now - own.failedAt < FORGOTTEN_MS ? own.failures : 0;
    this.#count(operatorId, kept + 1, PERSON);
    return Math.max(0, PERSON.free + 1 - (kept + 1));
  }

  /** The person proved who they are, or an administrator lifts the lock. */
  forget(operatorId: string): void {
    this.#scopes.delete(operatorId);
    this.#drop.run(operatorId);
  }

  #remaining(scope: string): number {
    const known = this.#scopes.get(scope);
    return known ? known.lockMs - (this.#monotonicNow() - known.failedAt) : 0;
  }

  #count(scope: string, failures: number, rule: Rule): void {
    const beyond = failures - rule.free - 1;
    // 2 ** 20 is longer than any lock may be.
    const lockMs =
      beyond < 0 ? 0 : Math.min(rule.longestMs, rule.firstMs * 2 ** Math.min(beyond, 20));
    this.#scopes.set(scope, { failures, failedAt: this.#monotonicNow(), lockMs });
    this.#save.run({
      scope,
      failures,
      failed_ms: Math.round(this.#now()),
      lock_ms: lockMs,
    });
  }
}
