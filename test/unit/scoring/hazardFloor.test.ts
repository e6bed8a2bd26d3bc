import { describe, expect, test } from 'vitest';
import type { Reason } from '#shared/scoring/assessment.ts';
import { hazardFloor } from '#shared/scoring/hazardFloor.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { calmReading } from './calmReading.ts';

function floorOf(change: object, recentArcs = 0) {
  const reasons: Reason[] = [];
  const level = hazardFloor(calmReading(change), recentArcs, DEFAULT_THRESHOLDS, reasons);
  return { level, reasons };
}

test('a calm reading has no floor and no reason', () => {
  expect(floorOf({})).toEqual({ level: 'NORMAL', reasons: [] });
});

describe('one hazard alone', () => {
  test.each([
    ['board at the limit', { pcbTemperature: 60 }, 'NORMAL', undefined],
    ['board over 60 °C', { pcbTemperature: 60.1 }, 'HIGH', 'temperatureHigh'],
    ['probe over 60 °C', { sensorTemperature: 65 }, 'HIGH', 'temperatureHigh'],
    ['probe over 65 °C', { sensorTemperature: 65.1 }, 'CRITICAL', 'temperatureCritical'],
    ['an arc alarm', { status: 2048 }, 'HIGH', 'statusBit'],
    ['other alarm bits', { status: 2047 }, 'NORMAL', undefined],
    ['8 mA', { leakageCurrent: 8 }, 'NORMAL', undefined],
    ['over 8 mA', { leakageCurrent: 8.01 }, 'HIGH', 'totalLeakage'],
    ['over 30 mA', { leakageCurrent: 30.01 }, 'CRITICAL', 'totalLeakage'],
    ['resistive over 8 mA', { resistiveLeakage: 30 }, 'HIGH', 'resistiveLeakage'],
    ['resistive over 30 mA', { resistiveLeakage: 31 }, 'CRITICAL', 'resistiveLeakage'],
    ['17 ppm CO', { coGas: 17 }, 'NORMAL', undefined],
    ['over 17 ppm CO', { coGas: 17.1 }, 'HIGH', 'coHigh'],
    ['VOC without CO', { voc: 5000 }, 'NORMAL', undefined],
    ['100 A', { current: 100 }, 'NORMAL', undefined],
    ['over 100 A', { current: 100.1 }, 'HIGH', 'overcurrent'],
    ['over 234 V', { voltage: 299 }, 'MEDIUM', 'overvoltage'],
    ['under 190 V', { voltageLow: 0 }, 'MEDIUM', 'undervoltage'],
    ['power factor under 0.9', { powerFactor: 0.1 }, 'MEDIUM', 'lowPowerFactor'],
  ] as const)('%s', (_, change, level, code) => {
    const found = floorOf(change);
    expect(found.level).toBe(level);
    expect(found.reasons.map((reason) => reason.code)).toEqual(code ? [code] : []);
  });

  test('ten arcs in ten minutes are allowed, eleven are not', () => {
    expect(floorOf({}, 10).level).toBe('NORMAL');
    expect(floorOf({}, 11)).toEqual({
      level: 'HIGH',
      reasons: [{ source: 'floor', code: 'arcsFrequent', weight: 0.6, value: 11, limit: 10 }],
    });
  });
});

test('CO together with VOC is CRITICAL, and both are named', () => {
  expect(floorOf({ coGas: 18, voc: 401 })).toEqual({
    level: 'CRITICAL',
    reasons: [
      { source: 'floor', code: 'coHigh', weight: 0.6, value: 18, limit: 17 },
      { source: 'floor', code: 'gasCombined', weight: 0.8, value: 401, limit: 400 },
    ],
  });
});

test('supply faults together stay MEDIUM', () => {
  expect(floorOf({ voltage: 260, voltageLow: 100, powerFactor: 0.5 }).level).toBe('MEDIUM');
});

test('supply faults do not lower what an over-current demands', () => {
  const faults = { current: 101, voltage: 260, voltageLow: 100, powerFactor: 0.5 };
  expect(floorOf(faults).level).toBe('HIGH');
});

test('a later, smaller hazard never lowers the level of an earlier one', () => {
  const all = {
    pcbTemperature: 70,
    status: 2048,
    leakageCurrent: 9,
    coGas: 20,
    current: 120,
    voltage: 250,
  };
  const found = floorOf(all, 50);
  expect(found.level).toBe('CRITICAL');
  expect(found.reasons.map(({ code }) => code)).toEqual([
    'temperatureCritical',
    'statusBit',
    'arcsFrequent',
    'totalLeakage',
    'coHigh',
    'overcurrent',
    'overvoltage',
  ]);
});

test('the levels are settings', () => {
  const table = {
    ...DEFAULT_THRESHOLDS,
    floor: {
      ...DEFAULT_THRESHOLDS.floor,
      overcurrent: 'CRITICAL' as const,
      powerFactor: 'NORMAL' as const,
    },
  };
  expect(hazardFloor(calmReading({ current: 101 }), 0, table)).toBe('CRITICAL');
  expect(hazardFloor(calmReading({ powerFactor: 0.1 }), 0, table)).toBe('NORMAL');
});
