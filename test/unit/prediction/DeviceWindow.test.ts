import { describe, expect, test } from 'vitest';
import { type DeviceFacts, DeviceWindow } from '#shared/prediction/DeviceWindow.ts';
import {
  FEATURE_COUNT,
  FEATURES,
  type FeatureGroup,
  HAZARD_FEATURES,
  MAX_MISSING_STEPS,
  STEP_MS,
  STEPS,
} from '#shared/prediction/schema.ts';
import { NO_SIGNS } from '#shared/scoring/FloorWatch.ts';
import { Draws } from '#shared/simulation/physics/Draws.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { calmReading } from '../scoring/calmReading.ts';

const START = Date.UTC(2026, 0, 5);
const FACTS: DeviceFacts = { ratedCurrentA: 50, gasSensor: 'enclosure' };
const EVIDENCE = FEATURES.flatMap(({ role }, index) => (role === 'evidence' ? [index] : []));

const at = (minute: number, change: Partial<Reading> = {}): Reading =>
  calmReading({ ...change, measuredAt: START + minute * STEP_MS });

/** A device with a reading a minute up to and without `to`; what differs from calm is `change`. */
function run(
  window: DeviceWindow,
  from: number,
  to: number,
  change: (minute: number) => Partial<Reading> = () => ({}),
): DeviceWindow {
  for (let minute = from; minute < to; minute++) window.add(at(minute, change(minute)));
  return window;
}

const calm = (minutes: number, facts: DeviceFacts = FACTS) =>
  run(new DeviceWindow(facts), 0, minutes);

function newest(window: DeviceWindow): Float32Array {
  const row = new Float32Array(FEATURE_COUNT);
  window.copyNewestTo(row);
  return row;
}
const closedMinute = (window: DeviceWindow) =>
  window.closedAt === null ? null : (window.closedAt - START) / STEP_MS;

function feature(window: DeviceWindow, name: string): number {
  const index = FEATURES.findIndex((one) => one.name === name);
  expect(index, name).toBeGreaterThanOrEqual(0);
  return newest(window)[index]!;
}

/** The sensors' own noise, and a load that comes and goes. */
function noise(seed: number): (minute: number) => Partial<Reading> {
  const draws = new Draws(seed, 'noise');
  return (minute) => {
    const current = 8 + 4 * Math.sin(minute / 40) + 0.1 * draws.normal();
    const voltage = 221 - 0.2 * current + 0.2 * draws.normal();
    return {
      current,
      voltage,
      voltageLow: voltage - 1 - 0.1 * draws.next(),
      leakageCurrent: 0.5 + 0.01 * draws.normal(),
      resistiveLeakage: 0.3 + 0.01 * draws.normal(),
      pcbTemperature: 33 + 0.15 * draws.normal(),
      sensorTemperature: 35 + 0.15 * draws.normal(),
      coGas: 2 + 0.1 * draws.normal(),
      voc: 60 + draws.normal(),
      powerFactor: 0.95 + 0.002 * draws.normal(),
    };
  };
}

