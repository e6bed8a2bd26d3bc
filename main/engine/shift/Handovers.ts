import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type {
  HandoverEntryView,
  HandoverSignature,
  HandoverSummary,
  HandoverView,
} from '#shared/contract/shiftViews.ts';
import type { HandoverPart } from '#shared/shift/log.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller, Role } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import { type HandoverSources, handoverSummary } from './handoverSummary.ts';

/** The first hand-over of a desk has none before it to begin from. */
const FIRST_SPAN_MS = 24 * 3_600_000;

export type HandoverRefusal =
  | 'noSuchHandover'
  /** Somebody has signed this part already. */
  | 'alreadySigned'
  /** Whoever hands over can't be who takes over, nor who countersigns. */
  | 'samePerson'
  /** Another hand-over was made since. */
  | 'superseded';

interface Row {
  readonly id: number;
  readonly from_ms: number;
  readonly at_ms: number;
  readonly summary_json: string;
  readonly summary_hash: string;
}

interface SignatureRow {
  readonly handover_id: number;
  readonly part: string;
  readonly at_ms: number;
  readonly operator_id: string;
  readonly operator: string;
  readonly role: string;
  readonly desk: string;
  readonly remarks: string;
  readonly audit_seq: number;
  readonly audit_hash: string;
}

const ACTIONS = {
  outgoing: 'handover.prepare',
  incoming: 'handover.accept',
  supervisor: 'handover.countersign',
} as const satisfies Record<HandoverPart, string>;

/**
 * The change of shift: the desk says how things stand, who goes adds what is to be known and signs, who comes signs. What
 * was signed is frozen, and its hash stands in the audit chain.
 */
export class Handovers {
  readonly #db: Database.Database;
  readonly #now: () => EpochMs;
  readonly #audit: AuditChain;
  readonly #sources: HandoverSources;
  readonly #newest: Database.Statement<[number], Omit<Row, 'summary_json'>>;
  readonly #byId: Database.Statement<[number], Row>;
  readonly #insert: Database.Statement<[Omit<Row, 'id'> & { remarks: string }]>;
  readonly #signatures: Database.Statement<[number], SignatureRow>;
  readonly #sign: Database.Statement<[SignatureRow]>;
  readonly #lastAccepted: Database.Statement<[], number | null>;
  readonly #latestId: Database.Statement<[], number | null>;

