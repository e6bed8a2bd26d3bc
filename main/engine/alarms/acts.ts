/** The acts of an operator on one alarm: what each does, and why it is refused. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import {
  type Actor,
  type AlarmChange,
  acknowledge,
  note,
  release,
  reset,
  silence,
  take,
} from '#shared/alarms/lifecycle.ts';
import { type NotePolicy, needsNote } from '#shared/alarms/notePolicy.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { ActRefusal, ActResult } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Role } from '../access/Caller.ts';

export type ActName = 'acknowledge' | 'silence' | 'reset' | 'note' | 'take' | 'release';

export interface ActRequest {
  readonly alarmIds: readonly string[];
  /** The person's name, as it stands in the record for ever. */
  readonly operator: string;
  readonly role: Role;
  /** The seat the act came from. */
  readonly desk: string;
  readonly note?: string | null | undefined;
  /** Which alarms may not be acknowledged without a note; without it none. */
  readonly noteFrom?: NotePolicy | undefined;
  /** `raisedAt` of the alarms as the operator saw them; without it they are answered as they stand. */
  readonly seen?: Readonly<Record<string, EpochMs>> | undefined;
}

export type Act = (
  alarm: AlarmRecord,
  actor: Actor,
  at: EpochMs,
  /** Whether the operator acts on several alarms at once. */
  bulk: boolean,
) => AlarmChange | ActRefusal;

/** They answer an annunciation, and one that came since the operator looked is not answered yet. */
const ANSWERS: ReadonlySet<ActName> = new Set<ActName>(['acknowledge', 'silence']);

/** Why this request may not be done to the alarm, whatever its state; undefined when it may. */
export function refusalOf(
  act: ActName,
  alarm: AlarmRecord,
  { note, seen, noteFrom }: Pick<ActRequest, 'note' | 'seen' | 'noteFrom'>,
): ActRefusal | undefined {
  // By value: a clock may have been set back between the two annunciations.
  const seenAt = seen?.[alarm.id];
  if (ANSWERS.has(act) && seenAt !== undefined && seenAt !== alarm.raisedAt) return 'raisedAgain';
  const bare = act === 'acknowledge' && !note && waitsForAcknowledgement(alarm.state);
  return bare && noteFrom && needsNote(alarm, noteFrom) ? 'noteMissing' : undefined;
}

export const ACTS: Readonly<Record<ActName, Act>> = {
  acknowledge(alarm, actor, at, bulk) {
    const change = acknowledge(alarm, actor, at);
    if (!change) return 'notAllowedInState';
    // One click must never put away two critical fires: each has to be looked at.
    const critical = alarm.alarmClass === 'fire' && alarm.priority === 'CRITICAL';
    return bulk && critical ? 'criticalOneByOne' : change;
  },
  silence(alarm, actor, at) {
    return silence(alarm, actor, at) ?? 'notAllowedInState';
  },
  reset(alarm, actor, at) {
    if (alarm.conditionActive) return 'conditionActive';
    return reset(alarm, actor, at) ?? 'notAllowedInState';
  },
  note(alarm, actor, at) {
    return note(alarm, actor, at) ?? 'noteMissing';
  },
  take(alarm, actor, at) {
    return take(alarm, actor, at) ?? 'notAllowedInState';
  },
  release(alarm, actor, at) {
    return release(alarm, actor, at) ?? 'notAllowedInState';
  },
};

/** The disk refused in the middle of an act on several alarms. Those before it are done and stay done. */
export class ActInterrupted extends Error {
  override readonly name = 'ActInterrupted';
  readonly results: readonly ActResult[];

  constructor(act: ActName, results: readonly ActResult[], options: ErrorOptions) {
    super(`${act} could not be written; ${results.length} alarms were answered before`, options);
    this.results = results;
  }
}
