import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { AuditAction } from '#shared/audit/actions.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';

/** What stands before the first entry. */
const GENESIS = '0'.repeat(64);

export interface AuditEntry {
  /** Null for what the desk did itself. */
  readonly by: Pick<Caller, 'operator' | 'role' | 'desk'> | null;
  readonly action: AuditAction;
  /** What it was done to: an alarm's id, an operator's, a setting's key. */
  readonly subject: string | null;
  /** What was said and changed. Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly seq: number;
  readonly at_ms: number;
  readonly operator: string | null;
  readonly role: string | null;
  readonly desk: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly detail_json: string;
}

/**
 * Every act and every change of configuration, each entry's hash over the one before it. Written in the transaction
 * of what it tells, so that neither exists without the other.
 */
export class AuditChain {
  readonly #db: Database.Database;
  readonly #now: () => EpochMs;
  readonly #last: Database.Statement<[], { seq: number; hash: string }>;
  readonly #insert: Database.Statement<[Row & { hash: string }]>;

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
  append({ by, action, subject, detail = {} }: AuditEntry): void {
    if (!this.#db.inTransaction)
      throw new Error('the audit entry is written in the transaction of its act');
    const { seq, hash } = this.head();
    const row: Row = {
      seq: seq + 1,
      at_ms: this.#now(),
      operator: by?.operator ?? null,
      role: by?.role ?? null,
      desk: by?.desk ?? null,
      action,
      subject,
      detail_json: JSON.stringify(detail),
    };
    this.#insert.run({ ...row, hash: linkHash(hash, row) });
  }

  /** The newest entry. */
  head(): { readonly seq: number; readonly hash: string } {
    return this.#last.get() ?? { seq: 0, hash: GENESIS };
  }
}

/** SHA-256 over the hash before and every field, as one JSON array, so that no two rows can read the same. */
function linkHash(before: string, row: Row): string {
  const fields = [
    before,
    row.seq,
    row.at_ms,
    row.operator,
    row.role,
    row.desk,
    row.action,
    row.subject,
    row.detail_json,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
