import type Database from 'better-sqlite3';
import type { ChainReport } from '#shared/audit/entry.ts';
import type { AuditExport, AuditPage, AuditVerification } from '#shared/contract/auditViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { Revisions } from '../live/Revisions.ts';
import type { Logger } from '../log.ts';
import type { AuditChain } from './AuditChain.ts';
import type { AuditHeads } from './AuditHeads.ts';
import { AuditThread } from './AuditThread.ts';
import type { AuditFilter, AuditQuery } from './readPage.ts';

export interface AuditDeskParts {
  readonly db: Database.Database;
  readonly audit: AuditChain;
  readonly heads: AuditHeads;
  /** The database and the file of heads: other threads open them for themselves. */
  readonly path: string;
  readonly headsFile: string;
  readonly revisions: Pick<Revisions, 'bump'>;
  readonly now: () => EpochMs;
  readonly log: Logger;
  /** Told what each walk along the chain found. */
  readonly verified: (report: ChainReport) => void;
}

/** What a supervisor may do with the record: look, take it out of the machine, and have it verified. */
export class AuditDesk {
  readonly #parts: AuditDeskParts;
  readonly #reading = new AuditThread();
  /** Its own thread: a walk along years of entries must not keep a page waiting. */
  readonly #verifying = new AuditThread();
  #verification: AuditVerification = {
    running: false,
    startedAt: null,
    finishedAt: null,
    report: null,
    failed: null,
  };

  constructor(parts: AuditDeskParts) {
    this.#parts = parts;
  }

  list(query: AuditQuery): Promise<AuditPage> {
    return this.#reading.ask('page', { path: this.#parts.path, query });
  }

  /** The export is an act itself, so it is in what it exports. */
  beginExport(format: string, filter: AuditFilter, by: Caller): AuditExport {
    const { db, audit, heads } = this.#parts;
    db.transaction(() =>
      audit.append({ by, action: 'audit.export', subject: null, detail: { format, ...filter } }),
    ).immediate();
    const head = heads.signedHead();
    return { until: head.seq, head, keys: heads.keys() };
  }

  verification(): AuditVerification {
    return this.#verification;
  }

  /** Begins a walk, unless one is under way. */
  verify(): AuditVerification {
    if (!this.#verification.running) void this.#walk();
    return this.#verification;
  }

  async close(): Promise<void> {
    await Promise.all([this.#reading.close(), this.#verifying.close()]);
  }

  async #walk(): Promise<void> {
    const { path, headsFile, revisions, now, log, verified } = this.#parts;
    this.#verification = { ...this.#verification, running: true, startedAt: now() };
    revisions.bump('audit');
    try {
      const request = { path, headFiles: [headsFile] };
      const report = await this.#verifying.ask('verify', request);
      if (!report.intact) log.error({ breaks: report.breaks }, 'the audit chain is broken');
      this.#verification = { ...this.#verification, report, failed: null };
      verified(report);
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      log.warn({ failed }, 'the audit chain could not be verified');
      this.#verification = { ...this.#verification, failed };
    }
    this.#verification = { ...this.#verification, running: false, finishedAt: now() };
    revisions.bump('audit');
  }
}
