import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import type { ProcedureView } from '#shared/contract/responseViews.ts';
import { type Card, STEP_ROLES } from '#shared/response/card.ts';
import { DEFAULT_CARDS } from '#shared/response/defaultCards.ts';

interface Row {
  readonly kind: string;
  readonly version: number;
  readonly steps_json: string;
  readonly at_ms: number;
  readonly by_name: string | null;
  readonly desk: string | null;
  readonly reason: string | null;
}

export interface NewVersion {
  readonly kind: AlarmKind;
  readonly version: number;
  readonly steps: Card;
  readonly at: number;
  /** Null for the program's own. */
  readonly by: { readonly operator: string; readonly desk: string } | null;
  readonly reason: string | null;
}

const StoredCard = z.array(
  z.object({
    id: z.string(),
    text: z.object({ ko: z.string(), en: z.string() }),
    mandatory: z.boolean(),
    who: z.enum(STEP_ROLES),
  }),
);

/** The only code that reads and writes the table `procedure_version`. Insert only. */
export class ProcedureStore {
  readonly #newest: Database.Statement<[string], Row>;
  readonly #version: Database.Statement<[string, number], Row>;
  readonly #all: Database.Statement<[string], Row>;
  readonly #insert: Database.Statement<[Row]>;

  constructor(db: Database.Database) {
    this.#newest = db.prepare(
      'SELECT * FROM procedure_version WHERE kind = ? ORDER BY version DESC LIMIT 1',
    );
    this.#version = db.prepare('SELECT * FROM procedure_version WHERE kind = ? AND version = ?');
    this.#all = db.prepare('SELECT * FROM procedure_version WHERE kind = ? ORDER BY version DESC');
    this.#insert = db.prepare(
      `INSERT INTO procedure_version
       VALUES (@kind, @version, @steps_json, @at_ms, @by_name, @desk, @reason)`,
    );
  }

  /** The card in force; undefined before the first start has recorded the program's own. */
  newest(kind: AlarmKind): ProcedureView | undefined {
    return viewOf(kind, this.#newest.get(kind));
  }

  version(kind: AlarmKind, version: number): ProcedureView | undefined {
    return viewOf(kind, this.#version.get(kind, version));
  }

  /** Newest first. */
  history(kind: AlarmKind): readonly ProcedureView[] {
    return this.#all.all(kind).flatMap((row) => viewOf(kind, row) ?? []);
  }

  add({ kind, version, steps, at, by, reason }: NewVersion): void {
    this.#insert.run({
      kind,
      version,
      steps_json: JSON.stringify(steps),
      at_ms: at,
      by_name: by?.operator ?? null,
      desk: by?.desk ?? null,
      reason,
    });
  }
}

function viewOf(kind: AlarmKind, row: Row | undefined): ProcedureView | undefined {
  if (!row) return undefined;
  const { version, at_ms: at, by_name: by, reason } = row;
  return { kind, version, steps: stepsOf(kind, row.steps_json), at, by, reason };
}

/** A card that a damaged file has lost is replaced by the program's own: somebody may need it now. */
function stepsOf(kind: AlarmKind, json: string): Card {
  try {
    const parsed = StoredCard.safeParse(JSON.parse(json));
    if (parsed.success && parsed.data.length > 0) return parsed.data;
  } catch {
    // Not even JSON: the same answer.
  }
  return DEFAULT_CARDS[kind];
}
