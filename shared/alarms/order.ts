import { ALARM_CLASSES, ALARM_PRIORITIES, type AlarmPriority, type AlarmRecord } from './alarm.ts';
import { isAside, isHiddenDanger } from './setAside.ts';
import { waitsForAcknowledgement } from './sounding.ts';

/**
 * What waits to be seen, then what stands, then what was set aside, then what is over. Two things are further up than
 * that: a fire that stands, which no broker that fails may push out of sight, and fire on a point that was set aside,
 * which is the one thing that setting aside must not hide.
 */
function urgency(alarm: AlarmRecord): number {
  const { alarmClass, state } = alarm;
  if (waitsForAcknowledgement(state)) return alarmClass === 'trouble' ? 2 : 0;
  if (state === 'normal') return 5;
  if (isHiddenDanger(alarm)) return 1;
  if (isAside(state)) return 4;
  return alarmClass === 'fire' ? 1 : 3;
}

/** Whether `a` is more urgent than `b`. */
export function exceeds(a: AlarmPriority, b: AlarmPriority): boolean {
  return ALARM_PRIORITIES.indexOf(a) < ALARM_PRIORITIES.indexOf(b);
}

/**
 * The order of every alarm list: urgency, then class, priority, newest onset. The id decides the rest, so that a list
 * doesn't jump between two alarms of the same millisecond.
 */
export function compareAlarms(a: AlarmRecord, b: AlarmRecord): number {
  return (
    urgency(a) - urgency(b) ||
    ALARM_CLASSES.indexOf(a.alarmClass) - ALARM_CLASSES.indexOf(b.alarmClass) ||
    ALARM_PRIORITIES.indexOf(a.priority) - ALARM_PRIORITIES.indexOf(b.priority) ||
    b.onsetAt - a.onsetAt ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/** Danger that somebody has to know of: a fire alarm that is open, unless its point is set aside and shows none now. */
const isFireToShow = (alarm: AlarmRecord) => alarm.alarmClass === 'fire' && urgency(alarm) <= 1;

/**
 * The first of a sorted list when it is too long to show. Fire that stands goes before other alarms that wait, which
 * is not its place in the list: there can be thousands of those.
 */
export function mostUrgent(sorted: readonly AlarmRecord[], most: number): readonly AlarmRecord[] {
  if (sorted.length <= most) return sorted;
  let fires = Math.min(most, sorted.filter(isFireToShow).length);
  let others = most - fires;
  return sorted.filter((alarm) => (isFireToShow(alarm) ? fires-- : others--) > 0);
}
