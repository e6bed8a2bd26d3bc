import {
  type SeedHistoryContext,
  type SeedHistoryRow,
  seedHistoryContext,
} from '#shared/scoring/seed/seedHistory.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { isObject, type Json, type JsonObject, number } from '../vector.ts';

/** The seed's historical context of stored rows, in the seed's names. */
export function historyOf(
  rowsNewestFirst: readonly JsonObject[],
  order: 'newestFirst' | 'chronological',
): Record<string, unknown> {
  return named(seedHistoryContext(rowsNewestFirst.map(rowOf), order, DEFAULT_THRESHOLDS));
}

function named(context: SeedHistoryContext): Record<string, unknown> {
  if (context.state !== 'AVAILABLE')
    return { trend: context.state, risk_modifier: context.riskModifier };
  return {
    recent_data_count: context.recentDataCount,
    avg_temperature: context.averageTemperature,
    temp_trend: context.temperatureTrend,
    total_arcs_hour: context.totalArcs,
    avg_risk_score: context.averageRisk,
    risk_modifier: context.riskModifier,
  };
}

function rowOf(row: JsonObject): SeedHistoryRow {
  const indicators = row['risk_indicators'];
  return {
    pcbTemperature: optional(row['pcb_temperature']),
    arcCount: optional(row['arc_count']),
    indicatorScore: isObject(indicators) ? number(indicators, 'total_risk_score') : undefined,
  };
}

function optional(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
