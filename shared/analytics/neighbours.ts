/** Which devices are near each other, from the floor plan (domain decision 7). */
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';

export type Place = Pick<DevicePlacement, 'floorId' | 'xM' | 'yM' | 'zoneId' | 'upstreamPanel'>;

export interface Nearness {
  readonly sameZone: boolean;
  /** Behind the same upstream panel, on whatever floor. */
  readonly samePanel: boolean;
  /** Metres in the plan; null on different floors. */
  readonly distanceM: number | null;
}

/** How two devices are near each other; null when they aren't, or one of them was never placed. */
export function nearness(
  a: Place | null,
  b: Place | null,
  { analytics }: Pick<Thresholds, 'analytics'>,
): Nearness | null {
  if (a === null || b === null) return null;
  const sameFloor = a.floorId === b.floorId;
  const sameZone = sameFloor && a.zoneId !== null && a.zoneId === b.zoneId;
  const samePanel = hasPanel(a) && a.upstreamPanel === b.upstreamPanel;
  const distanceM = sameFloor ? Math.hypot(a.xM - b.xM, a.yM - b.yM) : null;
  const near = distanceM !== null && distanceM < analytics.neighbours.distanceM;
  return sameZone || samePanel || near ? { sameZone, samePanel, distanceM } : null;
}

const hasPanel = ({ upstreamPanel }: Place): boolean =>
  upstreamPanel !== null && upstreamPanel !== '';
