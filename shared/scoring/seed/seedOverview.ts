/** The seed's overview bug for bug. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { RiskLevel } from '../assessment.ts';
import { isActive, isRiskLevel, systemStatus } from '../overview.ts';
import type { Thresholds } from '../thresholds.ts';

/** A table scan looks at this many items before it filters them. */
const SCAN_LIMIT = 10;

export type SeedOverview<A> =
  | { readonly error: true }
  | {
      readonly error: false;
      readonly totalDevices: number;
      readonly activeDevices: number;
      readonly riskDistribution: Readonly<Record<RiskLevel, number>>;
      readonly recentAlerts: readonly A[];
      readonly systemStatus: 'HEALTHY' | 'DEGRADED';
    };

/** Fails on an active device of unknown level, and finds only the alerts among the first ten that are stored. */
export function seedOverview<A extends { readonly raisedAt: EpochMs }>(
  devices: readonly { readonly lastSeenAt: EpochMs | null; readonly level: string }[],
  alertsInScanOrder: readonly A[],
  now: EpochMs,
  thresholds: Thresholds,
): SeedOverview<A> {
  const active = devices.filter(({ lastSeenAt }) => isActive(lastSeenAt, now, thresholds));
  const riskDistribution = { NORMAL: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
  for (const { level } of active) {
    if (!isRiskLevel(level)) return { error: true };
    riskDistribution[level]++;
  }
  return {
    error: false,
    totalDevices: devices.length,
    activeDevices: active.length,
    riskDistribution,
    recentAlerts: alertsInScanOrder
      .slice(0, SCAN_LIMIT)
      .filter(({ raisedAt }) => isActive(raisedAt, now, thresholds))
      .slice(0, thresholds.overview.alerts),
    systemStatus: systemStatus(active.length, devices.length, thresholds),
  };
}
