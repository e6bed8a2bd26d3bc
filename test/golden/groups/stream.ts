/** Groups of the seed's stream processor: temporal patterns, anomalies of one record, and batches. */
import { type BatchReport, BatchStatistics } from '#shared/analytics/BatchStatistics.ts';
import { type SeedPeriodicity, seedPeriodicity } from '#shared/analytics/seed/seedPeriodicity.ts';
import { SEED_RANGES, SEED_TOLERANCE } from '#shared/analytics/seed/seedRanges.ts';
import {
  type AnomalyInput,
  anomaliesIn,
  NORMAL_SENSORS,
  type SensorAnomaly,
  severityDistribution,
} from '#shared/analytics/sensorAnomalies.ts';
import {
  type ArcRhythmReport,
  arcRhythm,
  temporalPatternsWith,
  velocityOf,
} from '#shared/analytics/temporalPatterns.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { type GoldenGroup, type JsonObject, number, numbers, object, objects } from '../vector.ts';

export const temporalPatternsGroup: GoldenGroup = {
  analyze_temporal_patterns: (input) => {
    const temperatures = numbers(input, 'temperatures');
    const found = temporalPatternsWith(
      { temperatures, risks: numbers(input, 'risk_scores'), arcs: numbers(input, 'arc_counts') },
      DEFAULT_THRESHOLDS,
      seedPeriodicity,
    );
    if (found === null) return { expected: { trend: 'INSUFFICIENT_DATA', pattern: 'UNKNOWN' } };
    return {
      expected: {
        temperature_trend: found.temperatureTrend,
        temperature_velocity: found.temperatureVelocity,
        risk_trend: found.riskTrend,
        arc_pattern: namedArcs(found.arcs),
        periodicity: namedPeriod(found.periodicity, temperatures),
        data_points: found.samples,
      },
      proposed: { trend: found.trend, trend_confidence: found.confidence },
    };
  },
  calculate_velocity: (input) => ({
    expected: { velocity: velocityOf(numbers(input, 'values')) },
  }),
  detect_periodicity: (input) => {
    const values = numbers(input, 'values');
    return { expected: namedPeriod(seedPeriodicity(values), values) };
  },
  analyze_arc_pattern: (input) => ({
    expected: namedArcs(arcRhythm(numbers(input, 'arc_counts'))),
  }),
};

function namedArcs({ rhythm, frequency, total, most }: ArcRhythmReport): Record<string, unknown> {
  if (rhythm === 'NO_ARCS') return { pattern: rhythm, frequency };
  return { pattern: rhythm, frequency, total_arcs: total, max_single_event: most };
}

/** A series that stands still has no dominant frequency but in its rounding, and the vectors give none. */
function namedPeriod(
  { periodic, period, dominantFrequency }: SeedPeriodicity,
  values: readonly number[],
): Record<string, unknown> {
  const flat = values.every((value) => value === values[0]);
  if (dominantFrequency === null || flat) return { periodic };
  return { periodic, period, dominant_frequency: dominantFrequency };
}

const SEED_NAMES = {
  temperature: 'temperature',
  voltage: 'voltage',
  current: 'current',
  coGas: 'co_gas',
  voc: 'voc',
  powerFactor: 'power_factor',
  power: 'power',
} as const;

export const anomaliesGroup: GoldenGroup = {
  detect_sensor_anomalies: (input) => {
    const data = object(input, 'sensor_data');
    const values: AnomalyInput = Object.fromEntries(
      [...NORMAL_SENSORS, 'power' as const].flatMap((sensor) => {
        const name = SEED_NAMES[sensor];
        return data[name] === undefined ? [] : [[sensor, number(data, name)]];
      }),
    );
    const found = anomaliesIn(values, SEED_RANGES, SEED_TOLERANCE);
    return {
      expected: { anomalies: found.map(namedAnomaly), anomaly_count: found.length },
      proposed: { severity_distribution: severityDistribution(found) },
    };
  },
};

function namedAnomaly(anomaly: SensorAnomaly): Record<string, unknown> {
  const { type, severity } = anomaly;
  if (anomaly.type === 'RANGE_VIOLATION')
    return { sensor: SEED_NAMES[anomaly.sensor], value: anomaly.value, type, severity };
  const { calculated, measured, difference } = anomaly;
  return { sensor: 'power_consistency', type, calculated, measured, difference, severity };
}

export const batchGroup: GoldenGroup = {
  perform_batch_analysis: (input) => {
    const expected: Record<string, unknown> = {};
    const longest: Record<string, number> = {};
    const devices = object(input, 'devices');
    for (const deviceId of Object.keys(devices)) {
      const records = objects(devices, deviceId);
      const batch = new BatchStatistics(DEFAULT_THRESHOLDS);
      const changes = records.flatMap((record) => rapidChange(batch, record));
      const report = batch.report();
      longest[deviceId] = report?.longestStreak ?? 0;
      // The seed leaves out a device of which the batch has one record.
      if (report && report.count >= 2) expected[deviceId] = namedBatch(report, changes);
    }
    return { expected, expected_resolved: { longest_high_risk_streak: longest } };
  },
};

function rapidChange(batch: BatchStatistics, record: JsonObject): Record<string, unknown>[] {
  const change = batch.add(number(record, 'risk_score'));
  if (change === null) return [];
  return [{ type: 'RAPID_RISK_CHANGE', change, timestamp: record['timestamp'] }];
}

function namedBatch(
  report: BatchReport,
  changes: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const { streak } = report;
  const sustained = streak >= DEFAULT_THRESHOLDS.analytics.batch.streak;
  return {
    trend_analysis: {
      risk_trend: report.trend,
      risk_volatility: report.volatility,
      max_risk: report.max,
      min_risk: report.min,
      avg_risk: report.mean,
    },
    batch_anomalies: [
      ...changes,
      ...(sustained ? [{ type: 'SUSTAINED_HIGH_RISK', streak_length: streak }] : []),
    ],
    record_count: report.count,
  };
}
