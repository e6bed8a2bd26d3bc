/** The seed's whole path of one message, put together from the same functions as the product's. */
import { agreement, baseScore, finalScore } from '#shared/scoring/finalScore.ts';
import { warmest } from '#shared/scoring/indicators.ts';
import { levelOf } from '#shared/scoring/level.ts';
import { patternRisk, powerInWatts } from '#shared/scoring/patternRisk.ts';
import { ruleRisk } from '#shared/scoring/ruleRisk.ts';
import { seedAlert } from '#shared/scoring/seed/seedAlert.ts';
import {
  seedParses,
  seedRuleEvent,
  seedRuleRoutes,
  seedScores,
} from '#shared/scoring/seed/seedIngest.ts';
import { seedStatusRisk } from '#shared/scoring/seed/seedStatusRisk.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { SensorValues } from '#shared/telemetry/reading.ts';
import { statusBitCount } from '#shared/telemetry/statusBits.ts';
import { type GoldenGroup, isObject, type JsonObject, number, object, objects } from '../vector.ts';
import { historyOf } from './history.ts';
import { indicatorsOf, validationOf } from './ingest.ts';

type Scored = SensorValues & { readonly status: number };

const limits = {
  overvoltage: DEFAULT_THRESHOLDS.limits.overvoltage,
  leakage: DEFAULT_THRESHOLDS.limits.leakage.high,
};

export const pipeline: GoldenGroup = {
  process_message: (input) => {
    const message = object(input, 'message');
    if (!seedRuleRoutes(message)) return { expected: { statusCode: null } };
    const event = seedRuleEvent(message, number(input, 'received_at_ms'));
    if (!seedParses(event)) return { expected: { statusCode: 400 } };
    if (!isObject(event) || !seedScores(event, limits)) return { expected: { statusCode: 500 } };
    return processed(readingOf(event), objects(input, 'previous_items_newest_first'));
  },
};

function processed(reading: Scored, previous: readonly JsonObject[]): Record<string, unknown> {
  const riskIndicators = indicatorsOf(reading);
  // The seed stores a message before it analyses it, so the message is part of its own history.
  const stored = {
    pcb_temperature: reading.pcbTemperature,
    arc_count: reading.arcCount,
    risk_indicators: { total_risk_score: Number(riskIndicators['total_risk_score']) },
  };
  const rows = [stored, ...previous];
  const literal = analysis(reading, reading.power, historyOf(rows, 'newestFirst'));
  const resolved = analysis(reading, powerInWatts(reading), historyOf(rows, 'chronological'));
  return {
    expected: {
      statusCode: 200,
      validation: validationOf({
        status_bits: reading.status,
        voltage: reading.voltage,
        current: reading.current,
        pcb_temperature: reading.pcbTemperature,
        sensor_temperature: reading.sensorTemperature,
      }),
      risk_indicators: riskIndicators,
      total_alarm_count: statusBitCount(reading.status),
      analysis: literal,
      alert: alertFor(reading, literal.risk_score),
      stream_sensor_data: { ...sensorData(reading), ...streamOnly(reading) },
    },
    expected_resolved: resolved,
  };
}

function analysis(reading: Scored, powerW: number, history: Record<string, unknown>) {
  const rule = ruleRisk(reading, DEFAULT_THRESHOLDS);
  const status = seedStatusRisk(reading.status, DEFAULT_THRESHOLDS);
  const pattern = patternRisk(reading, powerW, DEFAULT_THRESHOLDS);
  const base = baseScore(rule, status, pattern, DEFAULT_THRESHOLDS);
  const score = finalScore(base, Number(history['risk_modifier']));
  return {
    risk_level: levelOf(score, DEFAULT_THRESHOLDS),
    risk_score: score,
    rule_based_risk: rule,
    status_risk: status,
    pattern_risk: pattern,
    confidence: agreement(rule, status, DEFAULT_THRESHOLDS),
    historical_context: history,
  };
}

function alertFor(reading: Scored, score: number): Record<string, unknown> | null {
  const level = levelOf(score, DEFAULT_THRESHOLDS);
  if (level !== 'HIGH' && level !== 'CRITICAL') return null;
  const alert = seedAlert(reading, level, DEFAULT_THRESHOLDS);
  return {
    level,
    type: alert.type,
    risk_score: score,
    conditions: alert.conditions,
    recommendations: alert.recommendations,
    channel: level === 'CRITICAL' ? 'CRITICAL_TOPIC' : 'HIGH_RISK_TOPIC',
    sensor_data: sensorData(reading),
  };
}

function sensorData(reading: Scored): Record<string, number> {
  return {
    temperature: warmest(reading),
    voltage: reading.voltage,
    current: reading.current,
    arc_count: reading.arcCount,
    co_gas: reading.coGas,
    voc: reading.voc,
  };
}

function streamOnly(reading: Scored): Record<string, number> {
  return { leakage_current: reading.leakageCurrent, power_factor: reading.powerFactor };
}

/** A value that the seed never looks at, though it may be null or text, counts as 0. */
function readingOf(event: JsonObject): Scored {
  const value = (key: string) => (typeof event[key] === 'number' ? event[key] : 0);
  return {
    status: value('status'),
    voltage: value('volt'),
    voltageLow: value('voltLow'),
    current: value('current'),
    leakageCurrent: value('leakage_current'),
    resistiveLeakage: value('resistive_leakage'),
    power: value('power'),
    pcbTemperature: value('pcbTemp'),
    sensorTemperature: value('sensorTemp'),
    coGas: value('co'),
    voc: value('voc'),
    powerFactor: value('power_factor'),
    arcCount: value('arc_count'),
  };
}
