/** Whether a reading's values can be what a working sensor says, and whether the device agrees with itself. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { DecodedReading, SensorKey, SensorValues } from './reading.ts';

/** The seed's four first and in its order, so that its codes come in its order. */
const VALIDATED = [
  'voltage',
  'current',
  'pcbTemperature',
  'sensorTemperature',
  'voltageLow',
  'leakageCurrent',
  'resistiveLeakage',
  'power',
  'coGas',
  'voc',
  'powerFactor',
  'arcCount',
] as const satisfies readonly SensorKey[];

export interface RangeViolation {
  readonly sensor: SensorKey;
  readonly value: number;
  /** The end of the range that was passed. */
  readonly limit: number;
}

export interface Validation {
  readonly isValid: boolean;
  /** `VOLTAGE_OUT_OF_RANGE` and so on. */
  readonly errors: readonly string[];
  readonly warnings: readonly 'STATUS_VERIFICATION_MISMATCH'[];
}

/** Every value outside of its inclusive range. */
export function rangeViolations(values: SensorValues, thresholds: Thresholds): RangeViolation[] {
  const violations: RangeViolation[] = [];
  for (const sensor of VALIDATED) {
    const value = values[sensor];
    const { min, max } = thresholds.validity[sensor];
    if (value < min) violations.push({ sensor, value, limit: min });
    else if (value > max) violations.push({ sensor, value, limit: max });
  }
  return violations;
}

/** The same question without the answer's details: makes nothing, for the path of every reading. */
export function isInRange(values: SensorValues, { validity }: Thresholds): boolean {
  for (const sensor of VALIDATED) {
    const range = validity[sensor];
    if (values[sensor] < range.min || values[sensor] > range.max) return false;
  }
  return true;
}

/** Whether the device's copy of `status` differs. A device that sends no copy can't disagree. */
export function isVerifyMismatch({
  status,
  verifyStatus,
}: Pick<DecodedReading, 'status' | 'verifyStatus'>): boolean {
  return verifyStatus !== null && verifyStatus !== status;
}

/**
 * The seed's `validate_discrete_data`, over all twelve quantities instead of four. An invalid reading is kept,
 * marked and still scored: a sensor at 101 °C may be broken, or it may be burning.
 */
export function validate(
  reading: SensorValues & Pick<DecodedReading, 'status' | 'verifyStatus'>,
  thresholds: Thresholds,
): Validation {
  const errors = rangeViolations(reading, thresholds).map(
    ({ sensor }) =>
      `${sensor.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}_OUT_OF_RANGE`,
  );
  return {
    isValid: errors.length === 0,
    errors,
    warnings: isVerifyMismatch(reading) ? ['STATUS_VERIFICATION_MISMATCH'] : [],
  };
}
