/** Every golden file that is known, in the order of the pipeline. */
import type { GoldenGroup } from '../vector.ts';
import { alertTypeGroup, overviewGroup, recommendationsGroup } from './alerts.ts';
import { features } from './features.ts';
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
import { anomaliesGroup, batchGroup, temporalPatternsGroup } from './stream.ts';
import {
  arcPatterns,
  deviceCorrelations,
  fiveMinuteAggregates,
  outputActions,
  riskSpikes,
  temperatureAnomalies,
} from './windows.ts';

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
  'temporal-patterns': temporalPatternsGroup,
  anomalies: anomaliesGroup,
  batch: batchGroup,
  'windows-5min-aggregates': fiveMinuteAggregates,
  'windows-temperature-anomalies': temperatureAnomalies,
  'windows-risk-spikes': riskSpikes,
  'windows-device-correlations': deviceCorrelations,
  'windows-arc-patterns': arcPatterns,
  'windows-output-actions': outputActions,
  overview: overviewGroup,
  recommendations: recommendationsGroup,
  features,
  'model-metrics': modelMetrics,
};
