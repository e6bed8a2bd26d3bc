/** What two devices say together: the seed's MULTI_DEVICE_CORRELATION. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

const PAIR_KINDS = ['NORMAL', 'TEMP_DIVERGENCE', 'HIGH_RISK_CLUSTER'] as const;
export type PairKind = (typeof PAIR_KINDS)[number];

export interface PairMember {
  readonly deviceId: string;
  readonly at: EpochMs;
  /** °C */
  readonly temperature: number;
  /** 0 … 1 */
  readonly risk: number;
}

export interface Pair {
  /** The device whose id comes first. */
  readonly first: string;
  readonly second: string;
  /** °C */
  readonly temperatureDifference: number;
  readonly riskDifference: number;
  readonly meanRisk: number;
  readonly kind: PairKind;
  /** Of the later of the two. */
  readonly at: EpochMs;
}

/** @returns null for the same device, for readings too far apart in time, and while neither has any risk to speak of. */
export function pairOf(a: PairMember, b: PairMember, { analytics }: Thresholds): Pair | null {
  const { withinMs, watched } = analytics.pairs;
  if (a.deviceId === b.deviceId || Math.abs(a.at - b.at) > withinMs) return null;
  if (!(a.risk > watched || b.risk > watched)) return null;
  const [one, other] = a.deviceId < b.deviceId ? [a, b] : [b, a];
  return {
    first: one.deviceId,
    second: other.deviceId,
    temperatureDifference: Math.abs(one.temperature - other.temperature),
    riskDifference: Math.abs(one.risk - other.risk),
    meanRisk: (one.risk + other.risk) / 2,
    kind: kindOf(one, other, analytics.pairs),
    at: Math.max(a.at, b.at),
  };
}

function kindOf(
  a: PairMember,
  b: PairMember,
  { high, divergence }: Thresholds['analytics']['pairs'],
): PairKind {
  if (a.risk > high && b.risk > high) return 'HIGH_RISK_CLUSTER';
  return Math.abs(a.temperature - b.temperature) > divergence ? 'TEMP_DIVERGENCE' : 'NORMAL';
}
