import { expect, test } from 'vitest';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { SensorValues } from '#shared/telemetry/reading.ts';
import { stepsFor } from '../../../renderer/state/steps.ts';

const calm: SensorValues = {
  voltage: 220,
  voltageLow: 219,
  current: 5,
  leakageCurrent: 0.5,
  resistiveLeakage: 0.3,
  power: 1.1,
  pcbTemperature: 35,
  sensorTemperature: 37,
  coGas: 2,
  voc: 50,
  powerFactor: 0.95,
  arcCount: 0,
};

test('a hot device: somebody is sent first, and no errand is named twice', () => {
  const hot = {
    level: 'CRITICAL',
    values: { ...calm, sensorTemperature: 70 },
    status: 128,
  } as const;
  expect(stepsFor(hot, ['IMMEDIATE_INSPECTION', 'COOLING_CHECK'], DEFAULT_THRESHOLDS)).toEqual([
    'INSPECT_SITE_NOW',
    'COOL_AND_VENTILATE',
    'CONSIDER_POWER_OFF',
  ]);
});

test('a calm device shows what its record asks for, and nothing else', () => {
  const quiet = { level: 'NORMAL', values: calm, status: 0 } as const;
  expect(stepsFor(quiet, ['ALARM_ANALYSIS'], DEFAULT_THRESHOLDS)).toEqual(['ALARM_ANALYSIS']);
  expect(stepsFor(quiet, [], DEFAULT_THRESHOLDS)).toEqual([]);
});

test('before the thresholds have come, the engine’s own recommendations are shown', () => {
  const hot = { level: 'HIGH', values: calm, status: 128 } as const;
  expect(stepsFor(hot, ['COOLING_CHECK'], null)).toEqual(['COOLING_CHECK']);
});
