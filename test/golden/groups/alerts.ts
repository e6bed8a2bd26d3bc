/** Groups of the seed's alerts, overview and device recommendations. */
import { alertMessageLines } from '#shared/scoring/alertMessage.ts';
import { RISK_LEVELS, type RiskLevel } from '#shared/scoring/assessment.ts';
import { isRiskLevel, overview } from '#shared/scoring/overview.ts';
import { deviceRecommendations } from '#shared/scoring/recommendations.ts';
import { seedAlert } from '#shared/scoring/seed/seedAlert.ts';
import { seedOverview } from '#shared/scoring/seed/seedOverview.ts';
import { seedDeviceRecommendations } from '#shared/scoring/seed/seedRecommendations.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import {
  type GoldenGroup,
  type JsonObject,
  number,
  numbers,
  object,
  objects,
  text,
} from '../vector.ts';
import { CALM } from './names.ts';

export const alertTypeGroup: GoldenGroup = {
  alert: (input) => {
    const reading = {
      ...CALM,
      deviceId: text(input, 'device_id'),
      status: number(input, 'status'),
      pcbTemperature: number(input, 'pcb_temperature'),
      sensorTemperature: number(input, 'sensor_temperature'),
      leakageCurrent: number(input, 'leakage_current'),
      arcCount: number(input, 'arc_count'),
      coGas: number(input, 'co_gas'),
      voc: number(input, 'voc'),
    };
    const level = riskLevel(text(input, 'risk_level'));
    const alert = seedAlert(reading, level, DEFAULT_THRESHOLDS);
    return {
      expected: {
        alert_type: alert.type,
        conditions: alert.conditions,
        recommendations: alert.recommendations,
        message_lines: alertMessageLines(
          reading,
          level,
          number(input, 'risk_score'),
          alert.conditions,
        ),
      },
    };
  },
};

export const overviewGroup: GoldenGroup = {
  get_overview: (input) => {
    const now = number(input, 'now_ms');
    const devices = objects(input, 'devices').map((device) => ({
      deviceId: text(device, 'device_id'),
      lastSeenAt: device['last_seen'] === undefined ? null : number(device, 'last_seen'),
      level:
        device['current_risk_level'] === undefined ? 'NORMAL' : text(device, 'current_risk_level'),
    }));
    const alerts = objects(input, 'alerts').map((alert) => ({
      id: text(alert, 'alert_id'),
      raisedAt: number(alert, 'alert_timestamp'),
    }));
    const literal = seedOverview(devices, alerts, now, DEFAULT_THRESHOLDS);
    const known = devices.map(({ level, ...device }) => ({
      ...device,
      level: isRiskLevel(level) ? level : ('UNKNOWN' as const),
    }));
    return {
      expected: literal.error ? literal : named(literal),
      expected_resolved: named(overview(known, alerts, now, DEFAULT_THRESHOLDS)),
    };
  },
};

function named(view: {
  readonly totalDevices: number;
  readonly activeDevices: number;
  readonly riskDistribution: object;
  readonly recentAlerts: readonly { readonly id: string }[];
  readonly systemStatus: string;
}): Record<string, unknown> {
  return {
    total_devices: view.totalDevices,
    active_devices: view.activeDevices,
    risk_distribution: view.riskDistribution,
    recent_alert_ids: view.recentAlerts.map(({ id }) => id),
    system_status: view.systemStatus,
  };
}

export const recommendationsGroup: GoldenGroup = {
  generate_device_recommendations: (input) => {
    const info = object(input, 'device_info');
    const record = {
      riskScore: orZero(info, 'current_risk_score'),
      temperature: orZero(info, 'last_temperature'),
      alarmCount: orZero(info, 'total_alarms'),
      arcCountsNewestFirst: numbers(input, 'history_arc_counts_newest_first'),
    };
    return {
      expected: { recommendations: seedDeviceRecommendations(record, DEFAULT_THRESHOLDS) },
      expected_resolved: { recommendations: deviceRecommendations(record, DEFAULT_THRESHOLDS) },
    };
  },
};

/** The seed reads a missing entry of the device's state as 0. */
function orZero(info: JsonObject, key: string): number {
  return info[key] === undefined ? 0 : number(info, key);
}

function riskLevel(name: string): RiskLevel {
  const level = RISK_LEVELS.find((known) => known === name);
  if (!level) throw new Error(`${name} is not a risk level`);
  return level;
}
