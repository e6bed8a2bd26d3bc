/** Which alarms may wait for an investigation, and what ends the wait at once. */
import type { AlarmEventType, AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { nearness } from '#shared/analytics/neighbours.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { DelayRules } from './policy.ts';

export const DELAY_ENDS = [
  /** T1 passed. */
  'acknowledgeOverdue',
  /** T2 passed. */
  'investigateOverdue',
  /** A second device in the same place, or near the first, is in alarm. */
  'secondDevice',
  /** Nobody has placed the device: nobody could be sent to look. */
  'placeUnknown',
  /** Nobody attends any longer. */
  'unattended',
] as const;
export type DelayEnd = (typeof DELAY_ENDS)[number];

/** What got worse is told at once: somebody may have been looking at it already. */
export function mayWait(
  { alarmClass, kind, priority }: Pick<AlarmRecord, 'alarmClass' | 'kind' | 'priority'>,
  annunciatedBy: AlarmEventType,
  rules: DelayRules,
): boolean {
  if (alarmClass !== 'fire' || annunciatedBy === 'worsen') return false;
  return rules.kinds.includes(kind) && (priority !== 'CRITICAL' || rules.critical);
}

/**
 * What counts as the same place: the zone, or where none was drawn the panel, or at least the floor. Null for a device
 * that nobody has placed: nobody could be sent to look, so nothing about it waits.
 */
export function placeKey(placement: DevicePlacement | null): string | null {
  if (placement === null) return null;
  const { floorId, zoneId, upstreamPanel } = placement;
  if (zoneId !== null) return JSON.stringify(['zone', floorId, zoneId]);
  if (upstreamPanel !== null) return JSON.stringify(['panel', floorId, upstreamPanel]);
  return JSON.stringify(['floor', floorId]);
}

/**
 * Whether an alarm of one device says something of the other's place: the same place, or neighbours of the plan. A fire
 * doesn't stop at the line between two zones.
 */
export function areTogether(
  a: DevicePlacement | null,
  b: DevicePlacement | null,
  thresholds: Pick<Thresholds, 'analytics'>,
): boolean {
  const place = placeKey(a);
  return (place !== null && place === placeKey(b)) || nearness(a, b, thresholds) !== null;
}

/**
 * Whether an alarm says that there is a fire risk at its device now, or was and nobody has seen it. On a point that is
 * set aside too: who set it aside did not know of the other one.
 */
export function countsAsSecond({
  alarmClass,
  conditionActive,
  endedAt,
  state,
}: AlarmRecord): boolean {
  if (alarmClass !== 'fire' || endedAt !== null) return false;
  return conditionActive || waitsForAcknowledgement(state);
}
