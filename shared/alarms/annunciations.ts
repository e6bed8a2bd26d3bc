/** What the meter and the floods count: each time an alarm asked to be seen, and each time somebody saw it. */

import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmClass, AlarmKind, AlarmPriority } from './alarm.ts';
import type { AlarmChange } from './lifecycle.ts';
import { isAside } from './setAside.ts';
import { waitsForAcknowledgement } from './sounding.ts';

export interface Annunciation {
  /** The desk's clock. */
  readonly at: EpochMs;
  readonly deviceId: string;
  readonly kind: AlarmKind;
  readonly alarmClass: AlarmClass;
  readonly priority: AlarmPriority;
  /** True when a standing alarm got worse and asked again. */
  readonly worsened: boolean;
}

export interface Answer {
  readonly at: EpochMs;
  readonly alarmClass: AlarmClass;
  /** From the newest annunciation to the acknowledgement. */
  readonly waitedMs: number;
}

/**
 * The annunciations among changes that are written together. One on a point that is set aside asks nobody: it is
 * recorded as raised and in the same breath as set aside.
 */
export function annunciationsIn(changes: readonly AlarmChange[]): readonly Annunciation[] {
  return changes.flatMap(({ alarm, event }, index) => {
    const { type, toState, at } = event;
    if (type !== 'raise' && type !== 'worsen') return [];
    if (!waitsForAcknowledgement(toState)) return [];
    const next = changes.slice(index + 1).find((change) => change.alarm.id === alarm.id);
    if (next?.event.operator === null && isAside(next.event.toState)) return [];
    const { deviceId, kind, alarmClass, priority } = alarm;
    return [{ at, deviceId, kind, alarmClass, priority, worsened: type === 'worsen' }];
  });
}

export function answersIn(changes: readonly AlarmChange[]): readonly Answer[] {
  return changes.flatMap(({ alarm, event: { type, at } }) =>
    type === 'acknowledge'
      ? // A clock that was set back since the annunciation tells nothing of how long it took.
        [{ at, alarmClass: alarm.alarmClass, waitedMs: Math.max(0, at - alarm.raisedAt) }]
      : [],
  );
}
