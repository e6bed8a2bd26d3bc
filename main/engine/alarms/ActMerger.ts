import { type AlarmRecord, READING_KINDS } from '#shared/alarms/alarm.ts';
import { readAlarmId } from '#shared/alarms/identity.ts';
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
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { ActJournal } from './ActJournal.ts';
import type { AlarmDesk } from './AlarmDesk.ts';
import type { WaitingActs } from './WaitingActs.ts';

/**
 * Takes over what was done at another desk. The same act twice is one; the order in which they come doesn't matter,
 * nor whether this desk has read yet what they answer.
 */
export class ActMerger {
  readonly #alarms: AlarmDesk;
  readonly #journal: ActJournal;
  readonly #waiting: WaitingActs;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #now: () => EpochMs;

  constructor(parts: {
    readonly alarms: AlarmDesk;
    readonly journal: ActJournal;
    readonly waiting: WaitingActs;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly now: () => EpochMs;
  }) {
    this.#alarms = parts.alarms;
    this.#journal = parts.journal;
    this.#waiting = parts.waiting;
    this.#audit = parts.audit;
    this.#now = parts.now;
  }

  /**
   * An act on an occurrence that is over here is still a line of its history: what ended it may have come first, from
   * here or from there. It opens nothing again. One whose alarm hasn't begun here waits for it.
   *
   * @param from the other desk, for the audit chain
   * @returns the alarms that changed.
   * @throws what the disk says; the acts before are done, and doing them again does nothing.
   */
  merge(acts: readonly SharedAct[], from: string): readonly AlarmRecord[] {
    const changed = new Map<string, AlarmRecord>();
    for (const act of acts) {
      const alarm = this.#alarm(act);
      if (alarm ? isAhead(act, alarm) : canBegin(act)) this.#waiting.keep(act, from, this.#now());
      if (!alarm || this.#journal.has(act)) continue;
      const change = merged(alarm, act);
      if (change) this.#commit(change, { act, from }, changed);
    }
    return [...changed.values()];
  }

  /**
   * Does what has waited, as far as this desk has read what it answers. Call it every few seconds.
   *
   * @returns the alarms that changed.
   * @throws what the disk says; what wasn't done goes on waiting.
   */
  settle(): readonly AlarmRecord[] {
    const changed = new Map<string, AlarmRecord>();
    for (const { id, act, from } of this.#waiting.ready()) {
      const alarm = this.#alarm(act);
      if (!alarm) continue;
      const change = this.#journal.has(act) ? answered(alarm, act) : merged(alarm, act);
      if (change) this.#commit(change, { act, from }, changed);
      if (!isAhead(act, this.#alarm(act) ?? alarm)) this.#waiting.drop(id);
    }
    return [...changed.values()];
  }

  #alarm({ alarmId }: SharedAct): AlarmRecord | undefined {
    return this.#alarms.openById(alarmId) ?? this.#alarms.get(alarmId)?.alarm;
  }

  #commit(
    change: AlarmChange,
    { act, from }: { readonly act: SharedAct; readonly from: string },
    changed: Map<string, AlarmRecord>,
  ): void {
    const { operator, desk, type, at } = act;
    const alarms = this.#alarms.commit([change], () =>
      this.#audit.append({
        by: null,
        action: 'alarm.merged',
        subject: act.alarmId,
        detail: { from, type, operator, desk, at },
      }),
    );
    for (const one of alarms) changed.set(one.id, one);
  }
}

/** Whether readings can still bring its alarm here. What a desk notices by its own clock has an onset of its own. */
function canBegin({ alarmId }: SharedAct): boolean {
  const kind = readAlarmId(alarmId)?.kind;
  return (READING_KINDS as readonly (string | undefined)[]).includes(kind);
}

/** Whether the act answers what this desk hasn't read yet: a later annunciation or, of a reset, that the cause went. */
function isAhead({ type, seenAt }: SharedAct, alarm: AlarmRecord): boolean {
  if (alarm.endedAt !== null) return false;
  const annunciated = annunciatedAt(alarm);
  if (type === 'reset') return annunciated <= seenAt && alarm.conditionActive;
  return (type === 'acknowledge' || type === 'silence') && annunciated < seenAt;
}

/** What an act that is in the record already does to an annunciation that came after it, and that its person saw. */
function answered(alarm: AlarmRecord, act: SharedAct): AlarmChange | undefined {
  const { operator, desk, note, at } = act;
  if (annunciatedAt(alarm) > act.seenAt) return undefined;
  const actor: Actor = { operator, desk, note };
  if (act.type === 'acknowledge') return acknowledge(alarm, actor, at);
  return act.type === 'silence' ? silence(alarm, actor, at) : undefined;
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
