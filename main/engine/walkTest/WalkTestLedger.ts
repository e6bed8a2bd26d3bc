import type Database from 'better-sqlite3';
import type { WalkTestEnd } from '#shared/contract/walkTestViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { Finding, WalkTestStore } from './WalkTestStore.ts';

export interface Ending {
  readonly id: string;
  readonly at: EpochMs;
  /** Null when it ended by itself. */
  readonly by: Pick<Caller, 'operator' | 'role' | 'desk'> | null;
  readonly reason: WalkTestEnd;
  readonly detail: string | null;
}

/** Writes what happened in a walk test, and keeps what the disk refuses until it takes it. */
export class WalkTestLedger {
  readonly #db: Database.Database;
  readonly #store: WalkTestStore;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #log: Logger;
  #findings: { readonly testId: string; readonly finding: Finding }[] = [];
  #ending: Ending | null = null;

  constructor(parts: {
    readonly db: Database.Database;
    readonly store: WalkTestStore;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly log: Logger;
  }) {
    this.#db = parts.db;
    this.#store = parts.store;
    this.#audit = parts.audit;
    this.#log = parts.log;
  }

  /** Whether a test is over that the disk still takes for running. */
  get owesEnd(): boolean {
    return this.#ending !== null;
  }

  found(testId: string, finding: Finding): void {
    this.#findings.push({ testId, finding });
  }

  ended(ending: Ending): void {
    this.#ending = ending;
  }

  /** @returns whether something was written. */
  write(): boolean {
    if (this.#findings.length === 0 && !this.#ending) return false;
    // From inside the transaction of an alarm: the next call writes it.
    if (this.#db.inTransaction) return false;
    try {
      this.#db.transaction(() => this.#writeAll()).immediate();
    } catch (error) {
      this.#log.error({ err: error }, 'a walk test could not be written and will be tried again');
      return false;
    }
    this.#findings = [];
    this.#ending = null;
    return true;
  }

  #writeAll(): void {
    for (const { testId, finding } of this.#findings) this.#store.found(testId, finding);
    if (!this.#ending) return;
    const { id, by, reason, detail } = this.#ending;
    this.#store.end(id, { ...this.#ending, by: by?.operator ?? null });
    this.#audit.append({ by, action: 'walkTest.end', subject: id, detail: { reason, detail } });
  }
}
