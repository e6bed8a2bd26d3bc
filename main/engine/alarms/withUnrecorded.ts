import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { compareAlarms } from '#shared/alarms/order.ts';

/** Alarms that can't be written yet are shown like the others. */
export function withUnrecorded(
  recorded: readonly AlarmRecord[],
  unrecorded: readonly AlarmRecord[],
): readonly AlarmRecord[] {
  if (unrecorded.length === 0) return recorded;
  const known = new Set(recorded.map(({ id }) => id));
  return [...recorded, ...unrecorded.filter(({ id }) => !known.has(id))].sort(compareAlarms);
}
