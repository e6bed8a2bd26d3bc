import type Database from 'better-sqlite3';
import type { AuditAction } from '#shared/audit/actions.ts';
import type {
  IncidentEventDetail,
  IncidentEventType,
  IncidentRefusal,
} from '#shared/contract/responseViews.ts';
import { type CloseBlocker, closeBlockers, mayReopen } from '#shared/response/close.ts';
import { incidentId } from '#shared/response/grouping.ts';
import {
  isComplete,
  type NuisanceCause,
  type Outcome,
  type Verdict,
} from '#shared/response/outcome.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { ResponseSheets } from '../response/ResponseSheets.ts';
import type { IncidentStore } from './IncidentStore.ts';
import { type WholeIncident, wholeIncident } from './subjects.ts';

export interface IncidentActParts {
  readonly db: Database.Database;
  readonly store: IncidentStore;
  readonly sheets: ResponseSheets;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly now: () => EpochMs;
  readonly changed: () => void;
}

interface Refused {
  readonly refusal: IncidentRefusal;
  readonly blockers: readonly CloseBlocker[];
}

/** The incident that was acted on, or why not. */
export type Acted = { readonly incidentId: string } | Refused;

export interface AlarmVerdict {
  readonly alarmId: string;
  readonly outcome: Outcome;
  readonly cause: NuisanceCause | null;
}

interface Told {
  readonly text?: string | null;
  readonly detail?: IncidentEventDetail;
}

const refused = (refusal: IncidentRefusal, blockers: readonly CloseBlocker[] = []): Refused => ({
  refusal,
  blockers,
});

/** What people do to incidents. Each act looks, changes and records in one transaction. */
export class IncidentActs {
  readonly #parts: IncidentActParts;

  constructor(parts: IncidentActParts) {
    this.#parts = parts;
  }

