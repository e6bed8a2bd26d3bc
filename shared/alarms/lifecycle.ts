/**
 * One occurrence of an alarm, step by step: each function takes the record as it is and gives the record as it will
 * be together with the line of history that says why. Pure: who stores it, and when it becomes true, is the caller's.
 */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type {
  AlarmEventRecord,
  AlarmEventType,
  AlarmEvidence,
  AlarmKind,
  AlarmPriority,
  AlarmRecord,
  AlarmRemarkType,
  AlarmTransition,
} from './alarm.ts';
import { alarmId } from './identity.ts';
import { KIND_RULES } from './kinds.ts';
import { exceeds } from './order.ts';
import { SET_ASIDE_EFFECTS, type SetAsideType } from './setAside.ts';
import { sounding, waitsForAcknowledgement } from './sounding.ts';
import { type Cause, next } from './transitions.ts';

export interface AlarmChange {
  readonly alarm: AlarmRecord;
  readonly event: AlarmEventRecord;
  /** What was known at that moment, frozen with the event. */
  readonly evidence: AlarmEvidence | null;
  /** True for the first change of an occurrence. */
  readonly begins: boolean;
}

/** What an annunciation states: how urgent, on which evidence, judged by which limits. */
export interface Finding {
  readonly priority: AlarmPriority;
  readonly evidence: AlarmEvidence | null;
  readonly thresholdsVersion: string;
}

/** Who did it, from which seat. */
export interface Actor {
  readonly operator: string;
  readonly desk: string;
  readonly note: string | null;
}

const DESK_ITSELF = { operator: null, desk: null, note: null } as const;

/** The first annunciation of a new occurrence. `onsetAt` is event time, `at` the desk's clock. */
export function begin(
  onset: {
    readonly siteId: string;
    readonly deviceId: string;
    readonly kind: AlarmKind;
    readonly onsetAt: EpochMs;
  },
  finding: Finding,
  at: EpochMs,
): AlarmChange {
  const { siteId, deviceId, kind, onsetAt } = onset;
  const id = alarmId(siteId, deviceId, kind, onsetAt);
  const { alarmClass } = KIND_RULES[kind];
  const state = 'unacknowledged';
  return {
    alarm: {
      id,
      siteId,
      deviceId,
      kind,
      alarmClass,
      ...finding,
      state,
      conditionActive: true,
      onsetAt,
      raisedAt: at,
      clearedAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      silencedAt: null,
      silencedBy: null,
      endedAt: null,
      takenBy: null,
      takenAt: null,
      firstOutId: null,
      chattering: false,
      detail: null,
    },
    event: { alarmId: id, at, type: 'raise', fromState: 'normal', toState: state, ...DESK_ITSELF },
    evidence: finding.evidence,
    begins: true,
  };
}

/**
 * The cause came back before the occurrence was over. The priority may be lower than it was only if somebody had
 * acknowledged the higher one: a CRITICAL that nobody has seen stays CRITICAL.
 */
export function raiseAgain(
  alarm: AlarmRecord,
  finding: Finding,
  at: EpochMs,
): AlarmChange | undefined {
  const unseen = alarm.acknowledgedAt === null && exceeds(alarm.priority, finding.priority);
  return annunciate(
    alarm,
    'raise',
    unseen ? { ...finding, priority: alarm.priority } : finding,
    at,
  );
}

/** Re-alarm: the cause, still present, became more dangerous. */
export function worsen(alarm: AlarmRecord, finding: Finding, at: EpochMs): AlarmChange | undefined {
  return annunciate(alarm, 'worsen', finding, at);
}

/** The cause is gone. `clearedAt` is event time, as the onset is: their difference is how long it lasted. */
export function clear(
  alarm: AlarmRecord,
  clearedAt: EpochMs,
  at: EpochMs,
): AlarmChange | undefined {
  return move(alarm, 'clear', at, { conditionActive: false, clearedAt });
}

/** @returns undefined when the state refuses, as it does the second time. */
export function acknowledge(
  alarm: AlarmRecord,
  actor: Actor,
  at: EpochMs,
): AlarmChange | undefined {
  const seen = { acknowledgedAt: at, acknowledgedBy: actor.operator };
  return move(alarm, 'acknowledge', at, seen, actor);
}

/**
 * Somebody at another desk had acknowledged it too, or an annunciation of it that is older. The record names who was
 * first to acknowledge this one, so that both desks name the same person; the history names both.
 */
export function alsoAcknowledged(
  alarm: AlarmRecord,
  actor: Actor,
  at: EpochMs,
  seen: boolean,
): AlarmChange {
  const { acknowledgedAt, acknowledgedBy } = alarm;
  const first =
    seen &&
    acknowledgedAt !== null &&
    acknowledgedBy !== null &&
    (at < acknowledgedAt || (at === acknowledgedAt && actor.operator < acknowledgedBy));
  const changed = first ? { acknowledgedAt: at, acknowledgedBy: actor.operator } : {};
  return remark(alarm, 'alsoAcknowledge', at, changed, actor);
}

/** @returns undefined while the cause is present, before an acknowledgement, and where nothing is latched. */
export function reset(alarm: AlarmRecord, actor: Actor, at: EpochMs): AlarmChange | undefined {
  return alarm.conditionActive ? undefined : move(alarm, 'reset', at, {}, actor);
}

