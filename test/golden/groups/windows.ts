/** Groups of the seed's streaming queries and of what their output does. */

import { actionOf, type OutputRow } from '#shared/analytics/actions.ts';
import type { ArcFrequency, ArcPattern } from '#shared/analytics/arcPattern.ts';
import { ArcWindow, arcPatternOf } from '#shared/analytics/arcPattern.ts';
import { type FiveMinuteRow, FiveMinutes } from '#shared/analytics/FiveMinutes.ts';
import type { PairKind } from '#shared/analytics/pairs.ts';
import { RiskWindow } from '#shared/analytics/RiskWindow.ts';
import { SlidingMoments } from '#shared/analytics/SlidingMoments.ts';
import { seedPairs } from '#shared/analytics/seed/seedPairs.ts';
import { seedTemperatureAnomaly } from '#shared/analytics/seed/seedTemperatureAnomaly.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { type GoldenGroup, type JsonObject, number, object, objects, text } from '../vector.ts';

const { analytics } = DEFAULT_THRESHOLDS;

/** One of something for each device, made when it is first asked for. */
function perDevice<T>(make: (deviceId: string) => T): (record: JsonObject) => T {
  const known = new Map<string, T>();
  return (record) => {
    const id = text(record, 'device_id');
    const one = known.get(id) ?? make(id);
    known.set(id, one);
    return one;
  };
}

export const fiveMinuteAggregates: GoldenGroup = {
  window_five_minute_aggregates: (input) => {
    const rows: Record<string, unknown>[] = [];
    const closed = (deviceId: string) => (row: FiveMinuteRow) => rows.push(named(deviceId, row));
    const all: FiveMinutes[] = [];
    const windowsOf = perDevice((id) => {
      const windows = new FiveMinutes(DEFAULT_THRESHOLDS, closed(id));
      all.push(windows);
      return windows;
    });
    for (const record of objects(input, 'records'))
      windowsOf(record).add({
        at: number(record, 't'),
        idx: null,
        temperature: number(record, 'temperature'),
        risk: number(record, 'risk_score'),
        current: number(record, 'current'),
        arcs: number(record, 'arc_count'),
      });
    for (const windows of all) windows.advance(Number.POSITIVE_INFINITY);
    rows.sort(
      (a, b) =>
        Number(a['window_end']) - Number(b['window_end']) ||
        (String(a['device_id']) < String(b['device_id']) ? -1 : 1),
    );
    return { expected: { rows } };
  },
};

const named = (deviceId: string, row: FiveMinuteRow): Record<string, unknown> => ({
  device_id: deviceId,
  avg_temperature: row.meanTemperature,
  max_temperature: row.maxTemperature,
  min_temperature: row.minTemperature,
  temp_stddev: row.temperatureDeviation,
  avg_risk_score: row.meanRisk,
  max_risk_score: row.maxRisk,
  total_arcs: row.arcs,
  avg_current: row.meanCurrent,
  max_current: row.maxCurrent,
  record_count: row.records,
  window_end: row.windowEnd,
});

export const temperatureAnomalies: GoldenGroup = {
  window_temperature_anomalies: (input) => {
    const hourOf = perDevice(
      () => new SlidingMoments(analytics.temperature.windowMs, analytics.latenessMs),
    );
    const rows = objects(input, 'records').flatMap((record) => {
      const at = number(record, 't');
      const temperature = number(record, 'temperature');
      const hour = hourOf(record);
      hour.add(at, temperature);
      const threshold = seedTemperatureAnomaly(hour, at, temperature, DEFAULT_THRESHOLDS);
      if (threshold === null) return [];
      return {
        device_id: text(record, 'device_id'),
        temperature,
        risk_score: number(record, 'risk_score'),
        detection_time: at,
        anomaly_type: 'TEMPERATURE_SPIKE',
        threshold,
      };
    });
    return { expected: { rows } };
  },
};

export const riskSpikes: GoldenGroup = {
  window_risk_spikes: (input) => {
    const windowOf = perDevice(() => new RiskWindow(DEFAULT_THRESHOLDS));
    const rows = objects(input, 'records').flatMap((record) => {
      const at = number(record, 't');
      const risk = number(record, 'risk_score');
      const previous = windowOf(record).add(at, risk);
      if (previous === null || !(risk - previous > analytics.risk.spike)) return [];
      return {
        device_id: text(record, 'device_id'),
        risk_score: risk,
        prev_risk_score: previous,
        risk_change: risk - previous,
        detection_time: at,
      };
    });
    return { expected: { rows } };
  },
};

