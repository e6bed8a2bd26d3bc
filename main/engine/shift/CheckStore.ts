import type Database from 'better-sqlite3';
import type {
  CheckAnswer,
  CheckItemView,
  CheckListView,
  CheckSignature,
  OwnCheckItem,
} from '#shared/contract/shiftViews.ts';
import type { CheckFigure, CheckListName } from '#shared/shift/checkLists.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller, Role } from '../access/Caller.ts';

interface AnswerRow {
  readonly item_id: string;
  readonly state: string;
  readonly note: string | null;
  readonly figure_json: string | null;
  readonly at_ms: number;
  readonly operator: string;
}

interface SignatureRow {
  readonly signed_ms: number;
  readonly due_ms: number;
  readonly operator: string;
  readonly role: string;
  readonly desk: string;
  readonly items_json: string;
  readonly audit_seq: number;
  readonly audit_hash: string;
}

/** What stands in `items_json`. */
interface Frozen {
  readonly version: string;
  readonly items: readonly CheckItemView[];
}

/** A signature with what was signed. */
interface SignedList extends Frozen {
  readonly at: EpochMs;
  readonly signature: CheckSignature;
}

/** The only code that reads and writes the tables of the check lists. Never opens a transaction of its own. */
export class CheckStore {
  readonly #answers: Database.Statement<[string, string], AnswerRow>;
  readonly #addAnswer: Database.Statement;
  readonly #signature: Database.Statement<[string, string], SignatureRow>;
  readonly #sign: Database.Statement;
  readonly #own: Database.Statement<[], OwnCheckItem>;
  readonly #addItem: Database.Statement<[OwnCheckItem]>;
  readonly #retire: Database.Statement<[number, string, string]>;

  constructor(db: Database.Database) {
    this.#answers = db.prepare(
      `SELECT item_id, state, note, figure_json, at_ms, operator FROM check_answer
       WHERE list = ? AND period = ? ORDER BY id`,
    );
    this.#addAnswer = db.prepare(
      `INSERT INTO check_answer (list, period, item_id, state, note, figure_json, at_ms, operator, desk)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#signature = db.prepare(
      `SELECT signed_ms, due_ms, operator, role, desk, items_json, audit_seq, audit_hash
       FROM check_signature WHERE list = ? AND period = ?`,
    );
    this.#sign = db.prepare(
      `INSERT INTO check_signature (list, period, signed_ms, due_ms, operator, role, desk, items_json,
         audit_seq, audit_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#own = db.prepare(
      `SELECT id, list, text, added_ms AS addedAt, added_by AS addedBy FROM check_item
       WHERE retired_ms IS NULL ORDER BY added_ms, id`,
    );
    this.#addItem = db.prepare(
      `INSERT INTO check_item (id, list, text, added_ms, added_by)
       VALUES (@id, @list, @text, @addedAt, @addedBy)`,
    );
    this.#retire = db.prepare(
      'UPDATE check_item SET retired_ms = ?, retired_by = ? WHERE id = ? AND retired_ms IS NULL',
    );
  }

  /** The newest answer to each item. */
  answers(list: CheckListName, period: string): ReadonlyMap<string, CheckAnswer> {
    return new Map(
      this.#answers.all(list, period).map((row) => [
        row.item_id,
        {
          state: row.state as CheckAnswer['state'],
          by: row.operator,
          at: row.at_ms,
          note: row.note,
          figure: row.figure_json === null ? null : (JSON.parse(row.figure_json) as CheckFigure),
        },
      ]),
    );
  }

  addAnswer(
    list: CheckListName,
    period: string,
    itemId: string,
    { state, note, figure, at, by }: CheckAnswer,
    desk: string,
  ): void {
    const figureJson = figure && JSON.stringify(figure);
    this.#addAnswer.run(list, period, itemId, state, note, figureJson, at, by, desk);
  }

  signature(list: CheckListName, period: string): SignedList | undefined {
    const row = this.#signature.get(list, period);
    if (!row) return undefined;
    const { version, items } = JSON.parse(row.items_json) as Frozen;
    return {
      at: row.signed_ms,
      version,
      items,
      signature: {
        by: row.operator,
        role: row.role as Role,
        desk: row.desk,
        at: row.signed_ms,
        late: row.signed_ms > row.due_ms,
        auditSeq: row.audit_seq,
        auditHash: row.audit_hash,
      },
    };
  }

  sign(
    list: CheckListName,
    period: string,
    { version, items }: CheckListView,
    how: {
      readonly at: EpochMs;
      readonly dueAt: EpochMs;
      readonly by: Caller;
      /** The audit chain's, just after the signature's own entry. */
      readonly head: { readonly seq: number; readonly hash: string };
    },
  ): void {
    const { at, dueAt, by, head } = how;
    const frozen: Frozen = { version, items };
    this.#sign.run(
      list,
      period,
      at,
      dueAt,
      by.operator,
      by.role,
      by.desk,
      JSON.stringify(frozen),
      head.seq,
      head.hash,
    );
  }

  /** Those that are asked now, oldest first. */
  ownItems(): readonly OwnCheckItem[] {
    return this.#own.all();
  }

  addItem(item: OwnCheckItem): void {
    this.#addItem.run(item);
  }

  /** @returns false when there is no such item, or it was retired before. */
  retireItem(id: string, at: EpochMs, by: string): boolean {
    return this.#retire.run(at, by, id).changes === 1;
  }
}
