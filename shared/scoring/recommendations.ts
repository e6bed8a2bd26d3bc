/** What a device's recent record recommends, the seed's `generate_device_recommendations`. */
import type { Thresholds } from './thresholds.ts';

/** The words, in both languages, live in `shared/i18n`. */
export type DeviceRecommendationType =
  | 'IMMEDIATE_INSPECTION'
  | 'COOLING_CHECK'
  | 'ALARM_ANALYSIS'
  | 'ELECTRICAL_CHECK';

export interface DeviceRecommendation {
  readonly priority: 'HIGH' | 'MEDIUM';
  readonly type: DeviceRecommendationType;
  readonly action: 'INSPECT' | 'MAINTENANCE' | 'ANALYZE';
}

export interface DeviceRecord {
  /** The final score now, 0 … 1. */
  readonly riskScore: number;
  /** °C, the warmer of board and probe. */
  readonly temperature: number;
  /** Rising edges of alarm bits in the last 24 hours. The seed adds up set bits for ever instead. */
  readonly alarmCount: number;
  /** Arc counts of the readings of the last 24 hours. */
  readonly arcCountsNewestFirst: readonly number[];
}

/**
 * Looks at the newest ten readings' arcs, and only when there are more than ten. The seed sums the oldest ten,
 * because its list is newest first and it takes the end of it.
 */
export function deviceRecommendations(
  record: DeviceRecord,
  { limits, recommendations: table }: Thresholds,
): DeviceRecommendation[] {
  const advice: DeviceRecommendation[] = [];
  if (record.riskScore > table.riskScore)
    advice.push({ priority: 'HIGH', type: 'IMMEDIATE_INSPECTION', action: 'INSPECT' });
  if (record.temperature > limits.temperature.critical)
    advice.push({ priority: 'HIGH', type: 'COOLING_CHECK', action: 'MAINTENANCE' });
  if (record.alarmCount > table.alarms)
    advice.push({ priority: 'MEDIUM', type: 'ALARM_ANALYSIS', action: 'ANALYZE' });
  if (record.arcCountsNewestFirst.length > table.readings) {
    const newest = record.arcCountsNewestFirst.slice(0, table.readings);
    if (newest.reduce((sum, arcs) => sum + arcs, 0) > table.arcs)
      advice.push({ priority: 'MEDIUM', type: 'ELECTRICAL_CHECK', action: 'MAINTENANCE' });
  }
  return advice;
}
