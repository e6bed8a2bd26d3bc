/** The seed's `/api/overview`. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { DeviceView } from '#shared/contract/views.ts';
import { overview } from '#shared/scoring/overview.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { type RestAlert, restAlert } from './alerts.ts';

export interface RestOverview {
  readonly total_devices: number;
  /** Heard within the last five minutes. */
  readonly active_devices: number;
  /**
   * Active devices by level, and those that fell silent while HIGH or CRITICAL: a device that burned out must
   * not vanish from the picture. `silent_high_risk_devices` names them.
   */
  readonly risk_distribution: Readonly<Record<string, number>>;
  readonly silent_high_risk_devices: readonly string[];
  readonly recent_alerts: readonly RestAlert[];
  readonly system_status: 'HEALTHY' | 'DEGRADED';
}

/** @param alarms raised lately; older ones are left out here */
export function restOverview(
  devices: readonly DeviceView[],
  alarms: readonly AlarmRecord[],
  now: number,
  thresholds: Thresholds,
): RestOverview {
  const seen = devices.map(({ id, receivedAt, level }) => ({
    deviceId: id,
    lastSeenAt: receivedAt,
    level,
  }));
  const site = overview(seen, alarms, now, thresholds);
  const distribution = { ...site.riskDistribution };
  for (const { level } of site.silentAtHighRisk) distribution[level]++;
  return {
    total_devices: site.totalDevices,
    active_devices: site.activeDevices,
    risk_distribution: distribution,
    silent_high_risk_devices: site.silentAtHighRisk.map(({ deviceId }) => deviceId),
    recent_alerts: site.recentAlerts.map((alarm) => restAlert(alarm, thresholds)),
    system_status: site.systemStatus,
  };
}
