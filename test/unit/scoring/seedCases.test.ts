/** The source document's own unit and integration cases, with the values that its formulas give. */
import { describe, expect, test } from 'vitest';
import { assess } from '#shared/scoring/assess.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { patternRisk } from '#shared/scoring/patternRisk.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { decode } from '#shared/telemetry/decode.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import { hasStatusBit } from '#shared/telemetry/statusBits.ts';

/** TEST001 of the unit tests. */
const TEST001 = {
  deviceId: 'TEST001',
  idx: 1,
  status: 0,
  volt: 220.0,
  voltLow: 220.0,
  ct: 5.0,
  zct: 0.5,
  rzct: 0.3,
  pwr: 1.1,
  pcbTemp: 35.0,
  sensorTemp: 37.0,
  co: 5.0,
  voc: 50.0,
  pFct: 0.95,
  aArc: 0,
  timestamp: '2024-01-01T12:00:00Z',
};

/** The message of the end-to-end test, which carries no time. */
const E2E = {
  deviceId: 'TEST_E2E',
  idx: 1,
  status: 2048,
  volt: 225.0,
  voltLow: 225.0,
  ct: 15.0,
  zct: 2.0,
  rzct: 1.5,
  pwr: 3.375,
  pcbTemp: 55.0,
  sensorTemp: 58.0,
  co: 12.0,
  voc: 200.0,
  pFct: 0.92,
  aArc: 3,
};

function read(message: Record<string, unknown>) {
  const decoded = decode(
    new TextEncoder().encode(JSON.stringify(message)),
    `fire-prediction/device/${message['deviceId']}/data`,
    { powerUnit: 'kW', powerFactorUnit: 'ratio' },
  );
  if (!decoded.ok) throw new Error(decoded.detail);
  const receivedAt = Date.UTC(2024, 0, 1, 12);
  return placeInTime(decoded.reading, receivedAt, false, DEFAULT_THRESHOLDS);
}

const score = (message: Record<string, unknown>) =>
  assess(read(message), new DeviceHistory(), DEFAULT_THRESHOLDS);

/** The pattern part as the document computes it, with the kW taken for W. */
const literalPattern = (message: Record<string, unknown>) => {
  const reading = read(message);
  return patternRisk(reading, reading.power, DEFAULT_THRESHOLDS);
};

test('parsing: TEST001 is read with its voltage and current', () => {
  expect(read(TEST001)).toMatchObject({
    deviceId: 'TEST001',
    voltage: 220,
    current: 5,
    quality: [],
  });
});

test('status bits: status 1 is over-voltage and not over-current', () => {
  const { status } = read({ ...TEST001, status: 1 });
  expect([hasStatusBit(status, 'overvoltage'), hasStatusBit(status, 'overcurrent')]).toEqual([
    true,
    false,
  ]);
});

describe('TEST001', () => {
  test('scores the least there is and is NORMAL', () => {
    const assessment = score(TEST001);
    expect(assessment).toMatchObject({
      ruleRisk: 0,
      statusRisk: 0,
      patternRisk: 0,
      finalScore: 0,
      scoreLevel: 'NORMAL',
      effectiveLevel: 'NORMAL',
      agreement: 1,
      reasons: [],
    });
    expect(assessment.indicatorScore).toBeCloseTo(0.04, 12);
  });

  test('had a pattern risk of 0.1 in the document, because kW were compared with W', () => {
    expect(literalPattern(TEST001)).toBeCloseTo(0.1, 12);
  });
});

describe('70 and 72 °C', () => {
  const hot = { ...TEST001, pcbTemp: 70.0, sensorTemp: 72.0 };

  test('have an indicator score of exactly 0.4 by the formula, which the document’s test calls too low', () => {
    const assessment = score(hot);
    expect(assessment.indicatorScore).toBeCloseTo(0.4, 12);
    expect(assessment.ruleRisk).toBeCloseTo(0.4, 12);
    expect(assessment.finalScore).toBeCloseTo(0.16, 12);
    expect(assessment.scoreLevel).toBe('NORMAL');
  });

  test('are CRITICAL all the same: the hazard floor keeps what the test meant', () => {
    expect(score(hot)).toMatchObject({ floorLevel: 'CRITICAL', effectiveLevel: 'CRITICAL' });
  });
});

test('status 1: indicator 0.19, status 0.1, final 0.03 with kW', () => {
  const assessment = score({ ...TEST001, status: 1 });
  expect(assessment.indicatorScore).toBeCloseTo(0.19, 12);
  expect(assessment.statusRisk).toBeCloseTo(0.1, 12);
  expect(assessment.finalScore).toBeCloseTo(0.03, 12);
});

describe('the end-to-end message: an arc alarm at 58 °C', () => {
  test('has the parts and the LOW score that the formulas give', () => {
    const assessment = score(E2E);
    expect(assessment.indicatorScore).toBeCloseTo(0.43, 12);
    expect(assessment.ruleRisk).toBeCloseTo(0.36, 12);
    expect(assessment.statusRisk).toBeCloseTo(0.25, 12);
    expect(assessment.patternRisk).toBe(0);
    expect(assessment.finalScore).toBeCloseTo(0.219, 12);
    expect(assessment.scoreLevel).toBe('LOW');
    expect(literalPattern(E2E)).toBeCloseTo(0.1, 12);
  });

  test('is effectively HIGH, because an arc alarm alone demands it', () => {
    expect(score(E2E)).toMatchObject({ floorLevel: 'HIGH', effectiveLevel: 'HIGH' });
  });
});