describe('the grid of minutes', () => {
  test('a minute is closed by the first reading of a later one', () => {
    const window = new DeviceWindow(FACTS);
    expect(window.closedAt).toBeNull();
    expect(window.add(at(0))).toBe(false);
    expect(window.add(at(0.9))).toBe(false);
    expect(window.closedAt).toBeNull();
    expect(window.add(at(1.1))).toBe(true);
    expect(closedMinute(window)).toBe(0);
    expect(window.add(at(4))).toBe(true);
    expect(closedMinute(window)).toBe(3);
  });

  test('or by the clock, of a device that is quiet; never before its first reading', () => {
    const window = new DeviceWindow(FACTS);
    expect(window.advance(START)).toBe(false);
    window.add(at(0));
    expect(window.advance(START + STEP_MS - 1)).toBe(false);
    expect(window.advance(START + STEP_MS)).toBe(true);
    expect(window.advance(START + STEP_MS)).toBe(false);
    expect(closedMinute(window)).toBe(0);
  });

  test('the readings of a minute are one step: means, and arcs summed', () => {
    const [many, one] = [calm(90), calm(90)];
    for (const second of [0, 20, 40])
      many.add(at(90 + second / 60, { pcbTemperature: 33 + second / 10, arcCount: 1 }));
    one.add(at(90, { pcbTemperature: 35, arcCount: 3 }));
    for (const window of [many, one]) window.add(at(91));
    const [some, single] = [newest(many), newest(one)];
    for (const [index, value] of single.entries()) expect(some[index]).toBeCloseTo(value, 6);
    expect(newest(one)).not.toEqual(newest(calm(92)));
  });

  test('what comes after its minute was closed is too late', () => {
    const window = calm(90);
    const before = window.save();
    expect(window.add(at(88.5, { pcbTemperature: 90, arcCount: 50 }))).toBe(false);
    expect(window.save()).toEqual(before);
    // Within the minute that is being filled order doesn't matter.
    expect(window.add(at(89.5, { arcCount: 9 }))).toBe(false);
    window.add(at(89.2));
    window.add(at(90));
    expect(window.signs.strength.arcs).toBeGreaterThan(0);
  });

  test('the window is thirty steps, oldest first, and ends with the newest', () => {
    const window = run(new DeviceWindow(FACTS), 0, 101, (minute) => ({ current: 5 + minute / 10 }));
    const whole = new Float32Array(3 + STEPS * FEATURE_COUNT);
    window.copyTo(whole, 3);
    expect([...whole.subarray(0, 3)]).toEqual([0, 0, 0]);
    const rows = Array.from({ length: STEPS }, (_, step) =>
      newest(
        run(new DeviceWindow(FACTS), 0, 101 - STEPS + 1 + step, (minute) => ({
          current: 5 + minute / 10,
        })),
      ),
    );
    for (const [step, row] of rows.entries())
      expect(whole.subarray(3 + step * FEATURE_COUNT, 3 + (step + 1) * FEATURE_COUNT)).toEqual(row);
  });
});

