import {
  type DeviceRecommendation,
  type DeviceRecord,
  deviceRecommendations,
} from '../recommendations.ts';
import type { Thresholds } from '../thresholds.ts';

/** The seed's recommendations bug for bug: the arcs are those of the oldest ten readings. */
export function seedDeviceRecommendations(
  record: DeviceRecord,
  thresholds: Thresholds,
): DeviceRecommendation[] {
  const arcCountsNewestFirst = record.arcCountsNewestFirst.toReversed();
  return deviceRecommendations({ ...record, arcCountsNewestFirst }, thresholds);
}
