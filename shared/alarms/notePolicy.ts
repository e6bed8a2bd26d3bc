/** Which alarms may not be acknowledged without a note: what a site wants to read in the morning. */
import {
  ALARM_PRIORITIES,
  type AlarmClass,
  type AlarmPriority,
  type AlarmRecord,
} from './alarm.ts';

/** For each class the lowest priority from which on a note is required; null where it is up to the operator. */
export type NotePolicy = Readonly<Record<AlarmClass, AlarmPriority | null>>;

export const NOTES_OPTIONAL: NotePolicy = { fire: null, supervisory: null, trouble: null };

export function needsNote(
  { alarmClass, priority }: Pick<AlarmRecord, 'alarmClass' | 'priority'>,
  policy: NotePolicy,
): boolean {
  const from = policy[alarmClass];
  return from !== null && ALARM_PRIORITIES.indexOf(priority) <= ALARM_PRIORITIES.indexOf(from);
}
