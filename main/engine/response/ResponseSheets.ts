import type Database from 'better-sqlite3';
import type { AlarmKind, AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AuditAction } from '#shared/audit/actions.ts';
import type { ResponseSheet } from '#shared/contract/responseViews.ts';
import type { IncidentPhase } from '#shared/response/close.ts';
import { incidentLevel } from '#shared/response/level.ts';
import { type SheetStep, sheetOf, type TickChange, ticksOf } from '#shared/response/sheet.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Procedures } from './Procedures.ts';
import { ResponseStore } from './ResponseStore.ts';

/** Whose steps: an incident with its alarms, or one alarm that is in none. */
export interface Subject {
  readonly id: string;
  readonly incident: {
    readonly id: string;
    readonly number: number;
    readonly phase: IncidentPhase;
  } | null;
  readonly alarms: readonly Pick<AlarmRecord, 'kind' | 'alarmClass' | 'priority' | 'raisedAt'>[];
}

export interface SheetParts {
  readonly db: Database.Database;
  readonly procedures: Procedures;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly now: () => EpochMs;
  /** Told after each commit that changed a tick. */
  readonly changed: () => void;
}

export type TickRefusal =
  | 'noSuchStep'
  /** The incident is closed: what was done in it is part of its record. */
  | 'closed';

/** The steps of those who answer: frozen when they began, ticked by name. */
export class ResponseSheets {
  readonly #parts: SheetParts;
  readonly #store: ResponseStore;

  constructor(parts: SheetParts) {
    this.#parts = parts;
    this.#store = new ResponseStore(parts.db);
  }

  /** Holds on to the card in force, in the transaction that begins the alarm. */
  freeze(subjectId: string, kind: AlarmKind): void {
    this.#store.freeze(subjectId, this.#parts.procedures.current(kind));
  }

  /** An alarm goes from one incident to another, with the version of its card. */
  copyCard(kind: AlarmKind, from: string, to: string): void {
    this.#store.copyCard(kind, from, to);
  }

  /** What was answered under one subject belongs to another now. In a transaction. */
  moveAll(from: string, to: string): void {
    this.#store.moveAll(from, to);
  }

  steps(subject: Subject): readonly SheetStep[] {
    return sheetOf(this.#cards(subject), ticksOf(this.#store.changes(subject.id)));
  }

  changes(subjectId: string): readonly TickChange[] {
    return this.#store.changes(subjectId);
  }

  sheet(subject: Subject): ResponseSheet {
    const fires = subject.alarms.filter(({ alarmClass }) => alarmClass === 'fire');
    return {
      subjectId: subject.id,
      incident: subject.incident,
      level: incidentLevel(subject.alarms),
      cards: this.#cards(subject).map(({ kind, version }) => ({ kind, version })),
      steps: this.steps(subject),
      newestFireAt: fires.length > 0 ? Math.max(...fires.map(({ raisedAt }) => raisedAt)) : null,
      recorded: true,
    };
  }

  /** For an alarm that the disk has not taken yet: what to do must be readable all the same. */
  unrecorded(alarm: AlarmRecord): ResponseSheet {
    const card = this.#parts.procedures.current(alarm.kind);
    return {
      subjectId: alarm.id,
      incident: null,
      level: incidentLevel([alarm]),
      cards: [{ kind: card.kind, version: card.version }],
      steps: sheetOf([card], new Map()),
      newestFireAt: null,
      recorded: false,
    };
  }

  /** Two desks that tick the same step at once: the first name stays, and neither is refused. */
  change(
    type: TickChange['type'],
    subject: Subject,
    said: { readonly stepId: string; readonly note: string | null },
    by: Caller,
  ): TickRefusal | null {
    const { db, audit, now, changed } = this.#parts;
    const { stepId, note } = said;
    const step = this.steps(subject).find(({ id }) => id === stepId);
    if (!step) return 'noSuchStep';
    if (subject.incident?.phase === 'closed') return 'closed';
    if ((step.ticked !== null) === (type === 'tick')) return null;
    db.transaction(() => {
      // An alarm from before cards were kept: what is ticked now is what stands from now on.
      for (const { kind, version } of this.#cards(subject))
        this.#store.freeze(subject.id, { kind, version });
      const { operator, desk } = by;
      this.#store.add(subject.id, { stepId, type, at: now(), by: operator, desk, note });
      const action: AuditAction = type === 'tick' ? 'procedure.tick' : 'procedure.untick';
      audit.append({ by, action, subject: subject.id, detail: { step: step.text, stepId, note } });
    }).immediate();
    changed();
    return null;
  }

  /** One card for each kind among the alarms: the version they began with, else the one in force. */
  #cards({ id, alarms }: Subject) {
    const { procedures } = this.#parts;
    const frozen = new Map(this.#store.cards(id).map(({ kind, version }) => [kind, version]));
    return [...new Set(alarms.map(({ kind }) => kind))].map((kind) => {
      const version = frozen.get(kind);
      return version === undefined ? procedures.current(kind) : procedures.frozen(kind, version);
    });
  }
}
