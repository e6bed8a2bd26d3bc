/** The site at a glance, the seed's `get_overview`. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { RISK_LEVELS, type RiskLevel } from './assessment.ts';
import { levelRank } from './level.ts';
import type { Thresholds } from './thresholds.ts';

type OverviewLevel = RiskLevel | 'UNKNOWN';

export interface OverviewDevice {
  readonly deviceId: string;
  /** Null when it was never heard. */
  readonly lastSeenAt: EpochMs | null;
  readonly level: OverviewLevel;
}

export interface Overview<A> {
  readonly totalDevices: number;
  readonly activeDevices: number;
  /** Of the active devices. */
  readonly riskDistribution: Readonly<Record<OverviewLevel, number>>;
  /**
   * Devices that fell silent while HIGH or worse, worst first. A device that burned out must not vanish from
   * the picture: screens add these to the distribution, and mark them.
   */
  readonly silentAtHighRisk: readonly OverviewDevice[];
  /** The newest five of the last five minutes, newest first. */
  readonly recentAlerts: readonly A[];
  readonly systemStatus: 'HEALTHY' | 'DEGRADED';
}

/** The overview at one moment. Activity is strict: heard exactly five minutes ago is no longer active. */
export function overview<A extends { readonly raisedAt: EpochMs }>(
  devices: readonly OverviewDevice[],
  alerts: readonly A[],
  now: EpochMs,
  thresholds: Thresholds,
): Overview<A> {
  const active = devices.filter(({ lastSeenAt }) => isActive(lastSeenAt, now, thresholds));
  const riskDistribution = { NORMAL: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0, UNKNOWN: 0 };
  for (const { level } of active) riskDistribution[level]++;
  return {
    totalDevices: devices.length,
    activeDevices: active.length,
    riskDistribution,
    silentAtHighRisk: devices
      .filter(
        ({ lastSeenAt, level }) =>
          (level === 'HIGH' || level === 'CRITICAL') && !isActive(lastSeenAt, now, thresholds),
      )
      .sort((a, b) => rank(b.level) - rank(a.level)),
    recentAlerts: alerts
      .filter(({ raisedAt }) => isActive(raisedAt, now, thresholds))
      .sort((a, b) => b.raisedAt - a.raisedAt)
      .slice(0, thresholds.overview.alerts),
    systemStatus: systemStatus(active.length, devices.length, thresholds),
  };
}

/** Whether something happened less than `activeWithinMs` ago. */
export function isActive(
  at: EpochMs | null,
  now: EpochMs,
  { activeWithinMs }: Thresholds,
): boolean {
  return at !== null && at > now - activeWithinMs;
}

/** Exactly 80 % is DEGRADED, and so is a site without devices. */
export function systemStatus(
  active: number,
  total: number,
  thresholds: Thresholds,
): 'HEALTHY' | 'DEGRADED' {
  return active > total * thresholds.overview.healthyAbove ? 'HEALTHY' : 'DEGRADED';
}

export function isRiskLevel(value: unknown): value is RiskLevel {
  return RISK_LEVELS.some((level) => level === value);
}

function rank(level: OverviewLevel): number {
  return level === 'UNKNOWN' ? -1 : levelRank(level);
}
