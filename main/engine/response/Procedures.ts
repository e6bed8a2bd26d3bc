import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type Database from 'better-sqlite3';
import { ALARM_KINDS, type AlarmKind } from '#shared/alarms/alarm.ts';
import type { AuditAction } from '#shared/audit/actions.ts';
import type { ProcedureView } from '#shared/contract/responseViews.ts';
import {
  type Card,
  type CardProblem,
  cardProblems,
  type EditedStep,
  withStepIds,
} from '#shared/response/card.ts';
import { DEFAULT_CARDS } from '#shared/response/defaultCards.ts';
import type { FrozenCard } from '#shared/response/sheet.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import { ProcedureStore } from './ProcedureStore.ts';

export interface ProcedureParts {
  readonly db: Database.Database;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly now: () => EpochMs;
  /** Told after each commit that changed a card. */
  readonly changed: () => void;
  /** The program's own cards; given only by tests. */
  readonly defaults?: Readonly<Record<AlarmKind, Card>>;
}

export type SaveRefusal =
  /** Somebody saved another version meanwhile. */
  | { readonly type: 'changedMeanwhile'; readonly version: number }
  | { readonly type: 'noSuchVersion' }
  | { readonly type: 'badCard'; readonly problems: readonly CardProblem[] };

/** The cards of every kind, each version kept for ever. */
export class Procedures {
  readonly #parts: ProcedureParts;
  readonly #store: ProcedureStore;
  readonly #defaults: Readonly<Record<AlarmKind, Card>>;

  /** Records the program's own cards where they are new, or newer than the last that the program brought. */
  constructor(parts: ProcedureParts) {
    this.#parts = parts;
    this.#store = new ProcedureStore(parts.db);
    this.#defaults = parts.defaults ?? DEFAULT_CARDS;
    const due = ALARM_KINDS.filter((kind) => this.#isOutdated(kind));
    if (due.length > 0) parts.db.transaction(() => due.map((kind) => this.#bring(kind)))();
  }

  current(kind: AlarmKind): ProcedureView {
    return this.#store.newest(kind) ?? this.#builtIn(kind);
  }

  list(): readonly ProcedureView[] {
    return ALARM_KINDS.map((kind) => this.current(kind));
  }

  history(kind: AlarmKind): readonly ProcedureView[] {
    return this.#store.history(kind);
  }

  /** A card as it was; the one in force where a damaged file has lost it. */
  frozen(kind: AlarmKind, version: number): FrozenCard {
    return this.#store.version(kind, version) ?? this.current(kind);
  }

  save(
    edit: {
      readonly kind: AlarmKind;
      readonly baseVersion: number;
      readonly steps: readonly EditedStep[];
      readonly reason: string;
    },
    by: Caller,
  ): ProcedureView | SaveRefusal {
    const { kind, baseVersion, reason } = edit;
    const steps = withStepIds(edit.steps, this.current(kind).steps, () => randomUUID());
    return this.#add('procedure.save', { kind, baseVersion, steps, reason }, by);
  }

  /** Rolling back is a version of its own: nobody can make it look as if the one between had never been. */
  restore(
    wanted: {
      readonly kind: AlarmKind;
      readonly baseVersion: number;
      readonly version: number;
      readonly reason: string;
    },
    by: Caller,
  ): ProcedureView | SaveRefusal {
    const old = this.#store.version(wanted.kind, wanted.version);
    if (!old) return { type: 'noSuchVersion' };
    return this.#add('procedure.restore', { ...wanted, steps: old.steps, from: old.version }, by);
  }

  #add(
    action: AuditAction,
    wanted: {
      readonly kind: AlarmKind;
      readonly baseVersion: number;
      readonly steps: Card;
      readonly reason: string;
      readonly from?: number;
    },
    by: Caller,
  ): ProcedureView | SaveRefusal {
    const { kind, baseVersion, steps, reason, from } = wanted;
    const problems = cardProblems(kind, steps);
    if (problems.length > 0) return { type: 'badCard', problems };
    const { db, audit, now, changed } = this.#parts;
    const added = db
      .transaction((): ProcedureView | SaveRefusal => {
        const current = this.current(kind);
        if (current.version !== baseVersion)
          return { type: 'changedMeanwhile', version: current.version };
        const version = current.version + 1;
        const at = now();
        this.#store.add({ kind, version, steps, at, by, reason });
        const detail = { version, reason, steps, ...(from === undefined ? {} : { from }) };
        audit.append({ by, action, subject: kind, detail });
        return { kind, version, steps, at, by: by.operator, reason };
      })
      .immediate();
    if (!('type' in added)) changed();
    return added;
  }

  /** Whether the newest version is the program's own, and not the one that this program brings. */
  #isOutdated(kind: AlarmKind): boolean {
    const newest = this.#store.newest(kind);
    if (!newest) return true;
    return newest.by === null && !isDeepStrictEqual(newest.steps, this.#defaults[kind]);
  }

  #bring(kind: AlarmKind): void {
    const { audit, now } = this.#parts;
    const newest = this.#store.newest(kind);
    const version = newest === undefined ? 0 : newest.version + 1;
    const steps = this.#defaults[kind];
    this.#store.add({ kind, version, steps, at: now(), by: null, reason: null });
    if (newest)
      audit.append({ by: null, action: 'procedure.update', subject: kind, detail: { version } });
  }

  #builtIn(kind: AlarmKind): ProcedureView {
    return { kind, version: 0, steps: this.#defaults[kind], at: 0, by: null, reason: null };
  }
}
