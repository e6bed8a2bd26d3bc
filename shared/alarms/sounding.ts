import type { AlarmRecord, AlarmState } from './alarm.ts';

const WAITS: ReadonlySet<AlarmState> = new Set<AlarmState>([
  'unacknowledged',
  'returnedUnacknowledged',
  'latchedUnacknowledged',
]);

/** Whether somebody still has to say "I have seen it". */
export function waitsForAcknowledgement(state: AlarmState): boolean {
  return WAITS.has(state);
}

/**
 * Whether the alarm makes a sound: it waits to be acknowledged and nobody has silenced it since it was last
 * annunciated. Silence never lasts longer than that: a re-alarm sounds again.
 */
export function sounding(alarm: Pick<AlarmRecord, 'state' | 'silencedAt' | 'raisedAt'>): boolean {
  if (!waitsForAcknowledgement(alarm.state)) return false;
  return alarm.silencedAt === null || alarm.silencedAt < alarm.raisedAt;
}
