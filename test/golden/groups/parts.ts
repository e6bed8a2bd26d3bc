/** Groups of the seed's part 2 that are one formula each: the parts of the score, and the score. */
import { agreement, baseScore, finalScore } from '#shared/scoring/finalScore.ts';
import { leastSquaresSlope } from '#shared/scoring/leastSquaresSlope.ts';
import { levelOf } from '#shared/scoring/level.ts';
import { patternRisk, powerInWatts } from '#shared/scoring/patternRisk.ts';
import { ruleRisk } from '#shared/scoring/ruleRisk.ts';
import { seedStatusRisk } from '#shared/scoring/seed/seedStatusRisk.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { statusBitCount } from '#shared/telemetry/statusBits.ts';
import { type GoldenGroup, number, numbers, objects } from '../vector.ts';
import { historyOf } from './history.ts';

export const ruleRiskGroup: GoldenGroup = {
  rule_based_analysis: (input) => {
    const values = {
      pcbTemperature: number(input, 'pcb_temperature'),
      sensorTemperature: number(input, 'sensor_temperature'),
      voltage: number(input, 'voltage'),
      voltageLow: number(input, 'voltage_low'),
      current: number(input, 'current'),
      leakageCurrent: number(input, 'leakage_current'),
      resistiveLeakage: number(input, 'resistive_leakage'),
      arcCount: number(input, 'arc_count'),
      coGas: number(input, 'co_gas'),
      voc: number(input, 'voc'),
      powerFactor: number(input, 'power_factor'),
    };
    return { expected: { rule_risk: ruleRisk(values, DEFAULT_THRESHOLDS) } };
  },
};

export const statusRiskGroup: GoldenGroup = {
  analyze_status_bits: (input) => {
    const status = number(input, 'status');
    return {
      expected: {
        status_risk: seedStatusRisk(status, DEFAULT_THRESHOLDS),
        total_alarm_count: statusBitCount(status),
      },
    };
  },
};

export const patternRiskGroup: GoldenGroup = {
  analyze_sensor_patterns: (input) => {
    const values = {
      pcbTemperature: number(input, 'pcb_temperature'),
      sensorTemperature: number(input, 'sensor_temperature'),
      voltage: number(input, 'voltage'),
      current: number(input, 'current'),
      powerFactor: number(input, 'power_factor'),
    };
    const power = number(input, 'power');
    return {
      // The seed compares what is really kW as if it were W.
      expected: { pattern_risk: patternRisk(values, power, DEFAULT_THRESHOLDS) },
      expected_resolved: {
        pattern_risk_power_kw: patternRisk(values, powerInWatts({ power }), DEFAULT_THRESHOLDS),
      },
    };
  },
};

export const historicalContext: GoldenGroup = {
  get_historical_context: (input) => {
    const rows = objects(input, 'items_newest_first');
    return {
      expected: historyOf(rows, 'newestFirst'),
      expected_resolved: historyOf(rows, 'chronological'),
    };
  },
  calculate_trend: (input) => {
    const values = numbers(input, 'values');
    const slope =
      values.length < 3 ? 0 : leastSquaresSlope([...values.keys()], values, values.length);
    return { expected: { trend: slope } };
  },
};

export const finalRisk: GoldenGroup = {
  calculate_final_risk: (input) => {
    const rule = number(input, 'rule_risk');
    const status = number(input, 'status_risk');
    const base = baseScore(rule, status, number(input, 'pattern_risk'), DEFAULT_THRESHOLDS);
    const modifier = input['risk_modifier'] === undefined ? 1 : number(input, 'risk_modifier');
    const score = finalScore(base, modifier);
    return {
      expected: {
        final_risk: score,
        risk_level: levelOf(score, DEFAULT_THRESHOLDS),
        confidence: agreement(rule, status, DEFAULT_THRESHOLDS),
      },
    };
  },
  determine_risk_level: (input) => ({
    expected: { risk_level: levelOf(number(input, 'risk_score'), DEFAULT_THRESHOLDS) },
  }),
};