  constructor(
    parts: HandoverSources & { readonly now: () => EpochMs; readonly audit: AuditChain },
  ) {
    const { db } = parts;
    this.#db = db;
    this.#now = parts.now;
    this.#audit = parts.audit;
    this.#sources = parts;
    this.#newest = db.prepare(
      'SELECT id, from_ms, at_ms, summary_hash FROM handover ORDER BY id DESC LIMIT ?',
    );
    this.#byId = db.prepare(
      'SELECT id, from_ms, at_ms, summary_json, summary_hash FROM handover WHERE id = ?',
    );
    this.#insert = db.prepare(
      `INSERT INTO handover (from_ms, at_ms, summary_json, summary_hash, remarks)
       VALUES (@from_ms, @at_ms, @summary_json, @summary_hash, @remarks)`,
    );
    this.#signatures = db.prepare(
      'SELECT * FROM handover_signature WHERE handover_id = ? ORDER BY rowid',
    );
    this.#sign = db.prepare(
      `INSERT INTO handover_signature VALUES (@handover_id, @part, @at_ms, @operator_id, @operator,
         @role, @desk, @remarks, @audit_seq, @audit_hash)`,
    );
    this.#lastAccepted = db
      .prepare<[], number | null>(
        `SELECT max(h.at_ms) FROM handover h JOIN handover_signature s ON s.handover_id = h.id
         WHERE s.part = 'incoming'`,
      )
      .pluck();
    this.#latestId = db.prepare<[], number | null>('SELECT max(id) FROM handover').pluck();
  }

  /** What would be handed over now. */
  preview(): HandoverSummary {
    const to = this.#now();
    // What was never taken over is told again; and a clock that was set back makes no span that ends before it begins.
    const from = Math.min(to, this.#lastAccepted.get() ?? to - FIRST_SPAN_MS);
    return handoverSummary(this.#sources, { from, to });
  }

  /** Freezes how things stand, signed by who goes. @returns its number. */
  prepare(remarks: string, by: Caller): number {
    return this.#db
      .transaction(() => {
        const summary = this.preview();
        const json = JSON.stringify(summary);
        const hash = createHash('sha256').update(json, 'utf8').digest('hex');
        const { lastInsertRowid } = this.#insert.run({
          from_ms: summary.from,
          at_ms: summary.to,
          summary_json: json,
          summary_hash: hash,
          remarks,
        });
        const id = Number(lastInsertRowid);
        this.#addSignature(id, hash, 'outgoing', remarks, by);
        return id;
      })
      .immediate();
  }

  sign(
    id: number,
    part: Exclude<HandoverPart, 'outgoing'>,
    remarks: string,
    by: Caller,
  ): HandoverRefusal | null {
    return this.#db
      .transaction((): HandoverRefusal | null => {
        const row = this.#byId.get(id);
        if (!row) return 'noSuchHandover';
        const signatures = this.#signatures.all(id);
        if (signatures.some((signature) => signature.part === part)) return 'alreadySigned';
        if (this.#isSuperseded(id, signatures)) return 'superseded';
        const outgoing = signatures.find((signature) => signature.part === 'outgoing');
        if (outgoing?.operator_id === by.operatorId) return 'samePerson';
        this.#addSignature(id, row.summary_hash, part, remarks, by);
        return null;
      })
      .immediate();
  }

  /** Newest first. */
  list(limit: number): readonly HandoverEntryView[] {
    return this.#newest.all(limit).map((row) => this.#entry(row));
  }

  get(id: number): HandoverView | undefined {
    const row = this.#byId.get(id);
    if (!row) return undefined;
    return {
      ...this.#entry(row),
      summary: JSON.parse(row.summary_json) as HandoverSummary,
      summaryHash: row.summary_hash,
    };
  }

  /** Whether the newest one waits to be taken over. */
  isWaiting(): boolean {
    const id = this.#latestId.get() ?? null;
    return id !== null && !this.#signatures.all(id).some(({ part }) => part === 'incoming');
  }

  #entry({ id, from_ms, at_ms }: Omit<Row, 'summary_json'>): HandoverEntryView {
    const signatures = this.#signatures.all(id);
    return {
      id,
      from: from_ms,
      at: at_ms,
      superseded: this.#isSuperseded(id, signatures),
      signatures: signatures.map(signatureOf),
    };
  }

  #isSuperseded(id: number, signatures: readonly SignatureRow[]): boolean {
    if (signatures.some(({ part }) => part === 'incoming')) return false;
    return this.#latestId.get() !== id;
  }

  #addSignature(id: number, hash: string, part: HandoverPart, remarks: string, by: Caller): void {
    this.#audit.append({
      by,
      action: ACTIONS[part],
      subject: String(id),
      detail: { summary: hash, remarks },
    });
    const head = this.#audit.head();
    this.#sign.run({
      handover_id: id,
      part,
      at_ms: this.#now(),
      operator_id: by.operatorId,
      operator: by.operator,
      role: by.role,
      desk: by.desk,
      remarks,
      audit_seq: head.seq,
      audit_hash: head.hash,
    });
  }
}

function signatureOf(row: SignatureRow): HandoverSignature {
  return {
    part: row.part as HandoverPart,
    by: row.operator,
    role: row.role as Role,
    desk: row.desk,
    at: row.at_ms,
    remarks: row.remarks,
    auditSeq: row.audit_seq,
    auditHash: row.audit_hash,
  };
}
