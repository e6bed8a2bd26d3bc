/**
 * One occurrence of an alarm, told a second time: `docs/alarms.md` in plain steps, without a look at the table or the
 * machine that the engine runs on. Where the two disagree, one of them is wrong.
 */
import type { AlarmKind, AlarmPriority, AlarmState } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import type { SetAsideType } from '#shared/alarms/setAside.ts';

export interface Line {
  readonly type: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly at: number;
  readonly by: string | null;
}

export interface Occurrence {
  readonly id: string;
  readonly device: string;
  readonly kind: AlarmKind;
  /** Event time, as is `gone`. */
  readonly onset: number;
  state: AlarmState;
  priority: AlarmPriority;
  present: boolean;
  gone: number | null;
  acknowledgedBy: string | null;
  takenBy: string | null;
  /** Somebody silenced it since it was last annunciated. */
  quiet: boolean;
  chattering: boolean;
  /** Calm readings in a row. */
  calm: number;
  /** The reading of the last annunciation, and whether that was a return of the cause. */
  shownFor: number;
  cameBack: boolean;
  over: boolean;
  readonly lines: Line[];
}

export interface By {
  readonly at: number;
  readonly by: string | null;
}

export type Answer = 'done' | 'notAllowedInState' | 'conditionActive';

const ASIDE_STATE: Readonly<Record<SetAsideType, AlarmState>> = {
  shelved: 'shelved',
  disabled: 'suppressedByDesign',
  outOfService: 'outOfService',
};
const ASIDE_WORDS: Readonly<Record<SetAsideType, readonly [string, string]>> = {
  shelved: ['shelve', 'unshelve'],
  disabled: ['suppress', 'unsuppress'],
  outOfService: ['removeFromService', 'returnToService'],
};

export const isFire = (kind: AlarmKind) => KIND_RULES[kind].alarmClass === 'fire';
export const waits = ({ state }: Occurrence) =>
  state === 'unacknowledged' ||
  state === 'returnedUnacknowledged' ||
  state === 'latchedUnacknowledged';
export const sounds = (one: Occurrence) => waits(one) && !one.quiet;
export const isAside = ({ state }: Occurrence) =>
  state === 'shelved' || state === 'suppressedByDesign' || state === 'outOfService';
export const isHiddenFire = (one: Occurrence) => isFire(one.kind) && one.present && isAside(one);

export function beginning(
  device: string,
  kind: AlarmKind,
  onset: number,
  found: { readonly priority: AlarmPriority; readonly shownFor: number },
  at: number,
): Occurrence {
  const one: Occurrence = {
    id: `hq/${device.replaceAll('/', '~1')}/${kind}/${onset}`,
    device,
    kind,
    onset,
    state: 'normal',
    priority: found.priority,
    present: true,
    gone: null,
    acknowledgedBy: null,
    takenBy: null,
    quiet: false,
    chattering: false,
    calm: 0,
    shownFor: found.shownFor,
    cameBack: false,
    over: false,
    lines: [],
  };
  go(one, 'raise', 'unacknowledged', { at, by: null });
  return one;
}

/** The cause is back, or worse than it was: it asks to be seen afresh, unless it is set aside. */
export function annunciate(
  one: Occurrence,
  type: 'raise' | 'worsen',
  found: { readonly priority: AlarmPriority; readonly shownFor: number },
  at: number,
): void {
  one.present = true;
  one.gone = null;
  one.calm = 0;
  one.shownFor = found.shownFor;
  one.cameBack ||= type === 'raise';
  // A critical fire that nobody has acknowledged stays critical.
  const unseenCritical = one.priority === 'CRITICAL' && one.acknowledgedBy === null;
  one.priority = unseenCritical ? 'CRITICAL' : found.priority;
  if (isAside(one)) go(one, type, one.state, { at, by: null });
  else {
    go(one, type, 'unacknowledged', { at, by: null });
    askAfresh(one);
  }
}

export function causeGone(one: Occurrence, gone: number, at: number): void {
  one.present = false;
  one.gone = gone;
  one.calm = 0;
  go(one, 'clear', withoutCause(one), { at, by: null });
}

export function acknowledge(one: Occurrence, by: By): Answer {
  if (!waits(one)) return 'notAllowedInState';
  one.acknowledgedBy = by.by;
  if (one.present) go(one, 'acknowledge', 'acknowledged', by);
  else go(one, 'acknowledge', isFire(one.kind) ? 'latchedAcknowledged' : 'normal', by);
  return 'done';
}

export function reset(one: Occurrence, by: By): Answer {
  if (one.present) return 'conditionActive';
  if (one.state !== 'latchedAcknowledged') return 'notAllowedInState';
  go(one, 'reset', 'normal', by);
  return 'done';
}

export function silence(one: Occurrence, by: By): Answer {
  if (!sounds(one)) return 'notAllowedInState';
  one.quiet = true;
  return remark(one, 'silence', by);
}

export function takeOn(one: Occurrence, by: By): Answer {
  if (one.takenBy === by.by) return 'notAllowedInState';
  one.takenBy = by.by;
  return remark(one, 'take', by);
}

export function giveUp(one: Occurrence, by: By): Answer {
  if (one.takenBy === null) return 'notAllowedInState';
  one.takenBy = null;
  return remark(one, 'release', by);
}

export function remark(one: Occurrence, type: string, by: By): Answer {
  one.lines.push({ type, from: one.state, to: one.state, ...by });
  return 'done';
}

export function putAside(one: Occurrence, type: SetAsideType, by: By): void {
  if (!isAside(one)) go(one, ASIDE_WORDS[type][0], ASIDE_STATE[type], by);
}

/** @returns whether it was this that held it. */
export function takeBack(one: Occurrence, type: SetAsideType, by: By): boolean {
  if (one.state !== ASIDE_STATE[type]) return false;
  const back = ASIDE_WORDS[type][1];
  if (!one.present && !isFire(one.kind)) go(one, back, 'normal', by);
  else {
    go(one, back, one.present ? 'unacknowledged' : 'latchedUnacknowledged', by);
    askAfresh(one);
  }
  return true;
}

function withoutCause(one: Occurrence): AlarmState {
  if (isAside(one)) return one.state;
  const seen = one.state === 'acknowledged';
  if (isFire(one.kind)) return seen ? 'latchedAcknowledged' : 'latchedUnacknowledged';
  return seen ? 'normal' : 'returnedUnacknowledged';
}

function askAfresh(one: Occurrence): void {
  one.acknowledgedBy = null;
  one.quiet = false;
}

function go(one: Occurrence, type: string, to: AlarmState, { at, by }: By): void {
  one.lines.push({ type, from: one.state, to, at, by });
  one.state = to;
  one.over = to === 'normal';
}
