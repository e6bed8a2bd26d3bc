/** Which sound the desk makes now, and what of it is new. */
import { ALARM_CLASSES, type AlarmRecord } from '#shared/alarms/alarm.ts';
import { sounding } from '#shared/alarms/sounding.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Monitoring } from '../state/staleness.ts';
import type { SoundClass } from './patterns.ts';

/** Alarms that ring, in no order. Silencing means silencing these. */
export function ringing(alarms: Iterable<AlarmRecord>): readonly AlarmRecord[] {
  const found: AlarmRecord[] = [];
  for (const alarm of alarms) if (sounding(alarm)) found.push(alarm);
  return found;
}

/**
 * Of what rings, what has only begun to: raised, raised again, back from a silence, or handed on to this seat.
 * @param heard when each alarm that rang before was raised
 */
export function newlyRinging(
  heard: ReadonlyMap<string, EpochMs>,
  rings: readonly AlarmRecord[],
): readonly AlarmRecord[] {
  return rings.filter(({ id, raisedAt }) => heard.get(id) !== raisedAt);
}

/**
 * One sound at a time, the most urgent: two patterns at once are a third one that nobody knows.
 * @param hushed the operator has stopped the sound of the lost engine, which no engine could record
 */
export function soundFor(
  alarms: readonly AlarmRecord[],
  watch: Monitoring,
  hushed: boolean,
): SoundClass | null {
  // What rang before the engine was lost is no longer known to ring, and nothing could silence it.
  if (watch === 'lost') return hushed ? null : 'lost';
  return ALARM_CLASSES.find((one) => alarms.some((alarm) => alarm.alarmClass === one)) ?? null;
}
