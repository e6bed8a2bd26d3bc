/** What the stream's findings make the desk do: the seed's output processor. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { ArcFrequency } from './arcPattern.ts';
import type { PairKind } from './pairs.ts';

const ACTIONS = [
  'CRITICAL_TEMPERATURE_ALERT',
  'EMERGENCY_RESPONSE',
  'CLUSTER_RISK_ALERT',
  'MAINTENANCE_CHECK',
] as const;
export type Action = (typeof ACTIONS)[number];

/** A row of one of the streams, as far as an action depends on it. */
export type OutputRow =
  | { readonly stream: 'temperatureAnomaly'; readonly temperature: number }
  | { readonly stream: 'riskSpike'; readonly change: number }
  | { readonly stream: 'pair'; readonly kind: PairKind }
  | { readonly stream: 'arcPattern'; readonly frequency: ArcFrequency };

/** @returns null for a row that is only recorded */
export function actionOf(row: OutputRow, { limits, analytics }: Thresholds): Action | null {
  switch (row.stream) {
    case 'temperatureAnomaly':
      return row.temperature > limits.temperature.emergency ? 'CRITICAL_TEMPERATURE_ALERT' : null;
    case 'riskSpike':
      return row.change > analytics.risk.jump ? 'EMERGENCY_RESPONSE' : null;
    case 'pair':
      return row.kind === 'HIGH_RISK_CLUSTER' ? 'CLUSTER_RISK_ALERT' : null;
    case 'arcPattern':
      return row.frequency === 'HIGH_FREQUENCY' ? 'MAINTENANCE_CHECK' : null;
  }
}