export const deviceCorrelations: GoldenGroup = {
  window_device_correlations: (input) => {
    const members = objects(input, 'records').map((record) => ({
      deviceId: text(record, 'device_id'),
      at: number(record, 't'),
      temperature: number(record, 'temperature'),
      risk: number(record, 'risk_score'),
    }));
    const rows = seedPairs(members, DEFAULT_THRESHOLDS).map((pair) => ({
      device1: pair.first,
      device2: pair.second,
      temp_diff: pair.temperatureDifference,
      risk_diff: pair.riskDifference,
      avg_risk: pair.meanRisk,
      correlation_type: pair.kind,
      analysis_time: pair.at,
    }));
    // The seed's join has each pair in both directions.
    return { expected: { rows }, literal_sql_row_count: rows.length * 2 };
  },
};

export const arcPatterns: GoldenGroup = {
  window_arc_patterns: (input) => {
    const records = objects(input, 'records');
    const windowOf = perDevice(() => new ArcWindow(DEFAULT_THRESHOLDS));
    const rows = records.map((record) => {
      const at = number(record, 't');
      const window = windowOf(record);
      window.add(at, number(record, 'arc_count'));
      return arcRow(text(record, 'device_id'), window.pattern(at, DEFAULT_THRESHOLDS), at);
    });
    return { expected: { rows }, expected_tumbling: { rows: tumblingArcs(records) } };
  },
};

/** The query read as fixed windows, which the product doesn't use: a burst across an edge would be two small ones. */
function tumblingArcs(records: readonly JsonObject[]): Record<string, unknown>[] {
  const { windowMs } = analytics.arcs;
  const windows = Map.groupBy(records, (record) => {
    const end = (Math.floor(number(record, 't') / windowMs) + 1) * windowMs;
    return JSON.stringify([end, text(record, 'device_id')]);
  });
  return [...windows]
    .map(([key, inside]) => {
      const [end, deviceId] = JSON.parse(key) as [number, string];
      const arcs = inside.map((record) => number(record, 'arc_count'));
      const total = arcs.reduce((sum, count) => sum + count, 0);
      const events = arcs.filter((count) => count > 0).length;
      const pattern = arcPatternOf(total, events, Math.max(...arcs), DEFAULT_THRESHOLDS);
      return { end, deviceId, row: arcRow(deviceId, pattern, end) };
    })
    .sort((a, b) => a.end - b.end || (a.deviceId < b.deviceId ? -1 : 1))
    .map(({ row }) => row);
}

const arcRow = (deviceId: string, pattern: ArcPattern, at: number): Record<string, unknown> => ({
  device_id: deviceId,
  total_arcs_10min: pattern.total,
  arc_events: pattern.events,
  max_single_arc: pattern.most,
  avg_arc_per_event: pattern.mean,
  arc_pattern: pattern.frequency,
  window_end: at,
});

export const outputActions: GoldenGroup = {
  output_action: (input) => {
    const row = outputRow(text(input, 'stream'), object(input, 'row'));
    return { expected: { action: row && actionOf(row, DEFAULT_THRESHOLDS) } };
  },
};

/** Null for the stream that nothing handles: five-minute aggregates are only kept. */
function outputRow(stream: string, row: JsonObject): OutputRow | null {
  switch (stream) {
    case 'TEMPERATURE_ANOMALIES':
      return { stream: 'temperatureAnomaly', temperature: number(row, 'temperature') };
    case 'RISK_SPIKES':
      return { stream: 'riskSpike', change: number(row, 'risk_change') };
    case 'DEVICE_CORRELATIONS':
      return { stream: 'pair', kind: text(row, 'correlation_type') as PairKind };
    case 'ARC_PATTERNS':
      return { stream: 'arcPattern', frequency: text(row, 'arc_pattern') as ArcFrequency };
    case 'DEVICE_5MIN_AGGREGATES':
      return null;
    default:
      throw new Error(`${stream} is no stream`);
  }
}
