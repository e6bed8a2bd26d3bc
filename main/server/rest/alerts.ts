/** Alarms in the shape of the seed's alert table. */

import { type AlarmKind, type AlarmRecord, isDeskKind } from '#shared/alarms/alarm.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { type AlertType, alertOf } from '#shared/scoring/alert.ts';
import { alertMessageLines } from '#shared/scoring/alertMessage.ts';
import { warmest } from '#shared/scoring/indicators.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { isoTime } from './seedNames.ts';

export interface RestAlert {
  readonly alert_id: string;
  readonly device_id: string;
  readonly alert_timestamp: string;
  readonly alert_level: string;
  readonly alert_type: AlertType | 'COMMUNICATION_ERROR' | 'SYSTEM_TROUBLE';
  /** The final score at onset; null for what no reading caused (a silent device). 0 … 1 */
  readonly risk_score: number | null;
  readonly message: string;
  readonly sensor_data: SensorData | null;
  readonly resolved: boolean;
  readonly alarm_class: string;
  readonly alarm_kind: AlarmKind;
  readonly alarm_state: string;
}

interface SensorData {
  readonly temperature: number;
  readonly voltage: number;
  readonly current: number;
  readonly arc_count: number;
  readonly co_gas: number;
  readonly voc: number;
}

/** The seed has no alerts about the way to a device, only a name for the condition. */
const SILENCE: ReadonlySet<AlarmKind> = new Set(['communicationError', 'deviceSilent']);

export function restAlert(record: AlarmRecord, thresholds: Thresholds): RestAlert {
  const { evidence, kind } = record;
  const caused = SILENCE.has(kind) ? null : evidence;
  const level = caused?.assessment.effectiveLevel ?? 'NORMAL';
  const about = caused ? alertOf(caused.reading, level, thresholds) : undefined;
  const score = caused?.assessment.finalScore ?? null;
  return {
    alert_id: record.id,
    device_id: record.deviceId,
    alert_timestamp: isoTime(record.raisedAt),
    alert_level: record.priority,
    alert_type: about?.type ?? typeOf(kind),
    risk_score: score,
    message:
      caused && about
        ? alertMessageLines(caused.reading, level, score ?? 0, about.conditions).join('\n')
        : `${WORDS.ko.kinds[kind]} - ${deskSourceOf(record.deviceId) ?? `디바이스 ${record.deviceId}`}`,
    sensor_data: evidence ? sensorData(evidence.reading) : null,
    resolved: record.endedAt !== null,
    alarm_class: record.alarmClass,
    alarm_kind: kind,
    alarm_state: record.state,
  };
}

/** For what no reading caused. The desk's own troubles have no name in the seed. */
function typeOf(kind: AlarmKind): RestAlert['alert_type'] {
  if (SILENCE.has(kind)) return 'COMMUNICATION_ERROR';
  return isDeskKind(kind) ? 'SYSTEM_TROUBLE' : 'GENERAL_RISK';
}

const sensorData = (reading: Reading): SensorData => ({
  temperature: warmest(reading),
  voltage: reading.voltage,
  current: reading.current,
  arc_count: reading.arcCount,
  co_gas: reading.coGas,
  voc: reading.voc,
});
