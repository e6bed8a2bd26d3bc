/** The rows of the tables `alarm` and `alarm_event`, and the records they hold. */

import type {
  AlarmClass,
  AlarmEventRecord,
  AlarmEventType,
  AlarmEvidence,
  AlarmKind,
  AlarmPriority,
  AlarmRecord,
  AlarmState,
} from '#shared/alarms/alarm.ts';
import { fromJson } from '#shared/telemetry/reading.ts';

export interface AlarmRow {
  readonly id: string;
  readonly site_id: string;
  readonly device_id: string;
  readonly kind: string;
  readonly alarm_class: string;
  readonly priority: string;
  readonly state: string;
  readonly condition_active: 0 | 1;
  readonly onset_ms: number;
  readonly raised_ms: number;
  readonly cleared_ms: number | null;
  readonly acknowledged_ms: number | null;
  readonly acknowledged_by: string | null;
  readonly silenced_ms: number | null;
  readonly silenced_by: string | null;
  readonly ended_ms: number | null;
  readonly thresholds_version: string;
  readonly evidence_json: string | null;
  readonly taken_by: string | null;
  readonly taken_ms: number | null;
  readonly first_out_id: string | null;
  readonly chattering: 0 | 1;
  readonly detail: string | null;
}

export interface EventRow {
  readonly alarm_id: string;
  readonly at_ms: number;
  readonly type: string;
  readonly from_state: string;
  readonly to_state: string;
  readonly operator: string | null;
  readonly desk: string | null;
  readonly note: string | null;
  readonly evidence_json: string | null;
}

export function toRow(alarm: AlarmRecord): AlarmRow {
  return {
    id: alarm.id,
    site_id: alarm.siteId,
    device_id: alarm.deviceId,
    kind: alarm.kind,
    alarm_class: alarm.alarmClass,
    priority: alarm.priority,
    state: alarm.state,
    condition_active: alarm.conditionActive ? 1 : 0,
    onset_ms: alarm.onsetAt,
    raised_ms: alarm.raisedAt,
    cleared_ms: alarm.clearedAt,
    acknowledged_ms: alarm.acknowledgedAt,
    acknowledged_by: alarm.acknowledgedBy,
    silenced_ms: alarm.silencedAt,
    silenced_by: alarm.silencedBy,
    ended_ms: alarm.endedAt,
    thresholds_version: alarm.thresholdsVersion,
    evidence_json: toJson(alarm.evidence),
    taken_by: alarm.takenBy,
    taken_ms: alarm.takenAt,
    first_out_id: alarm.firstOutId,
    chattering: alarm.chattering ? 1 : 0,
    detail: alarm.detail,
  };
}

/** Only this program writes these tables, in the words of `shared/alarms`, so the words are taken as they are. */
export function fromRow(
  row: AlarmRow,
  evidence: AlarmEvidence | null = evidenceOf(row.evidence_json),
): AlarmRecord {
  return {
    id: row.id,
    siteId: row.site_id,
    deviceId: row.device_id,
    kind: row.kind as AlarmKind,
    alarmClass: row.alarm_class as AlarmClass,
    priority: row.priority as AlarmPriority,
    state: row.state as AlarmState,
    conditionActive: row.condition_active === 1,
    onsetAt: row.onset_ms,
    raisedAt: row.raised_ms,
    clearedAt: row.cleared_ms,
    acknowledgedAt: row.acknowledged_ms,
    acknowledgedBy: row.acknowledged_by,
    silencedAt: row.silenced_ms,
    silencedBy: row.silenced_by,
    endedAt: row.ended_ms,
    thresholdsVersion: row.thresholds_version,
    evidence,
    takenBy: row.taken_by,
    takenAt: row.taken_ms,
    firstOutId: row.first_out_id,
    chattering: row.chattering === 1,
    detail: row.detail,
  };
}

export function toEventRow(event: AlarmEventRecord, evidence: AlarmEvidence | null): EventRow {
  return {
    alarm_id: event.alarmId,
    at_ms: event.at,
    type: event.type,
    from_state: event.fromState,
    to_state: event.toState,
    operator: event.operator,
    desk: event.desk,
    note: event.note,
    evidence_json: toJson(evidence),
  };
}

export function fromEventRow(row: EventRow): AlarmEventRecord {
  return {
    alarmId: row.alarm_id,
    at: row.at_ms,
    type: row.type as AlarmEventType,
    fromState: row.from_state as AlarmState,
    toState: row.to_state as AlarmState,
    operator: row.operator,
    desk: row.desk,
    note: row.note,
  };
}

function toJson(evidence: AlarmEvidence | null): string | null {
  return evidence && JSON.stringify(evidence);
}

/** An alarm whose evidence a damaged file has lost is still an alarm: it loads without. */
export function evidenceOf(text: string | null): AlarmEvidence | null {
  if (text === null) return null;
  try {
    const evidence = JSON.parse(text) as AlarmEvidence;
    return { ...evidence, reading: fromJson(evidence.reading) };
  } catch {
    return null;
  }
}
