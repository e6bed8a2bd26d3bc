import type Database from 'better-sqlite3';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import type { Tick, TickChange } from '#shared/response/sheet.ts';

interface TickRow {
  readonly subject_id: string;
  readonly step_id: string;
  readonly type: 'tick' | 'untick';
  readonly at_ms: number;
  readonly operator: string;
  readonly desk: string;
  readonly note: string | null;
}

export interface CardVersion {
  readonly kind: AlarmKind;
  readonly version: number;
}

/** The only code that reads and writes `response_card` and `response_tick`. Never opens a transaction of its own. */
export class ResponseStore {
  readonly #freeze: Database.Statement<[string, string, number]>;
  readonly #cards: Database.Statement<[string], CardVersion>;
  readonly #copyCard: Database.Statement<[string, string, string]>;
  readonly #insert: Database.Statement<[TickRow]>;
  readonly #ticks: Database.Statement<[string], TickRow>;
  readonly #moveTicks: Database.Statement<[string, string]>;
  readonly #copyCards: Database.Statement<[string, string]>;

  constructor(db: Database.Database) {
    this.#freeze = db.prepare(
      'INSERT INTO response_card (subject_id, kind, version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#cards = db.prepare(
      'SELECT kind, version FROM response_card WHERE subject_id = ? ORDER BY kind',
    );
    this.#copyCard = db.prepare(
      `INSERT INTO response_card (subject_id, kind, version)
         SELECT ?, kind, version FROM response_card WHERE subject_id = ? AND kind = ?
       ON CONFLICT DO NOTHING`,
    );
    this.#copyCards = db.prepare(
      `INSERT INTO response_card (subject_id, kind, version)
         SELECT ?, kind, version FROM response_card WHERE subject_id = ?
       ON CONFLICT DO NOTHING`,
    );
    this.#insert = db.prepare(
      `INSERT INTO response_tick (subject_id, step_id, type, at_ms, operator, desk, note)
       VALUES (@subject_id, @step_id, @type, @at_ms, @operator, @desk, @note)`,
    );
    this.#ticks = db.prepare('SELECT * FROM response_tick WHERE subject_id = ? ORDER BY id');
    this.#moveTicks = db.prepare('UPDATE response_tick SET subject_id = ? WHERE subject_id = ?');
  }

  /** The first version stays, whatever is frozen after it. */
  freeze(subjectId: string, { kind, version }: CardVersion): void {
    this.#freeze.run(subjectId, kind, version);
  }

  cards(subjectId: string): readonly CardVersion[] {
    return this.#cards.all(subjectId);
  }

  /** An alarm that moves takes the version that it began with along. */
  copyCard(kind: AlarmKind, from: string, to: string): void {
    this.#copyCard.run(to, from, kind);
  }

  /** What was answered under one subject is answered under another now. */
  moveAll(from: string, to: string): void {
    this.#copyCards.run(to, from);
    this.#moveTicks.run(to, from);
  }

  add(subjectId: string, { stepId, type, at, by, desk, note }: TickChange): void {
    this.#insert.run({
      subject_id: subjectId,
      step_id: stepId,
      type,
      at_ms: at,
      operator: by,
      desk,
      note,
    });
  }

  /** Every tick and every one that was taken back, in the order in which they were made. */
  changes(subjectId: string): readonly TickChange[] {
    return this.#ticks
      .all(subjectId)
      .map(({ step_id: stepId, type, at_ms: at, operator: by, desk, note }): Tick & TickChange => ({
        stepId,
        type,
        at,
        by,
        desk,
        note,
      }));
  }
}
