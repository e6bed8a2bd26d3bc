import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';

/** An alarm that was just raised, with what a test says of it. */
export function alarmOf(said: Partial<AlarmRecord> = {}): AlarmRecord {
  const kind = said.kind ?? 'risk';
  const { alarmClass, priority } = KIND_RULES[kind];
  return {
    id: 'hq/device-1/risk/1000',
    siteId: 'hq',
    deviceId: 'device-1',
    kind,
    alarmClass,
    priority,
    state: 'unacknowledged',
    conditionActive: true,
    onsetAt: 1000,
    raisedAt: 1050,
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    silencedAt: null,
    silencedBy: null,
    endedAt: null,
    thresholdsVersion: 't1',
    evidence: null,
    takenBy: null,
    takenAt: null,
    firstOutId: null,
    chattering: false,
    detail: null,
    ...said,
  };
}