describe('whether there can be a prediction', () => {
  test('not before thirty minutes are closed', () => {
    const window = new DeviceWindow(FACTS);
    expect(window.state).toBe('warmingUp');
    run(window, 0, STEPS);
    expect(window.state).toBe('warmingUp');
    window.advance(START + STEPS * STEP_MS);
    expect(window.state).toBe('ready');
  });

  test('a minute without a reading is held, the second is stale', () => {
    const window = run(new DeviceWindow(FACTS), 0, 90, noise(1));
    window.advance(START + 90 * STEP_MS);
    const heard = newest(window);
    window.advance(START + 91 * STEP_MS);
    expect([window.state, window.newestHeard]).toEqual(['ready', true]);
    expect(newest(window)).toEqual(heard);
    window.advance(START + 92 * STEP_MS);
    expect([window.state, window.newestHeard]).toEqual(['stale', false]);
    run(window, 92, 94);
    expect([window.state, window.newestHeard]).toEqual(['ready', true]);
  });

  test.each([
    ['as many missing as are allowed', MAX_MISSING_STEPS, 'ready'],
    ['one more', MAX_MISSING_STEPS + 1, 'gaps'],
  ] as const)('%s', (_, missing, state) => {
    const window = calm(60);
    // The first minute of a silence is held.
    run(window, 60 + missing + 1, 60 + missing + 4);
    expect(window.state).toBe(state);
    run(window, 60 + missing + 4, 60 + missing + 4 + STEPS);
    expect(window.state).toBe('ready');
  });

  test('held minutes teach no normal: a silence leaves the baselines as they were', () => {
    const hot = () => ({ pcbTemperature: 45 });
    const [silent, heard] = [calm(90), calm(90)];
    for (const window of [silent, heard]) window.add(at(90, hot()));
    heard.advance(START + 91 * STEP_MS);
    silent.advance(START + 111 * STEP_MS);
    heard.add(at(91, hot()));
    heard.advance(START + 92 * STEP_MS);
    silent.add(at(111, hot()));
    silent.advance(START + 112 * STEP_MS);
    for (const index of HAZARD_FEATURES) expect(newest(silent)[index]).toBe(newest(heard)[index]);
  });

  test('after a long silence the window begins anew, and the own normal stays', () => {
    const window = calm(90);
    const back = 90 + 3 * 1_440;
    run(window, back, back + 2, () => ({ pcbTemperature: 45 }));
    expect(window.state).toBe('warmingUp');
    expect(closedMinute(window)).toBe(back);
    expect(window.signs).toMatchObject({ settled: true });
    expect(window.signs.strength.temperature).toBeGreaterThan(1);
    run(window, back + 2, back + STEPS);
    expect(window.state).toBe('warmingUp');
    window.add(at(back + STEPS));
    expect(window.state).toBe('ready');
  });

  test('a silence of just thirty minutes does not', () => {
    const window = calm(90);
    window.add(at(89 + STEPS));
    expect(window.state).not.toBe('warmingUp');
    const longer = calm(90);
    longer.add(at(89 + STEPS + 1));
    expect(longer.state).toBe('warmingUp');
    expect(longer.closedAt).toBeNull();
    expect(longer.signs).toEqual({ ...NO_SIGNS, settled: true });
  });

  test.each([
    ['the clock', (window: DeviceWindow, minute: number) => window.advance(at(minute).measuredAt)],
    [
      'a message that takes no part',
      (window: DeviceWindow, minute: number) =>
        window.add(at(minute, { pcbTemperature: 180, quality: ['outOfRange'] })),
    ],
  ])('a leap by %s holds nothing: the minute after it was not heard', (_, leap) => {
    const window = calm(90);
    leap(window, 290);
    expect(leap(window, 291)).toBe(true);
    expect(closedMinute(window)).toBe(290);
    expect(window.newestHeard).toBe(false);
    // Of the thirty steps after the leap, so many were heard as there were readings.
    run(window, 292, 292 + STEPS - MAX_MISSING_STEPS - 1);
    window.advance(at(290 + STEPS).measuredAt);
    expect(window.state).not.toBe('ready');
  });

  test('a leap leaves what the same silence leaves when it is walked', () => {
    const arcing = () => run(calm(90), 90, 95, () => ({ arcCount: 20, pcbTemperature: 45 }));
    const [leapt, walked] = [arcing(), arcing()];
    for (let minute = 96; minute <= 400; minute++) walked.advance(at(minute).measuredAt);
    leapt.advance(at(400).measuredAt);
    for (const window of [leapt, walked]) window.advance(at(401).measuredAt);
    expect(newest(leapt)).toEqual(newest(walked));
    for (const window of [leapt, walked]) run(window, 401, 403);
    expect(newest(leapt)).toEqual(newest(walked));
    expect(feature(leapt, 'arcsHour')).toBeLessThan(0.05);
  });
});

describe('a clock that was set back', () => {
  test('makes what comes now late, until the window begins anew; the own normal stays', () => {
    const window = calm(90);
    expect(window.add(at(30))).toBe(false);
    window.beginAnew();
    expect([window.state, window.closedAt]).toEqual(['warmingUp', null]);
    run(window, 30, 32, () => ({ pcbTemperature: 45 }));
    expect(closedMinute(window)).toBe(30);
    expect(window.signs).toMatchObject({ settled: true });
    expect(window.signs.strength.temperature).toBeGreaterThan(1);
    run(window, 32, 30 + STEPS + 1);
    expect(window.state).toBe('ready');
  });

  test('a first minute without a reading is not held', () => {
    const window = calm(90);
    window.beginAnew();
    const off = { quality: ['outOfRange'] } as const;
    for (const minute of [30, 31]) window.add(at(minute, off));
    expect(window.newestHeard).toBe(false);
    expect(newest(window)).toEqual(newest(calm(90)));
  });

  test('before the first minute there is nothing to begin anew', () => {
    const window = new DeviceWindow(FACTS);
    window.beginAnew();
    run(window, 0, 2);
    expect(closedMinute(window)).toBe(0);
    expect(newest(window).every(Number.isFinite)).toBe(true);
  });
});

