import { describe, expect, it } from 'vitest';
import { DEMO_CYCLE_MS, demoIncidents } from '#shared/simulation/demoSchedule.ts';
import { INCIDENT_DURATION_MS } from '#shared/simulation/incidents.ts';
import { LOAD_KINDS, LOAD_PROFILES, loadShare } from '#shared/simulation/loads.ts';
import type { Measurement } from '#shared/simulation/message.ts';
import { seeded } from '#shared/simulation/random.ts';
import { quantise, statusOf } from '#shared/simulation/selfCheck.ts';
import { STATUS_BITS, type StatusBit } from '#shared/telemetry/statusBits.ts';

const HOUR = 3_600_000;
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

describe('the load of a circuit', () => {
  /** Mean over one hour, so that cycles do not matter. 1970-01-05 was a Monday. */
  const mean = (kind: (typeof LOAD_KINDS)[number], day: number, hour: number) => {
    const samples = Array.from({ length: 360 }, (_, i) =>
      loadShare(LOAD_PROFILES[kind], (day * 24 + hour) * HOUR + i * 10_000, 0.3),
    );
    return samples.reduce((a, b) => a + b, 0) / samples.length;
  };

  it.each(LOAD_KINDS)(
    '%s: more in the middle of a working day than at night, never all of its rating',
    (kind) => {
      const { from, to } = LOAD_PROFILES[kind];
      const [busy, night] = [mean(kind, 4, Math.floor((from + to) / 2)), mean(kind, 4, 3)];
      expect(busy).toBeGreaterThan(night);
      expect(busy).toBeLessThan(0.75);
      expect(night).toBeGreaterThan(0.02);
    },
  );

  it('is smaller on Saturday and Sunday', () => {
    expect(mean('outlet', 9, 13)).toBeLessThan(mean('outlet', 4, 13));
    expect(mean('outlet', 10, 13)).toBeLessThan(mean('outlet', 4, 13));
    expect(mean('outlet', 11, 13)).toBeCloseTo(mean('outlet', 4, 13), 2);
  });

  it('of a compressor goes up and down, that of a server hardly', () => {
    const swing = (kind: 'hvac' | 'server') => {
      const shares = Array.from({ length: 200 }, (_, i) =>
        loadShare(LOAD_PROFILES[kind], (4 * 24 + 13) * HOUR + i * 10_000, 0),
      );
      return Math.min(...shares) / Math.max(...shares);
    };
    expect(swing('hvac')).toBeLessThan(0.6);
    expect(swing('server')).toBeGreaterThan(0.9);
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

describe('what a device sends', () => {
  it('has the digits that its converters resolve, and a power that belongs to them', () => {
    const sent = quantise({ ...calm, volt: 220.4567, ct: 10.123_456, pFct: 0.951_23, pwr: 99 });
    expect(sent).toMatchObject({ volt: 220.5, ct: 10.12, pFct: 0.951 });
    expect(sent.pwr).toBe(Math.round(220.5 * 10.12 * 0.951) / 1000);
  });

  it('never contradicts itself by rounding', () => {
    const sent = quantise({
      ...calm,
      volt: 220.04,
      voltLow: 220.06,
      zct: 0.804,
      rzct: 0.806,
      pFct: 1.0004,
    });
    expect(sent.voltLow).toBeLessThanOrEqual(sent.volt);
    expect(sent.rzct).toBeLessThanOrEqual(sent.zct);
    expect(sent.pFct).toBe(1);
  });
});

describe('the schedule of a demo', () => {
  const devices = Array.from({ length: 40 }, (_, i) => ({
    id: `d${i}`,
    load: LOAD_KINDS[i % LOAD_KINDS.length] ?? 'outlet',
    ratedCurrentA: i % 2 ? 100 : 20,
  }));

  it.each([0, 1, 2, 3, 9])(
    'cycle %i has one event a device at most, and ends before the next begins',
    (cycle) => {
      for (let seed = 0; seed < 20; seed += 1) {
        const events = demoIncidents(devices, seed, 1000, cycle);
        expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(events.length);
        for (const { kind, startAt } of events) {
          expect(startAt).toBeGreaterThanOrEqual(1000 + cycle * DEMO_CYCLE_MS);
          expect(startAt + INCIDENT_DURATION_MS[kind]).toBeLessThanOrEqual(
            1000 + (cycle + 1) * DEMO_CYCLE_MS + 60_000,
          );
        }
      }
    },
  );

  it('happens where such things happen: kitchens overheat, pumps leak, large circuits are overloaded', () => {
    const where = new Map(devices.map((device) => [device.id, device]));
    for (let seed = 0; seed < 20; seed += 1) {
      const of = (kind: string) =>
        where.get(
          demoIncidents(devices, seed, 0, 0).find((event) => event.kind === kind)?.deviceId ?? '',
        );
      expect(of('overheating')?.load).toBe('kitchen');
      expect(of('leakage')?.load).toBe('pump');
      expect(of('overcurrent')?.ratedCurrentA).toBe(100);
    }
  });

  it('does with fewer devices than events', () => {
    expect(demoIncidents(devices.slice(0, 3), 1, 0, 0)).toHaveLength(3);
    expect(demoIncidents([], 1, 0, 0)).toEqual([]);
  });
});
