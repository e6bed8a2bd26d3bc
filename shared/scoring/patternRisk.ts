/** The pattern part, the seed's `analyze_sensor_patterns`: measurements that don't fit each other. */
import type { SensorValues } from '#shared/telemetry/reading.ts';
import type { Reason } from './assessment.ts';
import type { Thresholds } from './thresholds.ts';

export type PatternInput = Pick<
  SensorValues,
  'pcbTemperature' | 'sensorTemperature' | 'voltage' | 'current' | 'powerFactor'
>;

const W_PER_KW = 1000;

/** W, for the comparison with V × A × power factor. */
export function powerInWatts({ power }: Pick<SensorValues, 'power'>): number {
  return power * W_PER_KW;
}

/**
 * Temperature difference, power balance and load resistance.
 *
 * @param powerW the measured power in W: V × A is W, and comparing it with kW made every healthy reading of the
 *   seed a mismatch
 * @returns 0 … 1; the defaults reach 0.35
 */
export function patternRisk(
  values: PatternInput,
  powerW: number,
  thresholds: Thresholds,
  reasons?: Reason[],
): number {
  const { limits, pattern } = thresholds;
  const share = thresholds.final.pattern;
  let risk = 0;

  const difference = Math.abs(values.pcbTemperature - values.sensorTemperature);
  const { notable, severe } = limits.temperatureDifference;
  if (difference > notable) {
    const isSevere = difference > severe;
    const weight = isSevere
      ? pattern.temperatureDifferenceSevere
      : pattern.temperatureDifferenceNotable;
    risk += weight;
    reasons?.push({
      source: 'pattern',
      code: 'temperatureDifference',
      weight: weight * share,
      value: difference,
      limit: isSevere ? severe : notable,
    });
  }

  const calculated = values.voltage * values.current * values.powerFactor;
  const relative = calculated * pattern.powerTolerance;
  // Without a floor the tolerance stays the seed's, which is negative for a negative product.
  const tolerance = pattern.powerFloorW > 0 ? Math.max(relative, pattern.powerFloorW) : relative;
  const mismatch = Math.abs(calculated - powerW);
  if (mismatch > tolerance) {
    risk += pattern.power;
    reasons?.push({
      source: 'pattern',
      code: 'powerMismatch',
      weight: pattern.power * share,
      value: mismatch / W_PER_KW,
      limit: tolerance / W_PER_KW,
      subject: 'power',
    });
  }

  if (values.current > pattern.resistanceMinimumCurrent) {
    const resistance = values.voltage / values.current;
    const { min, max } = pattern.resistance;
    if (resistance < min || resistance > max) {
      risk += pattern.resistanceWeight;
      reasons?.push({
        source: 'pattern',
        code: 'abnormalResistance',
        weight: pattern.resistanceWeight * share,
        value: resistance,
        limit: resistance < min ? min : max,
      });
    }
  }
  return Math.min(1, risk);
}
