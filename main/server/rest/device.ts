/** The seed's `/api/device/:id`. */

import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { DeviceView } from '#shared/contract/views.ts';
import { warmest } from '#shared/scoring/indicators.ts';
import {
  type DeviceRecommendation,
  type DeviceRecommendationType,
  deviceRecommendations,
} from '#shared/scoring/recommendations.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import { type RestAlert, restAlert } from './alerts.ts';
import { type RestReading, type TimeseriesPoint, timeseriesPoint } from './readings.ts';
import { isoTime } from './seedNames.ts';

export const DAY_MS = 86_400_000;
const ALERTS = 20;

export interface RestDevice {
  readonly device_info: DeviceInfo;
  /** The last 24 hours, oldest first, at most a hundred readings. */
  readonly timeseries_data: readonly TimeseriesPoint[];
  /** Newest first, at most twenty. */
  readonly recent_alerts: readonly RestAlert[];
  readonly recommendations: readonly (DeviceRecommendation & { readonly message: string })[];
}

/** Null where the device has never reported. */
interface DeviceInfo {
  readonly device_id: string;
  readonly last_seen: string | null;
  readonly current_risk_level: string;
  readonly current_risk_score: number | null;
  readonly last_temperature: number | null;
  readonly last_arc_count: number | null;
  /** Alarm bits that came on in the last 24 hours. */
  readonly total_alarms: number;
  readonly last_status_bits: number | null;
  readonly last_idx: number | null;
}

/** The seed's own words. */
const MESSAGES: Readonly<Record<DeviceRecommendationType, string>> = {
  IMMEDIATE_INSPECTION: '즉시 현장 점검이 필요합니다.',
  COOLING_CHECK: '냉각 시스템 점검 및 환기 확인이 필요합니다.',
  ALARM_ANALYSIS: '반복적인 알람 발생 원인 분석이 필요합니다.',
  ELECTRICAL_CHECK: '전기 연결부 및 절연 상태 점검을 권장합니다.',
};

export interface DeviceRecord {
  readonly device: DeviceView;
  /** Newest first. */
  readonly alarms: readonly AlarmRecord[];
  /** Newest first. */
  readonly rows: readonly RestReading[];
  readonly now: number;
}

export function restDevice(record: DeviceRecord, thresholds: Thresholds): RestDevice {
  const { device, alarms, now } = record;
  const since = now - DAY_MS;
  const rows = record.rows.filter(({ reading }) => reading.measuredAt >= since);
  const { values } = device;
  const temperature = values && warmest(values);
  const alarmCount = alarms.filter(
    ({ kind, onsetAt }) => onsetAt >= since && STATUS_BITS.some((bit) => bit === kind),
  ).length;
  const advice = deviceRecommendations(
    {
      riskScore: device.finalScore ?? 0,
      temperature: temperature ?? 0,
      alarmCount,
      arcCountsNewestFirst: rows.map(({ reading }) => reading.arcCount),
    },
    thresholds,
  );
  return {
    device_info: {
      device_id: device.id,
      last_seen: device.receivedAt === null ? null : isoTime(device.receivedAt),
      current_risk_level: device.level,
      current_risk_score: device.finalScore,
      last_temperature: temperature,
      last_arc_count: values?.arcCount ?? null,
      total_alarms: alarmCount,
      last_status_bits: device.status,
      last_idx: rows[0]?.reading.idx ?? null,
    },
    timeseries_data: rows.map(timeseriesPoint).reverse(),
    recent_alerts: alarms.slice(0, ALERTS).map((alarm) => restAlert(alarm, thresholds)),
    recommendations: advice.map((one) => ({ ...one, message: MESSAGES[one.type] })),
  };
}