describe('what takes no part', () => {
  const zeros: Partial<Reading> = {
    voltage: 0,
    voltageLow: 0,
    current: 0,
    power: 0,
    powerFactor: 0,
    leakageCurrent: 0,
    resistiveLeakage: 0,
    pcbTemperature: 0,
    sensorTemperature: 0,
    coGas: 0,
    voc: 0,
  };

  test.each<[string, Partial<Reading>]>([
    ['a value out of range', { pcbTemperature: 180, quality: ['outOfRange'] }],
    ['a clock that is wrong', { pcbTemperature: 80, quality: ['clockSkew'] }],
    ['the zeros of a device that starts', zeros],
  ])('%s', (_, change) => {
    const [with_, without] = [calm(90), calm(90)];
    with_.add(at(90, change));
    for (const window of [with_, without]) {
      window.add(at(90.5));
      window.add(at(91));
    }
    expect(with_.save()).toEqual(without.save());
  });

  test('but it shows that minutes pass', () => {
    const window = calm(90);
    expect(window.add(at(90, zeros))).toBe(true);
    expect(window.add(at(91, zeros))).toBe(true);
    expect(window.add(at(92, zeros))).toBe(true);
    expect(window.state).toBe('stale');
  });

  test('no current or no power is no start', () => {
    const window = calm(90);
    window.add(at(90, { ...zeros, pcbTemperature: 21, sensorTemperature: 21 }));
    window.advance(START + 91 * STEP_MS);
    expect(feature(window, 'voltageFromDay')).toBeCloseTo(-220, 3);
  });
});

describe('saved and restored', () => {
  test('it goes on as if nothing had been', () => {
    const change = noise(4);
    const readings = Array.from({ length: 400 }, (_, step) => at(step / 2, change(step / 2)));
    const whole = new DeviceWindow(FACTS);
    const first = new DeviceWindow(FACTS);
    // In the middle of a minute.
    for (const one of readings.slice(0, 301)) first.add(one);
    const second = new DeviceWindow(FACTS, first.save());
    for (const one of readings.slice(301)) second.add(one);
    for (const one of readings) whole.add(one);
    expect(second.save()).toEqual(whole.save());
    expect(second.state).toBe(whole.state);
    expect(second.signs).toEqual(whole.signs);
  });

  test('what is saved is a copy', () => {
    const window = calm(90);
    const saved = window.save();
    const before = saved.slice();
    run(window, 90, 95, () => ({ pcbTemperature: 70 }));
    expect(saved).toEqual(before);
    const restored = new DeviceWindow(FACTS, saved);
    run(restored, 90, 95);
    expect(saved).toEqual(before);
  });

  test('what another version saved is left', () => {
    const other = calm(90).save().subarray(1);
    expect(new DeviceWindow(FACTS, other).save()).toEqual(new DeviceWindow(FACTS).save());
  });
});

