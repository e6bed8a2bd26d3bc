/** Alarms in a control-room database that no reading raised: for searching them by the hundred thousand. */
import type Database from 'better-sqlite3';
import { type AlarmRow, toRow } from '#engine/alarms/alarmRow.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { ALARM_KINDS, ALARM_PRIORITIES } from '#shared/alarms/alarm.ts';
import { alarmId } from '#shared/alarms/identity.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';

export const FIRST_ONSET = Date.parse('2026-01-02T00:00:00Z');
const PEOPLE = ['김관제', '이영희', '박철수'];

/** An alarm that is over: raised, seen after half a minute, gone after one. */
export function pastAlarm(
  deviceId: string,
  kind: AlarmRecord['kind'],
  onsetAt: number,
  changed: Partial<AlarmRecord> = {},
): AlarmRecord {
  return {
    id: alarmId('tower', deviceId, kind, onsetAt),
    siteId: 'tower',
    deviceId,
    kind,
    alarmClass: KIND_RULES[kind].alarmClass,
    priority: 'HIGH',
    state: 'normal',
    conditionActive: false,
    onsetAt,
    raisedAt: onsetAt,
    clearedAt: onsetAt + 60_000,
    acknowledgedAt: onsetAt + 30_000,
    acknowledgedBy: '김관제',
    silencedAt: null,
    silencedBy: null,
    endedAt: onsetAt + 60_000,
    takenBy: null,
    takenAt: null,
    firstOutId: null,
    chattering: false,
    detail: null,
    thresholdsVersion: 'v1',
    evidence: null,
    ...changed,
  };
}

/** Nobody has seen it and its cause lasts. */
export const STANDING = {
  state: 'unacknowledged',
  conditionActive: true,
  clearedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  endedAt: null,
} as const satisfies Partial<AlarmRecord>;

/** The n-th of many: every kind, priority and person in turn, over ten thousand devices. */
export function manyAlarms(n: number, firstOnset = FIRST_ONSET): AlarmRecord {
  const kind = ALARM_KINDS[(n * 7) % ALARM_KINDS.length]!;
  const deviceId = `device-${String((n * 7919) % 10_000).padStart(5, '0')}`;
  return pastAlarm(deviceId, kind, firstOnset + n * 7_000, {
    priority: ALARM_PRIORITIES[n % 4]!,
    acknowledgedBy: PEOPLE[n % 3]!,
  });
}

/** @param evidence what stands in each row as its evidence */
export function storeAlarms(
  db: Database.Database,
  alarms: Iterable<AlarmRecord>,
  evidence: string | null = null,
): void {
  const insert = db.prepare<[AlarmRow]>(
    `INSERT INTO alarm VALUES (@id, @site_id, @device_id, @kind, @alarm_class, @priority, @state,
       @condition_active, @onset_ms, @raised_ms, @cleared_ms, @acknowledged_ms, @acknowledged_by,
       @silenced_ms, @silenced_by, @ended_ms, @thresholds_version, @evidence_json,
       @taken_by, @taken_ms, @first_out_id, @chattering, @detail)`,
  );
  db.transaction(() => {
    for (const alarm of alarms) insert.run({ ...toRow(alarm), evidence_json: evidence });
  })();
}
