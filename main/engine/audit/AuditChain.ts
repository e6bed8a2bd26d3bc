import type Database from 'better-sqlite3';
import type { AuditAction } from '#shared/audit/actions.ts';
import type { AuditRow } from '#shared/audit/entry.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import { GENESIS, linkHash } from './linkHash.ts';

export interface AuditEntry {
  /** Null for what the desk did itself. */
  readonly by: Pick<Caller, 'operator' | 'role' | 'desk'> | null;
  readonly action: AuditAction;
  /** What it was done to: an alarm's id, an operator's, a setting's key. */
  readonly subject: string | null;
  /** What was said and changed. Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** An entry that others can be compared with. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Every act and every change of configuration, each entry's hash over the one before it. Written in the transaction
 * of what it tells, so that neither exists without the other.
 *
 * The head is read from the database each time and not kept in memory: that is one step to the end of the table, far
 * less than the hash, and the only way that is right after every rollback, of a savepoint as well.
 */
export class AuditChain {
  readonly #db: Database.Database;
  readonly #now: () => EpochMs;
  readonly #last: Database.Statement<[], ChainHead>;
  readonly #insert: Database.Statement<[AuditRow]>;

  constructor({ db, now }: { readonly db: Database.Database; readonly now: () => EpochMs }) {
    this.#db = db;
    this.#now = now;
    this.#last = db.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
    this.#insert = db.prepare(
      `INSERT INTO audit VALUES (@seq, @at_ms, @operator, @role, @desk, @action, @subject,
         @detail_json, @hash)`,
    );
  }

  /** @throws outside of a transaction: an entry must not survive what it tells, nor the other way round. */
  append(entry: AuditEntry): void {
    this.#append(entry, this.head().seq + 1);
  }

  /**
   * Goes on after damage took away what nobody can tell: the numbers up to `seq` are left to what was lost, so that
   * none of them ever stands for two entries.
   */
  appendBehind(seq: number, entry: AuditEntry): void {
    this.#append(entry, Math.max(seq, this.head().seq) + 1);
  }

  /** The newest entry; inside a transaction also one that isn't committed yet. */
  head(): ChainHead {
    return this.#last.get() ?? { seq: 0, hash: GENESIS };
  }

  #append({ by, action, subject, detail = {} }: AuditEntry, seq: number): void {
    if (!this.#db.inTransaction)
      throw new Error('the audit entry is written in the transaction of its act');
    const row = {
      seq,
      // A whole number, as the column wants it: a clock may give fractions.
      at_ms: Math.round(this.#now()),
      operator: by?.operator ?? null,
      role: by?.role ?? null,
      desk: by?.desk ?? null,
      action,
      subject,
      detail_json: JSON.stringify(detail),
    };
    this.#insert.run({ ...row, hash: linkHash(this.head().hash, row) });
  }
}
