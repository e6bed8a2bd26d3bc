/**
 * Points that do not annunciate for a time: shelved, disabled, out of service. Nothing is quietly off: each has a
 * reason, a person and an end.
 */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  type AlarmKind,
  type AlarmRecord,
  type AlarmState,
  type AlarmTransition,
  READING_KINDS,
} from './alarm.ts';
import { KIND_RULES } from './kinds.ts';

export const SET_ASIDE_TYPES = ['shelved', 'disabled', 'outOfService'] as const;
export type SetAsideType = (typeof SET_ASIDE_TYPES)[number];

/** What is set aside: one kind of a device's alarms, or with null all of them. */
export interface Point {
  /** A device, or what else an alarm is about (`subject.ts`). */
  readonly deviceId: string;
  readonly kind: AlarmKind | null;
}

export interface SetAside extends Point {
  readonly id: string;
  readonly type: SetAsideType;
  readonly reason: string;
  readonly by: string;
  readonly desk: string;
  readonly since: EpochMs;
  /** It ends by itself then. */
  readonly until: EpochMs;
  readonly endedAt: EpochMs | null;
  /** Null while it lasts, and when it ended by itself. */
  readonly endedBy: string | null;
}

const HOUR_MS = 3_600_000;

export const SET_ASIDE_LIMITS = {
  /** The longest that an operator may shelve. */
  operatorShelveMs: HOUR_MS,
  /** The longest for everybody, unless a supervisor says that it is to be longer. */
  ordinaryMs: 24 * HOUR_MS,
  /** The longest at all. */
  maximumMs: 30 * 24 * HOUR_MS,
  /** How long before its end the desk warns. */
  warningMs: 600_000,
} as const;

interface Effect {
  readonly aside: AlarmTransition;
  readonly back: AlarmTransition;
  readonly state: AlarmState;
}

/** What each does in the table of transitions. */
export const SET_ASIDE_EFFECTS: Readonly<Record<SetAsideType, Effect>> = {
  shelved: { aside: 'shelve', back: 'unshelve', state: 'shelved' },
  disabled: { aside: 'suppress', back: 'unsuppress', state: 'suppressedByDesign' },
  outOfService: { aside: 'removeFromService', back: 'returnToService', state: 'outOfService' },
};

/** The strongest first: a device that is out of service is that, whatever else it is. */
const STRENGTH: readonly SetAsideType[] = ['outOfService', 'disabled', 'shelved'];

/** Orders by what each takes away. */
export const strongerFirst = (a: Pick<SetAside, 'type'>, b: Pick<SetAside, 'type'>): number =>
  STRENGTH.indexOf(a.type) - STRENGTH.indexOf(b.type);

/** Which of the standing ones decides for this kind of this device; undefined when it annunciates. */
export function decisive(
  standing: Iterable<SetAside>,
  deviceId: string,
  kind: AlarmKind,
): SetAside | undefined {
  let found: SetAside | undefined;
  for (const one of standing) {
    if (one.deviceId !== deviceId || (one.kind !== null && one.kind !== kind)) continue;
    if (!found || strongerFirst(one, found) < 0) found = one;
  }
  return found;
}

/** Whether the alarm's state is one of being set aside. */
export function isAside(state: AlarmState): boolean {
  return SET_ASIDE_TYPES.some((type) => SET_ASIDE_EFFECTS[type].state === state);
}

/** Danger that is present on a point which does not annunciate: it must be seen all the same. */
export function isHiddenDanger({ alarmClass, conditionActive, state }: AlarmRecord): boolean {
  return alarmClass === 'fire' && conditionActive && isAside(state);
}

const SET_ASIDE_REFUSALS = [
  /** A fire alarm of the point stands: it is answered, not put away. */
  'fireStanding',
  /** Only a supervisor takes a point out of use that can tell of fire. */
  'fireNotShelvable',
  'tooLong',
  'alreadySetAside',
  'notFound',
] as const;
export type SetAsideRefusal = (typeof SET_ASIDE_REFUSALS)[number];

/** Whether alarms of the fire class can come of the point. */
export function tellsOfFire({ kind }: Point): boolean {
  return kind === null
    ? READING_KINDS.some((one) => KIND_RULES[one].alarmClass === 'fire')
    : KIND_RULES[kind].alarmClass === 'fire';
}

/**
 * Whether it may begin.
 *
 * @param open the open alarms of the point's device
 * @param standing what is set aside of that device now
 * @param longer a supervisor's word that it is to last longer than a day
 */
export function refusalOf(
  {
    type,
    point,
    forMs,
    longer,
  }: {
    readonly type: SetAsideType;
    readonly point: Point;
    readonly forMs: number;
    readonly longer: boolean;
  },
  open: readonly AlarmRecord[],
  standing: Iterable<SetAside>,
): SetAsideRefusal | undefined {
  if (forMs > (longer ? SET_ASIDE_LIMITS.maximumMs : SET_ASIDE_LIMITS.ordinaryMs)) return 'tooLong';
  if (type === 'shelved' && tellsOfFire(point)) return 'fireNotShelvable';
  const concerned = open.filter(({ kind }) => point.kind === null || kind === point.kind);
  // Standing in any way, seen or not, present or latched: somebody is to answer it first. So is danger that came on a
  // point set aside before: another word must not hide it for longer.
  const stands = ({ conditionActive, state }: AlarmRecord) => conditionActive || !isAside(state);
  if (concerned.some((alarm) => alarm.alarmClass === 'fire' && stands(alarm)))
    return 'fireStanding';
  for (const one of standing)
    if (one.type === type && one.deviceId === point.deviceId && one.kind === point.kind)
      return 'alreadySetAside';
  return undefined;
}
