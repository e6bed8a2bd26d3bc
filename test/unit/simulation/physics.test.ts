import { describe, expect, it } from 'vitest';
import type { Measurement } from '#shared/simulation/message.ts';
import { seeded } from '#shared/simulation/random.ts';
import { statusOf } from '#shared/simulation/selfCheck.ts';
import { STATUS_BITS, type StatusBit } from '#shared/telemetry/statusBits.ts';

const calm: Measurement = {
  volt: 220,
  voltLow: 218,
  ct: 10,
  zct: 0.8,
  rzct: 0.2,
  pwr: 2.09,
  pcbTemp: 30,
  sensorTemp: 32,
  co: 2,
  voc: 70,
  pFct: 0.95,
  aArc: 0,
};

describe('seeded randomness', () => {
  const first = (seed: number, ...labels: string[]) => {
    const random = seeded(seed, ...labels);
    return [random.next(), random.next(), random.next()];
  };

  it('repeats for the same seed and labels and differs for any other', () => {
    expect(first(1, 'a')).toEqual(first(1, 'a'));
    expect(first(1, 'a')).not.toEqual(first(2, 'a'));
    expect(first(1, 'a')).not.toEqual(first(1, 'b'));
  });

  it('is spread evenly, and its noise has mean 0, deviation 1 and no tails', () => {
    const random = seeded(4, 'spread');
    const even = Array.from({ length: 20_000 }, () => random.next());
    const noise = Array.from({ length: 20_000 }, () => random.normal());
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(even)).toBeCloseTo(0.5, 1);
    expect(mean(noise)).toBeCloseTo(0, 1);
    expect(mean(noise.map((x) => x * x))).toBeCloseTo(1, 1);
    expect(Math.max(...noise.map(Math.abs))).toBeLessThanOrEqual(3);
  });

  it('picks every choice', () => {
    const random = seeded(1, 'pick');
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['x', 'y', 'z']))).size).toBe(3);
  });
});

describe('a device’s judgement of itself', () => {
  it('finds nothing in a calm measurement', () => {
    expect(statusOf(calm, 100)).toBe(0);
  });

  it.each<[StatusBit, Partial<Measurement>, Partial<Measurement>]>([
    ['overvoltage', { volt: 234, pwr: 2.22 }, { volt: 234.1, pwr: 2.22 }],
    ['powerOutage', { volt: 50, pwr: 0.475 }, { volt: 49.9, pwr: 0.475 }],
    ['overcurrent', { ct: 100, pwr: 20.9 }, { ct: 100.1, pwr: 20.9 }],
    ['totalLeakage', { zct: 8 }, { zct: 8.01 }],
    ['resistiveLeakage', { rzct: 8 }, { rzct: 8.01 }],
    ['powerAnomaly', { pwr: 1.8 }, { pwr: 1.6 }],
    ['pcbTempAlarm', { pcbTemp: 60 }, { pcbTemp: 60.1 }],
    ['sensorTempAlarm', { sensorTemp: 60 }, { sensorTemp: 60.1 }],
    ['coAlarm', { co: 17 }, { co: 17.1 }],
    ['vocAlarm', { voc: 400 }, { voc: 401 }],
    ['powerFactorAlarm', { pFct: 0.9 }, { pFct: 0.899 }],
    ['arcAlarm', { aArc: 0 }, { aArc: 1 }],
  ])('%s is set beyond its limit and not at it', (name, at, beyond) => {
    expect(statusOf({ ...calm, ...at }, 100)).toBe(0);
    expect(statusOf({ ...calm, ...beyond }, 100)).toBe(1 << STATUS_BITS.indexOf(name));
  });

  it('uses the device’s own trip current', () => {
    expect(statusOf({ ...calm, ct: 30, pwr: 6.27 }, 24)).toBe(
      1 << STATUS_BITS.indexOf('overcurrent'),
    );
  });
});
