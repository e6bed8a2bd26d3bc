/** Values that circuits in order don't show, and values that don't fit each other: the seed's `detect_sensor_anomalies`. */

import { warmest } from '#shared/scoring/indicators.ts';
import { powerInWatts } from '#shared/scoring/patternRisk.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { SensorValues } from '#shared/telemetry/reading.ts';

export const NORMAL_SENSORS = [
  'temperature',
  'voltage',
  'current',
  'coGas',
  'voc',
  'powerFactor',
] as const;
type NormalSensor = (typeof NORMAL_SENSORS)[number];
export type NormalRanges = Readonly<
  Record<NormalSensor, { readonly min: number; readonly max: number }>
>;

const SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type SensorAnomaly =
  | {
      readonly type: 'RANGE_VIOLATION';
      readonly sensor: NormalSensor;
      readonly value: number;
      readonly severity: Severity;
    }
  | {
      readonly type: 'CALCULATION_MISMATCH';
      readonly sensor: 'power';
      /** W: voltage × current × power factor. */
      readonly calculated: number;
      readonly measured: number;
      readonly difference: number;
      readonly severity: 'MEDIUM';
    };

/** What was measured; absent is what the device doesn't measure. Power in W. */
export type AnomalyInput = Readonly<Partial<Record<NormalSensor | 'power', number>>>;

/** The product's: its ranges, and its tolerance of power with the floor that small loads need. */
export function sensorAnomalies(
  values: SensorValues,
  { analytics, pattern }: Thresholds,
): SensorAnomaly[] {
  return anomaliesIn(
    {
      temperature: warmest(values),
      voltage: values.voltage,
      current: values.current,
      coGas: values.coGas,
      voc: values.voc,
      powerFactor: values.powerFactor,
      power: powerInWatts(values),
    },
    analytics.normal,
    { share: pattern.powerTolerance, floorW: pattern.powerFloorW },
  );
}

/** Whether a value lies outside of its range: makes nothing, for the path of every reading. */
export function isUnusual(values: SensorValues, normal: NormalRanges): boolean {
  return (
    outside(values.voltage, normal.voltage) ||
    outside(values.current, normal.current) ||
    outside(warmest(values), normal.temperature) ||
    outside(values.coGas, normal.coGas) ||
    outside(values.voc, normal.voc) ||
    outside(values.powerFactor, normal.powerFactor)
  );
}

const outside = (value: number, { min, max }: NormalRanges[NormalSensor]): boolean =>
  value < min || value > max;

/** In the order of the sensors, then of the power. What is absent or NaN is no anomaly. */
export function anomaliesIn(
  values: AnomalyInput,
  ranges: NormalRanges,
  tolerance: { readonly share: number; readonly floorW: number },
): SensorAnomaly[] {
  const found: SensorAnomaly[] = [];
  for (const sensor of NORMAL_SENSORS) {
    const value = values[sensor];
    if (value === undefined) continue;
    const { min, max } = ranges[sensor];
    const severity = sensor === 'temperature' ? 'HIGH' : 'MEDIUM';
    if (value < min || value > max)
      found.push({ type: 'RANGE_VIOLATION', sensor, value, severity });
  }
  const { voltage, current, powerFactor, power } = values;
  if (voltage === undefined || current === undefined || powerFactor === undefined) return found;
  if (power === undefined) return found;
  const calculated = voltage * current * powerFactor;
  const difference = Math.abs(calculated - power);
  const relative = calculated * tolerance.share;
  const allowed = tolerance.floorW > 0 ? Math.max(relative, tolerance.floorW) : relative;
  if (difference > allowed)
    found.push({
      type: 'CALCULATION_MISMATCH',
      sensor: 'power',
      calculated,
      measured: power,
      difference,
      severity: 'MEDIUM',
    });
  return found;
}

export function severityDistribution(
  anomalies: readonly Pick<SensorAnomaly, 'severity'>[],
): Record<Severity, number> {
  const counts = { HIGH: 0, MEDIUM: 0, LOW: 0 };
  for (const { severity } of anomalies) counts[severity]++;
  return counts;
}
