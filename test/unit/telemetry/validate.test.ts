import { expect, test } from 'vitest';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { seeded } from '#shared/simulation/random.ts';
import { SENSOR_KEYS, type SensorKey } from '#shared/telemetry/reading.ts';
import { isInRange, rangeViolations, validate } from '#shared/telemetry/validate.ts';
import { calmReading } from '../scoring/calmReading.ts';

const violations = (change: object) => rangeViolations(calmReading(change), DEFAULT_THRESHOLDS);

test('a calm reading violates nothing', () => {
  expect(violations({})).toEqual([]);
});

test.each(SENSOR_KEYS)('%s may reach both ends of its range and pass neither', (sensor) => {
  const { min, max } = DEFAULT_THRESHOLDS.validity[sensor];
  expect(violations({ [sensor]: min })).toEqual([]);
  expect(violations({ [sensor]: max })).toEqual([]);
  expect(violations({ [sensor]: min - 0.001 })).toEqual([
    { sensor, value: min - 0.001, limit: min },
  ]);
  expect(violations({ [sensor]: max + 0.001 })).toEqual([
    { sensor, value: max + 0.001, limit: max },
  ]);
});

test('the quick answer is the long one, for any mixture of good and bad values', () => {
  const random = seeded(3);
  let bad = 0;
  for (let i = 0; i < 2_000; i++) {
    const change: Partial<Record<SensorKey, number>> = {};
    for (const sensor of SENSOR_KEYS) {
      const { min, max } = DEFAULT_THRESHOLDS.validity[sensor];
      const margin = (max - min) * 0.04;
      change[sensor] = random.between(min - margin, max + margin);
    }
    const found = violations(change);
    if (found.length > 0) bad++;
    expect(isInRange(calmReading(change), DEFAULT_THRESHOLDS)).toBe(found.length === 0);
  }
  expect(bad).toBeGreaterThan(500);
  expect(bad).toBeLessThan(1_900);
});

test("codes come in the seed's order, the product's own after them", () => {
  const reading = calmReading({
    coGas: -1,
    sensorTemperature: 101,
    voltage: -1,
    status: 1,
    verifyStatus: 0,
  });
  expect(validate(reading, DEFAULT_THRESHOLDS)).toEqual({
    isValid: false,
    errors: ['VOLTAGE_OUT_OF_RANGE', 'SENSOR_TEMPERATURE_OUT_OF_RANGE', 'CO_GAS_OUT_OF_RANGE'],
    warnings: ['STATUS_VERIFICATION_MISMATCH'],
  });
});

test.each([
  ['none', null],
  ['an equal one', 7],
])('a device that sends %s of its status is not warned about', (_, verifyStatus) => {
  expect(validate(calmReading({ status: 7, verifyStatus }), DEFAULT_THRESHOLDS).warnings).toEqual(
    [],
  );
});
