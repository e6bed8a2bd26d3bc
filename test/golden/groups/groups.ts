/** Every golden file that is known, in the order of the pipeline. */
import type { GoldenGroup } from '../vector.ts';
import { alertTypeGroup, overviewGroup, recommendationsGroup } from './alerts.ts';
import { iotRule, riskIndicators, statusBits, validation } from './ingest.ts';
import { modelMetrics } from './model.ts';
import {
  finalRisk,
  historicalContext,
  patternRiskGroup,
  ruleRiskGroup,
  statusRiskGroup,
} from './parts.ts';
import { pipeline } from './pipeline.ts';

export const GROUPS: Readonly<Record<string, GoldenGroup>> = {
  'iot-rule': iotRule,
  'status-bits': statusBits,
  'risk-indicators': riskIndicators,
  validation,
  'rule-risk': ruleRiskGroup,
  'status-risk': statusRiskGroup,
  'pattern-risk': patternRiskGroup,
  'historical-context': historicalContext,
  'final-risk': finalRisk,
  'alert-type': alertTypeGroup,
  pipeline,
  overview: overviewGroup,
  recommendations: recommendationsGroup,
  'model-metrics': modelMetrics,
};

/** Files whose functions the product does not have yet: the streaming windows and the seed's features. */
export const PENDING: readonly string[] = [
  'temporal-patterns',
  'anomalies',
  'batch',
  'windows-5min-aggregates',
  'windows-temperature-anomalies',
  'windows-risk-spikes',
  'windows-device-correlations',
  'windows-arc-patterns',
  'windows-output-actions',
  'features',
];
