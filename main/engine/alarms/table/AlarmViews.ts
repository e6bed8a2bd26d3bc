import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { TableView } from '#shared/alarms/alarmTable.ts';
import type { SavedView, ViewSaved } from '#shared/contract/alarmTableViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../../log.ts';

interface ViewRow {
  readonly id: string;
  readonly operator_id: string;
  readonly name: string;
  readonly definition_json: string;
  readonly changed_ms: number;
}

/** More than anybody finds anything in. */
const MOST_VIEWS = 50;

/** The views of the table that each operator keeps. They change nothing but how something is looked at. */
export class AlarmViews {
  readonly #db: Database.Database;
  readonly #now: () => EpochMs;
  readonly #log: Logger;
  readonly #of: Database.Statement<[string], ViewRow>;
  readonly #named: Database.Statement<[string, string], string>;
  readonly #insert: Database.Statement<[ViewRow]>;
  readonly #update: Database.Statement<[ViewRow]>;
  readonly #remove: Database.Statement<[string, string]>;

  constructor(parts: {
    readonly db: Database.Database;
    readonly now: () => EpochMs;
    readonly log: Logger;
  }) {
    const { db } = parts;
    this.#db = db;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#of = db.prepare('SELECT * FROM alarm_view WHERE operator_id = ? ORDER BY name, id');
    this.#named = db
      .prepare<[string, string], string>(
        'SELECT id FROM alarm_view WHERE operator_id = ? AND name = ?',
      )
      .pluck();
    this.#insert = db.prepare(
      'INSERT INTO alarm_view VALUES (@id, @operator_id, @name, @definition_json, @changed_ms)',
    );
    this.#update = db.prepare(
      `UPDATE alarm_view SET name = @name, definition_json = @definition_json, changed_ms = @changed_ms
       WHERE id = @id AND operator_id = @operator_id`,
    );
    this.#remove = db.prepare('DELETE FROM alarm_view WHERE id = ? AND operator_id = ?');
  }

  /** By name. One that this program can't read, because a newer one wrote it, is left out and stays. */
  of(operatorId: string): readonly SavedView[] {
    return this.#of.all(operatorId).flatMap(({ id, name, definition_json, changed_ms }) => {
      const view = readView(definition_json);
      if (view === undefined) {
        this.#log.warn({ id, name }, 'a saved view of the alarm table can not be read');
        return [];
      }
      return [{ id, name, view, changedAt: changed_ms }];
    });
  }

  /** @param id of the one that is changed; a new one without */
  save(
    operatorId: string,
    {
      id,
      name,
      view,
    }: { readonly id?: string | undefined; readonly name: string; readonly view: TableView },
  ): ViewSaved {
    return this.#db
      .transaction((): ViewSaved => {
        const named = this.#named.get(operatorId, name);
        if (named !== undefined && named !== id) return { done: false, refusal: 'nameTaken' };
        if (id === undefined && this.#of.all(operatorId).length >= MOST_VIEWS)
          return { done: false, refusal: 'tooMany' };
        const row = {
          id: id ?? randomUUID(),
          operator_id: operatorId,
          name,
          definition_json: JSON.stringify(view),
          changed_ms: Math.round(this.#now()),
        };
        const { changes } = (id === undefined ? this.#insert : this.#update).run(row);
        if (changes === 0) return { done: false, refusal: 'notFound' };
        return { done: true, saved: { id: row.id, name, view, changedAt: row.changed_ms } };
      })
      .immediate();
  }

  /** @returns false when there is none of that person's by that id */
  remove(operatorId: string, id: string): boolean {
    return this.#remove.run(id, operatorId).changes === 1;
  }
}

function readView(text: string): TableView | undefined {
  try {
    return TableView.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