describe('the features', () => {
  test('are finite, whatever comes', () => {
    const draws = new Draws(9, 'wild');
    const wild = () => {
      const anything = () => (draws.chance(0.2) ? 0 : draws.logBetween(1e-3, 1e5));
      return {
        ...{ voltage: anything(), voltageLow: anything(), current: anything(), voc: anything() },
        ...{ leakageCurrent: anything(), resistiveLeakage: -anything(), coGas: anything() },
        ...{ pcbTemperature: anything(), sensorTemperature: -anything() },
        ...{ powerFactor: draws.next(), arcCount: draws.poisson(20) },
      };
    };
    const window = new DeviceWindow(FACTS);
    let finite = true;
    for (let minute = 0; minute < 3_000; minute++) {
      window.add(at(minute, wild()));
      finite &&= newest(window).every(Number.isFinite);
    }
    expect(finite).toBe(true);
    expect(window.save().every(Number.isFinite)).toBe(true);
  });

  test('no evidence at all in a device that never changes', () => {
    const row = newest(calm(300));
    for (const index of EVIDENCE) expect(row[index], FEATURES[index]!.name).toBeCloseTo(0, 9);
  });

  test('evidence is never below zero, and noise is no notable hazard', () => {
    const window = new DeviceWindow(FACTS);
    const change = noise(6);
    let [least, most] = [0, 0];
    for (let minute = 0; minute < 2_000; minute++) {
      window.add(at(minute, change(minute)));
      const row = newest(window);
      for (const index of EVIDENCE) least = Math.min(least, row[index]!);
      if (minute > 60) for (const index of HAZARD_FEATURES) most = Math.max(most, row[index]!);
    }
    expect(least).toBe(0);
    expect(most).toBeLessThan(0.6);
  });

  /** So strong in each of the five minutes after a quiet night. */
  const HAZARDS: readonly (readonly [
    FeatureGroup,
    string,
    (strength: number) => Partial<Reading>,
  ])[] = [
    [
      'temperature',
      'board and terminal get warm',
      (k) => ({ pcbTemperature: 33 + 12 * k, sensorTemperature: 35 + 12 * k }),
    ],
    ['temperature', 'a terminal gets warm', (k) => ({ sensorTemperature: 35 + 12 * k })],
    ['gas', 'CO', (k) => ({ coGas: 2 + 12 * k })],
    ['gas', 'vapours', (k) => ({ voc: 60 * (1 + 2 * k) })],
    ['leakage', 'leakage', (k) => ({ leakageCurrent: 0.5 + 4 * k })],
    ['leakage', 'resistive leakage', (k) => ({ resistiveLeakage: 0.3 + 4 * k })],
    ['arcs', 'arcs', (k) => ({ arcCount: 20 * k })],
    ['supply', 'another voltage', (k) => ({ voltage: 220 + 5 * k, voltageLow: 219 + 5 * k })],
    ['supply', 'dips', (k) => ({ voltageLow: 219 - 6 * k })],
  ];
  const STRENGTHS = [0, 0.5, 1, 2, 4, 8];
  const struck = (change: Partial<Reading>, facts = FACTS) => {
    const window = calm(300, facts);
    run(window, 300, 305, () => change);
    window.advance(START + 305 * STEP_MS);
    return newest(window);
  };

  test.each(HAZARDS)(
    '%s: %s shows in its own evidence, only there, and only the more',
    (group, what, of) => {
      const rows = STRENGTHS.map((strength) => struck(of(strength)));
      for (const index of EVIDENCE) {
        const { name, group: own } = FEATURES[index]!;
        const values = rows.map((row) => row[index]!);
        if (own === group) expect(values, name).toEqual([...values].sort((a, b) => a - b));
        else expect(Math.max(...values), name).toBeCloseTo(0, 6);
      }
      const hazard = HAZARD_FEATURES.find((index) => FEATURES[index]!.group === group)!;
      // Single dips are no unrest of the mean voltage.
      if (what !== 'dips') expect(rows.at(-1)![hazard]).toBeGreaterThan(1);
    },
  );

  test('overload shows in the load', () => {
    const rows = STRENGTHS.map((strength) => struck({ current: 5 + 100 * strength }));
    const load = EVIDENCE.filter((index) => FEATURES[index]!.group === 'load');
    expect(load.length).toBeGreaterThan(0);
    for (const index of load) {
      const values = rows.map((row) => row[index]!);
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(values.at(-1)).toBeGreaterThan(0);
      expect(struck({ current: 805 }, { ...FACTS, ratedCurrentA: null })[index]).toBe(0);
    }
  });

  test('there is none that reacts to nothing', () => {
    const rows = HAZARDS.flatMap(([, , of]) => [struck(of(4)), struck(of(8))]);
    rows.push(struck({ current: 805 }));
    const dead = EVIDENCE.filter((index) => rows.every((row) => !(row[index]! > 0.01)));
    expect(dead.map((index) => FEATURES[index]!.name)).toEqual([]);
  });

  test('cooler, drier and calmer than ever is no evidence', () => {
    const row = struck({
      ...{ pcbTemperature: 15, sensorTemperature: 16, coGas: 0, voc: 5 },
      ...{ leakageCurrent: 0, resistiveLeakage: 0, voltageLow: 220 },
    });
    for (const index of EVIDENCE) expect(row[index], FEATURES[index]!.name).toBeCloseTo(0, 6);
  });

  test('warmth that load explains is less of a hazard than warmth that it does not', () => {
    /** Terminal heat follows the load, within minutes. */
    const daily = (minute: number) => {
      const current = Math.floor(minute / 60) % 2 === 0 ? 5 : 20;
      return { current, sensorTemperature: 35 + (current === 20 ? 8 : 0) };
    };
    const [explained, unexplained] = [0, 1].map(() =>
      run(new DeviceWindow(FACTS), 0, 2_940, daily),
    ) as [DeviceWindow, DeviceWindow];
    run(explained, 2_940, 2_960, () => ({ current: 20, sensorTemperature: 43 }));
    run(unexplained, 2_940, 2_960, () => ({ current: 5, sensorTemperature: 43 }));
    const [hot, cold] = [explained, unexplained].map((one) => feature(one, 'terminalUnexplained'));
    expect(hot).toBeLessThan(2);
    expect(cold).toBeGreaterThan(5);
  });

  test('what a load never seen before may explain is no evidence; the same warmth without it is', () => {
    const warm = { sensorTemperature: 47, pcbTemperature: 37 };
    const [loaded, idle] = [{ ...warm, current: 40 }, warm].map((change) => {
      const window = calm(300);
      run(window, 300, 345, () => change);
      return ['terminalUnexplained', 'boardUnexplained'].map((name) => feature(window, name));
    }) as [[number, number], [number, number]];
    expect(loaded).toEqual([0, 0]);
    expect(idle[0]).toBeGreaterThan(5);
    expect(idle[1]).toBeGreaterThan(2);
  });

  test('the course tells speeding up from levelling off, and is still while nothing moves', () => {
    const of = (change: (minute: number) => number) => {
      const window = calm(300);
      run(window, 300, 420, (minute) => ({ sensorTemperature: 35 + change(minute - 300) }));
      const [hour, hours] = ['heatInHour', 'heatInFourHours'].map((name) => feature(window, name));
      return hour! / hours!;
    };
    const levelled = of((since) => 15 * (1 - Math.exp(-since / 20)));
    const speeding = of((since) => 15 * (since / 120) ** 3);
    expect(speeding).toBeGreaterThan(1.5 * levelled);
    for (const index of FEATURES.keys())
      if (FEATURES[index]!.role === 'course')
        expect(newest(calm(600))[index], FEATURES[index]!.name).toBeCloseTo(0, 6);
  });

  test('the context: where the gas sensor is, how long the device is known, and the load', () => {
    const places = [null, 'room', 'enclosure'] as const;
    const found = places.map((gasSensor) =>
      feature(calm(61, { ...FACTS, gasSensor }), 'gasSensorInEnclosure'),
    );
    expect(found).toEqual([0.5, 0, 1]);
    expect(feature(calm(61), 'ownHistory')).toBeCloseTo(Math.log(2), 1);
    expect(feature(calm(91), 'loadRatioHalfHour')).toBeCloseTo(0.1, 6);
    expect(feature(calm(91, { ...FACTS, ratedCurrentA: null }), 'loadRatioHalfHour')).toBe(0);
  });

  test('what the installer adds later counts from then on', () => {
    const window = calm(91, { ratedCurrentA: null, gasSensor: null });
    window.facts = FACTS;
    run(window, 91, 93);
    expect(feature(window, 'gasSensorInEnclosure')).toBe(1);
    expect(feature(window, 'loadRatioHalfHour')).toBeGreaterThan(0);
  });
});

describe('the signs for the hazard floor', () => {
  test('there are none before a minute is closed, and none are settled within the first hour', () => {
    expect(new DeviceWindow(FACTS).signs).toEqual(NO_SIGNS);
    expect(calm(60).signs.settled).toBe(false);
    expect(calm(61).signs).toEqual({ ...NO_SIGNS, settled: true });
  });

  test('minutes without a reading do not settle it', () => {
    const window = calm(50);
    window.add(at(75));
    expect(window.signs.settled).toBe(false);
  });

  test.each([
    ['temperature', { pcbTemperature: 53 }],
    ['gas', { coGas: 20 }],
    ['leakage', { leakageCurrent: 8 }],
    ['arcs', { arcCount: 1_000 }],
  ] as const)('%s is its own sign alone', (hazard, change) => {
    const window = calm(90);
    run(window, 90, 95, () => change);
    const { strength } = window.signs;
    expect(strength[hazard]).toBeGreaterThan(1);
    expect({ ...strength, [hazard]: 0 }).toEqual(NO_SIGNS.strength);
  });
});
