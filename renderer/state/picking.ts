/** Several alarms picked for one acknowledgement. Pure; the engine has the last word on each of them. */
import type { AlarmClass, AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';

/** Critical fires are looked at one by one: one click must never put away two of them. */
export function acknowledgedAlone(alarm: Pick<AlarmRecord, 'alarmClass' | 'priority'>): boolean {
  return alarm.alarmClass === 'fire' && alarm.priority === 'CRITICAL';
}

/** All of a class that may be acknowledged together. */
export function pickClass(
  alarms: readonly AlarmRecord[],
  alarmClass: AlarmClass,
): ReadonlySet<string> {
  return new Set(
    alarms
      .filter((alarm) => alarm.alarmClass === alarmClass)
      .filter((alarm) => waitsForAcknowledgement(alarm.state) && !acknowledgedAlone(alarm))
      .map(({ id }) => id),
  );
}

/** From one row to another, as Shift does it. What doesn't wait is passed over; a critical fire is refused later. */
export function pickRange(
  sorted: readonly AlarmRecord[],
  fromId: string | null,
  toId: string,
): ReadonlySet<string> {
  const to = sorted.findIndex((alarm) => alarm.id === toId);
  const from = sorted.findIndex((alarm) => alarm.id === fromId);
  const ends = [from === -1 ? to : from, to].sort((a, b) => a - b);
  return new Set(
    sorted
      .slice(ends[0], (ends[1] ?? to) + 1)
      .filter((alarm) => waitsForAcknowledgement(alarm.state))
      .map(({ id }) => id),
  );
}

/** One more or one less, as Ctrl does it. The first time it adds to the row that was selected. */
export function pickToggle(
  picked: ReadonlySet<string>,
  selected: AlarmRecord | null,
  alarm: AlarmRecord,
): ReadonlySet<string> {
  const next = new Set(picked);
  if (picked.size === 0 && selected !== null && waitsForAcknowledgement(selected.state)) {
    next.add(selected.id);
  }
  if (picked.has(alarm.id)) next.delete(alarm.id);
  else if (waitsForAcknowledgement(alarm.state)) next.add(alarm.id);
  return next;
}

/** What "acknowledge" means now: what is picked and still waits, else the selected alarm if it does. */
export function toAcknowledge(
  sorted: readonly AlarmRecord[],
  selected: AlarmRecord | null,
  picked: ReadonlySet<string>,
): readonly AlarmRecord[] {
  const waiting = sorted.filter(
    (alarm) => picked.has(alarm.id) && waitsForAcknowledgement(alarm.state),
  );
  if (waiting.length > 0) return waiting;
  return selected !== null && waitsForAcknowledgement(selected.state) ? [selected] : [];
}

/** What stays picked after an act: not what is over or seen, and not what was refused. */
export function stillPicked(
  picked: ReadonlySet<string>,
  alarms: ReadonlyMap<string, AlarmRecord>,
  refused: { has(id: string): boolean },
): ReadonlySet<string> {
  return new Set(
    [...picked].filter((id) => {
      const alarm = alarms.get(id);
      return alarm !== undefined && waitsForAcknowledgement(alarm.state) && !refused.has(id);
    }),
  );
}