/** No longer annunciates, by a person's word or, with null, because its point was set aside before. */
export function putAside(
  alarm: AlarmRecord,
  type: SetAsideType,
  actor: Actor | null,
  at: EpochMs,
): AlarmChange | undefined {
  return move(alarm, SET_ASIDE_EFFECTS[type].aside, at, {}, actor ?? DESK_ITSELF);
}

/**
 * Annunciates again: what is present or latched asks to be seen afresh, and what has gone is over. With null the desk
 * itself ends it, because its time is over.
 */
export function takeBack(
  alarm: AlarmRecord,
  type: SetAsideType,
  actor: Actor | null,
  at: EpochMs,
): AlarmChange | undefined {
  const { back } = SET_ASIDE_EFFECTS[type];
  const cause = alarm.conditionActive ? 'present' : 'gone';
  const change = move(alarm, back, at, {}, actor ?? DESK_ITSELF, cause);
  if (!change || !waitsForAcknowledgement(change.alarm.state)) return change;
  return { ...change, alarm: { ...change.alarm, ...afresh(at) } };
}

/** Stops the sound and nothing else. @returns undefined when there is no sound to stop. */
export function silence(alarm: AlarmRecord, actor: Actor, at: EpochMs): AlarmChange | undefined {
  if (!sounding(alarm)) return undefined;
  // A clock that was set back since the annunciation must not make the silence look older than it.
  const silencedAt = Math.max(at, alarm.raisedAt);
  return remark(alarm, 'silence', at, { silencedAt, silencedBy: actor.operator }, actor);
}

/** Sounds again after a silence that outlived its time. @returns undefined where nothing was silenced. */
export function resound(alarm: AlarmRecord, at: EpochMs): AlarmChange | undefined {
  if (!waitsForAcknowledgement(alarm.state) || sounding(alarm)) return undefined;
  return remark(alarm, 'resound', at, { silencedAt: null, silencedBy: null }, DESK_ITSELF);
}

/** Writes something to the alarm. @returns undefined when there is nothing to write. */
export function note(alarm: AlarmRecord, actor: Actor, at: EpochMs): AlarmChange | undefined {
  return actor.note === null ? undefined : remark(alarm, 'note', at, {}, actor);
}

/** "I do it." Also from somebody else, which their name in the history shows. @returns undefined the second time. */
export function take(alarm: AlarmRecord, actor: Actor, at: EpochMs): AlarmChange | undefined {
  if (alarm.takenBy === actor.operator) return undefined;
  return remark(alarm, 'take', at, { takenBy: actor.operator, takenAt: at }, actor);
}

/** Somebody at another desk had taken it too, and before: who has it stays, and the history names both. */
export function alsoTaken(alarm: AlarmRecord, actor: Actor, at: EpochMs): AlarmChange {
  return remark(alarm, 'take', at, {}, actor);
}

/** Gives it up. @returns undefined when nobody had taken it. */
export function release(alarm: AlarmRecord, actor: Actor, at: EpochMs): AlarmChange | undefined {
  if (alarm.takenBy === null) return undefined;
  return remark(alarm, 'release', at, { takenBy: null, takenAt: null }, actor);
}

/** What is done to an alarm without changing its state. */
function remark(
  alarm: AlarmRecord,
  type: AlarmRemarkType,
  at: EpochMs,
  changed: Partial<AlarmRecord>,
  actor: Actor | typeof DESK_ITSELF,
): AlarmChange {
  return {
    alarm: { ...alarm, ...changed },
    event: line(alarm, type, at, alarm, actor),
    evidence: null,
    begins: false,
  };
}

/** Asks to be seen (again) and sounds (again), unless the alarm is set aside. */
function annunciate(
  alarm: AlarmRecord,
  type: 'raise' | 'worsen',
  finding: Finding,
  at: EpochMs,
): AlarmChange | undefined {
  const present = { conditionActive: true, clearedAt: null, ...finding };
  const change = move(alarm, type, at, present);
  if (!change) return undefined;
  const asks = waitsForAcknowledgement(change.alarm.state);
  return {
    ...change,
    alarm: asks ? { ...change.alarm, ...afresh(at) } : change.alarm,
    evidence: finding.evidence,
  };
}

/** What an annunciation forgets: who has seen and silenced the one before. */
function afresh(at: EpochMs): Partial<AlarmRecord> {
  return {
    raisedAt: at,
    acknowledgedAt: null,
    acknowledgedBy: null,
    silencedAt: null,
    silencedBy: null,
  };
}

function move(
  alarm: AlarmRecord,
  type: AlarmTransition,
  at: EpochMs,
  changed: Partial<AlarmRecord>,
  actor: Actor | typeof DESK_ITSELF = DESK_ITSELF,
  cause?: Cause,
): AlarmChange | undefined {
  const { latching } = KIND_RULES[alarm.kind];
  const state = next(alarm.state, type, { latching, ...(cause && { cause }) });
  if (state === undefined) return undefined;
  const endedAt = state === 'normal' ? at : null;
  const after = { ...alarm, ...changed, state, endedAt };
  return {
    alarm: after,
    event: line(alarm, type, at, after, actor),
    evidence: null,
    begins: false,
  };
}

function line(
  before: AlarmRecord,
  type: AlarmEventType,
  at: EpochMs,
  after: AlarmRecord,
  { operator, desk, note }: Actor | typeof DESK_ITSELF,
): AlarmEventRecord {
  return {
    alarmId: before.id,
    at,
    type,
    fromState: before.state,
    toState: after.state,
    operator,
    desk,
    note,
  };
}
