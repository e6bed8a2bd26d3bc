/** First-out on the page: which alarms follow which, from what was marked when they began. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { readAlarmId } from '#shared/alarms/identity.ts';

/** By the id of the first alarm of a burst: how many alarms of other devices followed it and are open. */
export type Followers = ReadonlyMap<string, number>;

export function followersIn(alarms: Iterable<AlarmRecord>): Followers {
  const followers = new Map<string, number>();
  for (const alarm of alarms) {
    const lead = leadOf(alarm);
    if (lead !== null) followers.set(lead.id, (followers.get(lead.id) ?? 0) + 1);
  }
  return followers;
}

export interface Lead {
  readonly id: string;
  readonly deviceId: string;
  readonly kind: string;
  readonly onsetAt: number;
  /** How much later this alarm began, whole seconds. */
  readonly seconds: number;
}

/**
 * The alarm that came first, as its id tells, also when it is over. Null for a first one, for one alone, and where the
 * first was the same device's: that one alarm brought another says nothing of what happened behind the panel.
 */
export function leadOf({ firstOutId, deviceId, onsetAt }: AlarmRecord): Lead | null {
  const first = firstOutId === null ? null : readAlarmId(firstOutId);
  if (firstOutId === null || first === null || first.deviceId === deviceId) return null;
  const seconds = Math.max(0, Math.round((onsetAt - first.onsetAt) / 1000));
  return { ...first, id: firstOutId, seconds };
}