  /** On a closed one too: what is learned later belongs to it. */
  note(id: string, text: string, corrects: number | undefined, by: Caller): Acted {
    return this.#act(id, ({ row }) => {
      const known = this.#parts.store
        .events(row.id)
        .some((event) => event.type === 'note' && event.id === corrects);
      if (corrects !== undefined && !known) return refused('notFound');
      const detail = corrects === undefined ? {} : { corrects };
      this.#tell('incident.note', 'note', row.id, by, { text, detail });
      return { incidentId: row.id };
    });
  }

  /**
   * Closes and does nothing else: whatever still waits to be acknowledged or reset is a reason to refuse.
   *
   * @param bulk closed together with others: never with fire in it
   */
  close(
    id: string,
    verdict: Verdict,
    alarms: readonly AlarmVerdict[],
    by: Caller,
    bulk = false,
  ): Acted {
    const { store, sheets, now } = this.#parts;
    if (!isComplete(verdict)) return refused('verdictIncomplete');
    return this.#act(id, (whole) => {
      if (whole.phase === 'closed') return refused('notOpen');
      if (bulk && whole.alarms.some(({ alarmClass }) => alarmClass === 'fire'))
        return refused('hasFire');
      const blockers = closeBlockers(whole.alarms, sheets.steps(whole.subject));
      if (blockers.length > 0) return refused('blocked', blockers);
      const own = new Map(alarms.map((alarm) => [alarm.alarmId, alarm]));
      if (alarms.some((alarm) => !whole.alarms.some((one) => one.id === alarm.alarmId)))
        return refused('notInIncident');
      if (alarms.some(({ outcome, cause }) => (outcome === 'nuisance') !== (cause !== null)))
        return refused('verdictIncomplete');
      store.close(whole.row.id, verdict, by.operator, now());
      for (const alarm of whole.alarms) {
        const { outcome, cause } = own.get(alarm.id) ?? verdict;
        store.setVerdict(whole.row.id, alarm.id, outcome, cause);
      }
      const { outcome, cause, text } = verdict;
      this.#tell('incident.close', 'close', whole.row.id, by, { text, detail: { outcome, cause } });
      return { incidentId: whole.row.id };
    });
  }

  reopen(id: string, reason: string, by: Caller): Acted {
    const { store, now } = this.#parts;
    return this.#act(id, ({ row, alarms, phase }) => {
      if (phase !== 'closed') return refused('notClosed');
      if (!mayReopen(row.closed_ms, now())) return refused('tooLate');
      store.reopen(row.id);
      for (const alarm of alarms) store.setVerdict(row.id, alarm.id, null, null);
      this.#tell('incident.reopen', 'reopen', row.id, by, { text: reason });
      return { incidentId: row.id };
    });
  }

  merge(from: string, into: string, reason: string, by: Caller): Acted {
    return this.#act(from, (part) => {
      const whole = wholeIncident(this.#parts.store, into);
      if (!whole) return refused('notFound');
      if (whole.row.id === part.row.id) return refused('sameIncident');
      if (part.phase === 'closed' || whole.phase === 'closed') return refused('notOpen');
      this.#merge(part, whole, reason, by);
      return { incidentId: whole.row.id };
    });
  }

  /** @param to an incident, or `'own'`: one of its own, which for a trouble is none */
  move(
    alarmId: string,
    to: { readonly incidentId: string } | 'own',
    reason: string,
    by: Caller,
  ): Acted {
    const { store, sheets } = this.#parts;
    const from = store.incidentOf(alarmId);
    if (from === undefined) return refused('notInIncident');
    return this.#act(from, (source) => {
      const alarm = source.alarms.find((one) => one.id === alarmId);
      if (!alarm) return refused('notInIncident');
      if (source.phase === 'closed') return refused('notOpen');
      const only = source.alarms.length === 1;
      if (to !== 'own') {
        const target = wholeIncident(store, to.incidentId);
        if (!target) return refused('notFound');
        if (target.row.id === source.row.id) return refused('sameIncident');
        if (target.phase === 'closed') return refused('notOpen');
        // Nothing would be left of it: what was noted and ticked goes along.
        if (only) this.#merge(source, target, reason, by);
        else this.#move(source, alarm.id, target.row.id, target.row.number, reason, by);
        return { incidentId: target.row.id };
      }
      if (only) return refused('onlyAlarm');
      if (alarm.alarmClass === 'trouble') {
        store.leave(alarm.id, source.row.id);
        sheets.copyCard(alarm.kind, source.row.id, alarm.id);
        const detail = { alarmIds: [alarm.id] };
        this.#tell('incident.move', 'moveOut', source.row.id, by, { text: reason, detail });
        return { incidentId: source.row.id };
      }
      const id = store.open(
        incidentId(alarm.id),
        source.row.place,
        alarm.onsetAt,
        this.#parts.now(),
      );
      const number = store.find(id)?.number ?? 0;
      this.#move(source, alarm.id, id, number, reason, by);
      return { incidentId: id };
    });
  }

  #move(
    source: WholeIncident,
    alarmId: string,
    to: string,
    toNumber: number,
    reason: string,
    by: Caller,
  ): void {
    const { store, sheets } = this.#parts;
    const { id: from, number } = source.row;
    const kind = source.alarms.find(({ id }) => id === alarmId)?.kind;
    if (kind) sheets.copyCard(kind, from, to);
    store.moveAlarm(alarmId, from, to);
    const alarmIds = [alarmId];
    const out = { text: reason, detail: { alarmIds, otherNumber: toNumber } };
    this.#tell('incident.move', 'moveOut', from, by, out);
    this.#event('moveIn', to, by, { text: reason, detail: { alarmIds, otherNumber: number } });
  }

  #merge(part: WholeIncident, whole: WholeIncident, reason: string, by: Caller): void {
    const { store, sheets } = this.#parts;
    sheets.moveAll(part.row.id, whole.row.id);
    store.merge(part.row.id, whole.row.id);
    const alarmIds = part.alarms.map(({ id }) => id);
    const told = { text: reason, detail: { otherNumber: part.row.number, alarmIds } };
    this.#tell('incident.merge', 'mergeIn', whole.row.id, by, told);
  }

  #act(id: string, act: (incident: WholeIncident) => Acted): Acted {
    const { db, store, changed } = this.#parts;
    const acted = db
      .transaction(() => {
        const incident = wholeIncident(store, id);
        return incident ? act(incident) : refused('notFound');
      })
      .immediate();
    if ('incidentId' in acted) changed();
    return acted;
  }

  #tell(
    action: AuditAction,
    type: IncidentEventType,
    subject: string,
    by: Caller,
    told: Told,
  ): void {
    this.#event(type, subject, by, told);
    const { text = null, detail = {} } = told;
    this.#parts.audit.append({ by, action, subject, detail: { text, ...detail } });
  }

  #event(
    type: IncidentEventType,
    id: string,
    by: Caller,
    { text = null, detail = {} }: Told,
  ): void {
    const { store, now } = this.#parts;
    store.addEvent(id, { at: now(), type, by: by.operator, desk: by.desk, text, detail });
  }
}
