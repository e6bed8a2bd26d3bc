import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '#shared/scoring/assess.ts';
import { type ClearanceStep, clearance } from '#shared/scoring/clearance.ts';
import { baseScore, finalScore } from '#shared/scoring/finalScore.ts';
import { hazardFloor } from '#shared/scoring/hazardFloor.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { levelOf, levelRank, worse } from '#shared/scoring/level.ts';
import { patternRisk, powerInWatts } from '#shared/scoring/patternRisk.ts';
import { ruleRisk } from '#shared/scoring/ruleRisk.ts';
import { statusRisk } from '#shared/scoring/statusRisk.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import { calmReading } from './calmReading.ts';

const stepsFor = (change: Partial<Reading>, recentArcs = change.arcCount ?? 0) => {
  const reading = calmReading(change);
  const assessment = assess(reading, new DeviceHistory(), DEFAULT_THRESHOLDS);
  return clearance(reading, assessment, recentArcs, DEFAULT_THRESHOLDS);
};

describe('what would clear it', () => {
  test('a hot terminal has to come down to the limit, and nothing else', () => {
    expect(stepsFor({ sensorTemperature: 66.2 })).toEqual([
      { type: 'value', sensor: 'sensorTemperature', from: 66.2, to: 60 },
    ]);
  });

  test('carbon monoxide clears the combination with vapour too', () => {
    expect(stepsFor({ coGas: 40, voc: 900 })).toEqual([
      { type: 'value', sensor: 'coGas', from: 40, to: 17 },
    ]);
  });

  test('the device has to take back an arc alarm, and time has to pass after many arcs', () => {
    expect(stepsFor({ status: 2048 })).toEqual([{ type: 'bit', bit: 'arcAlarm' }]);
    expect(stepsFor({ arcCount: 2 }, 14)).toEqual([{ type: 'recentArcs', from: 14, to: 10 }]);
  });

  test('two hazards are two steps', () => {
    expect(stepsFor({ sensorTemperature: 70, leakageCurrent: 35 })).toEqual([
      { type: 'value', sensor: 'sensorTemperature', from: 70, to: 60 },
      { type: 'value', sensor: 'leakageCurrent', from: 35, to: 8 },
    ]);
  });

  test('a calm reading needs nothing', () => {
    expect(stepsFor({})).toEqual([]);
  });
});

/** The reading after the steps: what they say, carried out. */
function after(reading: Reading, steps: readonly ClearanceStep[]): Reading {
  let changed = reading;
  for (const step of steps) {
    if (step.type === 'bit')
      changed = { ...changed, status: changed.status - 2 ** STATUS_BITS.indexOf(step.bit) };
    else if (step.type === 'value') {
      const product = changed.voltage * changed.current * changed.powerFactor;
      const next = { ...changed, [step.sensor]: step.to };
      // Cooling the warmer probe cools the other to no more than that.
      if (step.sensor === 'sensorTemperature')
        next.pcbTemperature = Math.min(next.pcbTemperature, step.to);
      if (step.sensor === 'pcbTemperature')
        next.sensorTemperature = Math.min(next.sensorTemperature, step.to);
      if (product !== 0)
        next.power = changed.power * ((next.voltage * next.current * next.powerFactor) / product);
      changed = next;
    }
  }
  return changed;
}

test('whatever is wrong, the steps bring the level below HIGH', () => {
  const number = (min: number, max: number) =>
    fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
  const anything = fc.record({
    status: fc.nat(4095),
    voltage: number(180, 260),
    voltageLow: number(150, 240),
    current: number(0.5, 180),
    leakageCurrent: number(0, 60),
    resistiveLeakage: number(0, 60),
    pcbTemperature: number(10, 95),
    sensorTemperature: number(10, 95),
    coGas: number(0, 200),
    voc: number(0, 2000),
    powerFactor: number(0.5, 1),
    arcCount: fc.nat(20),
  });
  let dangerous = 0;
  fc.assert(
    fc.property(anything, number(1, 1.6), (values, riskModifier) => {
      const product = values.voltage * values.current * values.powerFactor;
      const reading = calmReading({ ...values, power: product / 1000 });
      const assessed = assess(reading, new DeviceHistory(), DEFAULT_THRESHOLDS);
      const assessment = { ...assessed, history: { ...assessed.history, riskModifier } };
      const recentArcs = reading.arcCount;
      const levelWith = (one: Reading, arcs: number) => {
        const base = baseScore(
          ruleRisk(one, DEFAULT_THRESHOLDS),
          statusRisk(one.status, DEFAULT_THRESHOLDS),
          patternRisk(one, powerInWatts(one), DEFAULT_THRESHOLDS),
          DEFAULT_THRESHOLDS,
        );
        const score = finalScore(base, riskModifier);
        return levelRank(
          worse(levelOf(score, DEFAULT_THRESHOLDS), hazardFloor(one, arcs, DEFAULT_THRESHOLDS)),
        );
      };
      const steps = clearance(reading, assessment, recentArcs, DEFAULT_THRESHOLDS);
      const before = levelWith(reading, recentArcs) >= levelRank('HIGH');
      if (before) dangerous++;
      expect(steps.length > 0).toBe(before);
      const arcs = steps.find((step) => step.type === 'recentArcs')?.to ?? recentArcs;
      expect(levelWith(after(reading, steps), arcs)).toBeLessThan(levelRank('HIGH'));
    }),
    { numRuns: 500, seed: 7 },
  );
  expect(dangerous).toBeGreaterThan(200);
});
