import { describe, expect, test } from 'vitest';
import { alertOf } from '#shared/scoring/alert.ts';
import { alertMessageLines } from '#shared/scoring/alertMessage.ts';
import { formatFixed } from '#shared/scoring/formatFixed.ts';
import { seedAlert } from '#shared/scoring/seed/seedAlert.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { calmReading } from './calmReading.ts';

const alert = (change: object, level: 'HIGH' | 'CRITICAL' = 'HIGH') =>
  alertOf(calmReading(change), level, DEFAULT_THRESHOLDS);

test('95 °C without its bit is a temperature alert, where the source document saw a general risk', () => {
  const reading = calmReading({ pcbTemperature: 95 });
  expect(seedAlert(reading, 'HIGH', DEFAULT_THRESHOLDS)).toEqual({
    type: 'GENERAL_RISK',
    conditions: [],
    recommendations: [],
  });
  expect(alert({ pcbTemperature: 95 })).toEqual({
    type: 'TEMPERATURE_CRITICAL',
    conditions: ['HIGH_TEMPERATURE'],
    recommendations: ['COOL_AND_VENTILATE', 'CONSIDER_POWER_OFF'],
  });
});

describe('each hazard is seen by its bit and by its value', () => {
  test.each([
    ['TEMPERATURE_CRITICAL', 'HIGH_TEMPERATURE', { status: 64 }, { pcbTemperature: 60.1 }],
    ['TEMPERATURE_CRITICAL', 'HIGH_TEMPERATURE', { status: 128 }, { sensorTemperature: 60.1 }],
    ['ARC_DETECTED', 'ARC', { status: 2048 }, { arcCount: 1 }],
    ['ELECTRICAL_LEAKAGE', 'LEAKAGE', { status: 8 }, { leakageCurrent: 8.1 }],
    ['ELECTRICAL_LEAKAGE', 'LEAKAGE', { status: 16 }, { resistiveLeakage: 8.1 }],
    ['OVERCURRENT', 'OVERCURRENT', { status: 4 }, { current: 100.1 }],
    ['GAS_DETECTION', 'CO', { status: 256 }, { coGas: 17.1 }],
    ['GAS_DETECTION', 'VOC', { status: 512 }, { voc: 400.1 }],
  ])('%s', (type, condition, byBit, byValue) => {
    for (const found of [alert(byBit), alert(byValue)])
      expect(found).toMatchObject({ type, conditions: [condition] });
  });
});

test('the type is the most urgent, and every cause is listed', () => {
  const all = {
    status: 4,
    pcbTemperature: 70,
    arcCount: 2,
    leakageCurrent: 9,
    coGas: 20,
    voc: 500,
  };
  expect(alert(all, 'CRITICAL')).toEqual({
    type: 'TEMPERATURE_CRITICAL',
    conditions: ['HIGH_TEMPERATURE', 'ARC', 'LEAKAGE', 'OVERCURRENT', 'CO', 'VOC'],
    recommendations: [
      'COOL_AND_VENTILATE',
      'CONSIDER_POWER_OFF',
      'INSPECT_WIRING',
      'CHECK_INSULATION',
      'CHECK_LEAKAGE_BREAKER',
      'CHECK_GROUNDING',
      'VENTILATE_NOW',
      'FIND_GAS_SOURCE',
      'INSPECT_SITE_NOW',
      'POWER_OFF_IF_NEEDED',
    ],
  });
});

test('the message has a line for each condition, in the order of the conditions', () => {
  const reading = calmReading({ arcCount: 3, current: 120.25, coGas: 20 });
  const { conditions } = alertOf(reading, 'HIGH', DEFAULT_THRESHOLDS);
  expect(alertMessageLines(reading, 'HIGH', 0.625, conditions)).toEqual([
    '🚨 화재 위험 감지 - 디바이스 device-001',
    '위험도: HIGH (0.62)',
    '⚡ 아크 발생: 3회',
    '🔌 과전류 감지: 120.2A',
    '☁️ CO 가스: 20.0ppm',
  ]);
});

describe('a number with fixed decimals', () => {
  test.each([
    [0.625, 2, '0.62'],
    [0.375, 2, '0.38'],
    [0.875, 2, '0.88'],
    [8.25, 1, '8.2'],
    [8.75, 1, '8.8'],
    [-8.25, 1, '-8.2'],
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
  ])('%d ties to even: %d decimals are %s', (value, decimals, text) => {
    expect(formatFixed(value, decimals)).toBe(text);
  });

  test.each([
    [0.615, 2, '0.61'],
    [1.005, 2, '1.00'],
    [2.675, 2, '2.67'],
    [8.35, 1, '8.3'],
    [220, 1, '220.0'],
    [0, 2, '0.00'],
  ])('%d only looks like a tie, or is none: %d decimals are %s', (value, decimals, text) => {
    expect(formatFixed(value, decimals)).toBe(text);
  });
});
