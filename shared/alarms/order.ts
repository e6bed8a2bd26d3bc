import {
  ALARM_CLASSES,
  ALARM_PRIORITIES,
  type AlarmPriority,
  type AlarmRecord,
  type AlarmState,
} from './alarm.ts';
import { waitsForAcknowledgement } from './sounding.ts';

const SET_ASIDE: ReadonlySet<AlarmState> = new Set<AlarmState>([
  'shelved',
  'suppressedByDesign',
  'outOfService',
]);

/** Whether somebody, or the design, has decided that nobody is to be asked about it for now. */
export function isSetAside(state: AlarmState): boolean {
  return SET_ASIDE.has(state);
}

/** What waits to be seen, then what stands, then what was set aside, then what is over. */
function urgency(state: AlarmState): number {
  if (waitsForAcknowledgement(state)) return 0;
  if (state === 'normal') return 3;
  return isSetAside(state) ? 2 : 1;
}

/** Whether `a` is more urgent than `b`. */
export function exceeds(a: AlarmPriority, b: AlarmPriority): boolean {
  return ALARM_PRIORITIES.indexOf(a) < ALARM_PRIORITIES.indexOf(b);
}

/**
 * The order of every alarm list: unacknowledged first, then class, priority, newest onset. The id decides the rest,
 * so that a list doesn't jump between two alarms of the same millisecond.
 */
export function compareAlarms(a: AlarmRecord, b: AlarmRecord): number {
  return (
    urgency(a.state) - urgency(b.state) ||
    ALARM_CLASSES.indexOf(a.alarmClass) - ALARM_CLASSES.indexOf(b.alarmClass) ||
    ALARM_PRIORITIES.indexOf(a.priority) - ALARM_PRIORITIES.indexOf(b.priority) ||
    b.onsetAt - a.onsetAt ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}
