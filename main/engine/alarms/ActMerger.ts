import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import {
  type Actor,
  type AlarmChange,
  acknowledge,
  alsoAcknowledged,
  alsoTaken,
  note,
  release,
  reset,
  silence,
  take,
} from '#shared/alarms/lifecycle.ts';
import { annunciatedAt, type SharedAct } from '#shared/alarms/sharedAct.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { ActJournal } from './ActJournal.ts';
import type { AlarmDesk } from './AlarmDesk.ts';

/** Takes over what was done at another desk. The same act twice is one; the order in which they come doesn't matter. */
export class ActMerger {
  readonly #alarms: AlarmDesk;
  readonly #journal: ActJournal;
  readonly #audit: Pick<AuditChain, 'append'>;

  constructor(parts: {
    readonly alarms: AlarmDesk;
    readonly journal: ActJournal;
    readonly audit: Pick<AuditChain, 'append'>;
  }) {
    this.#alarms = parts.alarms;
    this.#journal = parts.journal;
    this.#audit = parts.audit;
  }

  /**
   * @param from the other desk, for the audit chain
   * An act on an occurrence that is over here is still a line of its history: what ended it may have come first, from
   * here or from there. It opens nothing again.
   *
   * @returns the alarms that changed. Acts on alarms that this desk doesn't know change nothing.
   * @throws what the disk says; the acts before are done, and doing them again does nothing.
   */
  merge(acts: readonly SharedAct[], from: string): readonly AlarmRecord[] {
    const changed = new Map<string, AlarmRecord>();
    for (const act of acts) {
      const alarm = this.#alarms.openById(act.alarmId) ?? this.#alarms.get(act.alarmId)?.alarm;
      if (!alarm || this.#journal.has(act)) continue;
      const change = merged(alarm, act);
      if (!change) continue;
      const { operator, desk, type } = act;
      const alarms = this.#alarms.commit([change], () =>
        this.#audit.append({
          by: null,
          action: 'alarm.merged',
          subject: alarm.id,
          detail: { from, type, operator, desk, at: act.at },
        }),
      );
      for (const one of alarms) changed.set(one.id, one);
    }
    return [...changed.values()];
  }
}

/** What the act makes of the alarm here; undefined when it says nothing that isn't known. */
function merged(alarm: AlarmRecord, act: SharedAct): AlarmChange | undefined {
  const { operator, desk, at } = act;
  const actor: Actor = { operator, desk, note: act.note };
  // What was annunciated since was not seen by that person: it goes on asking.
  const seen = annunciatedAt(alarm) <= act.seenAt;
  switch (act.type) {
    case 'acknowledge':
      return (
        (seen ? acknowledge(alarm, actor, at) : undefined) ??
        alsoAcknowledged(alarm, actor, at, seen)
      );
    case 'silence':
      return seen ? silence(alarm, actor, at) : undefined;
    case 'reset':
      return seen ? reset(alarm, actor, at) : undefined;
    case 'note':
      return note(alarm, actor, at);
    case 'take': {
      // The last one to take it has it, at both desks; in the same millisecond, the same one at both.
      const { takenAt, takenBy } = alarm;
      const last = at > (takenAt ?? 0) || (at === takenAt && operator > (takenBy ?? ''));
      return (last ? take(alarm, actor, at) : undefined) ?? alsoTaken(alarm, actor, at);
    }
    case 'release':
      return alarm.takenBy === operator && at >= (alarm.takenAt ?? 0)
        ? release(alarm, actor, at)
        : undefined;
  }
}
