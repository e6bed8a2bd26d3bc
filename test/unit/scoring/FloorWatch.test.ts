import { describe, expect, test } from 'vitest';
import { assess } from '#shared/scoring/assess.ts';
import type { Reason, RiskLevel } from '#shared/scoring/assessment.ts';
import { FloorWatch, NO_SIGNS, type OwnSigns } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '#shared/scoring/thresholds.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { calmReading, T0 } from './calmReading.ts';

const MINUTE = 60_000;
const ARC_ALARM = 2048;

/** A device whose own normal is known, so much of each hazard unusual. */
const settled = (strength: Partial<OwnSigns['strength']> = {}): OwnSigns => ({
  settled: true,
  strength: { ...NO_SIGNS.strength, ...strength },
});

function watchOf(signs: OwnSigns, thresholds: Thresholds = DEFAULT_THRESHOLDS) {
  const watch = new FloorWatch();
  watch.signs = signs;
  let reasons: Reason[] = [];
  let last = 0;
  return {
    watch,
    /** The level that counts, so many minutes after the start. */
    at(minute: number, change: Partial<Reading>, arcs = change.arcCount ?? 0): RiskLevel {
      reasons = [];
      // No sensor that works shows the same to the last digit for minutes.
      last = 0.1 - last;
      const { pcbTemperature } = change;
      const reading = calmReading({
        measuredAt: T0 + minute * MINUTE,
        ...change,
        ...(pcbTemperature !== undefined && { pcbTemperature: pcbTemperature + last }),
      });
      return watch.confirm(reading, arcs, thresholds, reasons);
    },
    /** The hazards that the newest reading's reasons call unconfirmed; `!` where only CRITICAL is. */
    get waiting() {
      expect(reasons.map(({ source, weight }) => ({ source, weight }))).toEqual(
        reasons.map(() => ({ source: 'floor', weight: 0 })),
      );
      return reasons.map(({ code, subject }) =>
        code === 'unconfirmed'
          ? subject
          : `${subject}${code === 'unconfirmedCritical' ? '!' : code}`,
      );
    },
  };
}

/** Warmer than load explains. */
const WARM = settled({ temperature: 1 });
const HOT = { pcbTemperature: 62 };
const BURNING = { pcbTemperature: 66 };
const CO = { coGas: 30 };
const CO_AND_VOC = { coGas: 30, voc: 900 };
const LEAKING = { leakageCurrent: 12 };
const SHORTED = { resistiveLeakage: 40 };
const ARCING = { arcCount: 11 };
const OVERLOADED = { current: 120 };

const HIGH_DEMANDS = [
  ['temperature', HOT],
  ['gas', CO],
  ['leakage', LEAKING],
  ['arcs', ARCING],
  ['current', OVERLOADED],
] as const;
const CRITICAL_DEMANDS = [
  ['temperature', BURNING],
  ['gas', CO_AND_VOC],
  ['leakage', SHORTED],
] as const;
/** For each hazard one that is independent of it. */
const OTHER = {
  temperature: 'gas',
  gas: 'leakage',
  leakage: 'arcs',
  arcs: 'temperature',
  current: 'temperature',
} as const;

describe('a single value over a limit', () => {
  test.each(HIGH_DEMANDS)('%s alone counts MEDIUM, and the reasons say so', (hazard, change) => {
    const device = watchOf(settled());
    expect(device.at(0, change)).toBe('MEDIUM');
    expect(device.waiting).toEqual([hazard]);
  });

  test.each(CRITICAL_DEMANDS)(
    '%s alone counts MEDIUM over its worst limit, too',
    (hazard, change) => {
      const device = watchOf(settled());
      expect(device.at(0, change)).toBe('MEDIUM');
      expect(device.waiting).toEqual([hazard]);
    },
  );

  test('nothing over a limit, nothing demanded', () => {
    const device = watchOf(settled({ gas: 5 }));
    expect(device.at(0, {})).toBe('NORMAL');
    expect(device.waiting).toEqual([]);
  });

  test('what demands MEDIUM at most needs no confirmation', () => {
    const { floor } = DEFAULT_THRESHOLDS;
    const table = { ...DEFAULT_THRESHOLDS, floor: { ...floor, overcurrent: 'MEDIUM' as const } };
    const device = watchOf(settled(), table);
    expect(device.at(0, OVERLOADED)).toBe('MEDIUM');
    expect(device.waiting).toEqual([]);
  });
});

/** The hazard itself is notable for this device, and another one so much. */
const beside = (hazard: keyof typeof OTHER, strength: number) =>
  settled({ ...(hazard !== 'current' && { [hazard]: 1 }), [OTHER[hazard]]: strength });

describe('a second hazard', () => {
  test.each(HIGH_DEMANDS)('confirms %s at once', (hazard, change) => {
    const device = watchOf(beside(hazard, 1));
    expect(device.at(0, change)).toBe('HIGH');
    expect(device.waiting).toEqual([]);
    device.watch.signs = beside(hazard, 0.99);
    expect(device.at(0.5, change)).toBe('MEDIUM');
  });

  test.each(['temperature', 'gas', 'leakage', 'arcs'] as const)(
    '%s does not confirm itself, however unusual',
    (hazard) => {
      const device = watchOf(settled({ [hazard]: 9 }));
      const [, change] = HIGH_DEMANDS.find(([name]) => name === hazard)!;
      expect(device.at(0, change)).toBe('MEDIUM');
      expect(device.waiting).toEqual([hazard]);
    },
  );

  test.each(CRITICAL_DEMANDS)(
    'makes %s CRITICAL only from its own strength on',
    (hazard, change) => {
      const device = watchOf(beside(hazard, 1.49));
      expect(device.at(0, change)).toBe('HIGH');
      expect(device.waiting).toEqual([`${hazard}!`]);
      device.watch.signs = beside(hazard, 1.5);
      expect(device.at(0.5, change)).toBe('CRITICAL');
      expect(device.waiting).toEqual([]);
    },
  );

  test.each(['gas', 'leakage', 'arcs'] as const)(
    'does not confirm %s that is as usual for the device: a kitchen, a filter, a motor',
    (hazard) => {
      const device = watchOf(settled({ [hazard]: 0.99, [OTHER[hazard]]: 9 }));
      const [, change] = HIGH_DEMANDS.find(([name]) => name === hazard)!;
      expect(device.at(0, change)).toBe('MEDIUM');
      expect(device.waiting).toEqual([hazard]);
    },
  );

  test('two limits passed at once wait each for itself, as neither is a sign of its own', () => {
    const device = watchOf(settled());
    expect(device.at(0, { ...HOT, ...CO })).toBe('MEDIUM');
    expect(device.waiting).toEqual(['temperature', 'gas']);
    device.watch.signs = settled({ gas: 1 });
    expect(device.at(0.5, { ...HOT, ...CO })).toBe('MEDIUM');
    device.watch.signs = settled({ gas: 1, temperature: 1 });
    expect(device.at(1, { ...HOT, ...CO })).toBe('HIGH');
    expect(device.waiting).toEqual([]);
  });
});

/** A demand a minute up to this one; the level of the last. */
function stayed(device: ReturnType<typeof watchOf>, minutes: number, change: Partial<Reading>) {
  let level: RiskLevel = 'NORMAL';
  for (let minute = 0; minute < minutes; minute++) level = device.at(minute, change);
  return { before: level, at: device.at(minutes, change) };
}

describe('a temperature sensor that broke', () => {
  /** The level after so many minutes of a reading every ten seconds. */
  function shown(
    minutes: number,
    of: (step: number) => Partial<Reading>,
    watch = new FloorWatch(),
  ): RiskLevel {
    watch.signs = settled();
    let level: RiskLevel = 'NORMAL';
    for (let step = 0; step <= minutes * 6; step++)
      level = watch.confirm(
        calmReading({ measuredAt: T0 + step * 10_000, ...of(step) }),
        0,
        DEFAULT_THRESHOLDS,
        [],
      );
    return level;
  }

  test('stands at its end to the last digit, while the other is cool: not confirmed by time', () => {
    expect(shown(60, () => ({ sensorTemperature: 125 }))).toBe('MEDIUM');
    expect(shown(60, (step) => ({ sensorTemperature: step === 3 ? 124.9 : 125 }))).toBe('HIGH');
  });

  test('stands at its end while the other is hot, too: that is heat', () => {
    expect(shown(4, () => ({ sensorTemperature: 125, pcbTemperature: 71 }))).toBe('HIGH');
  });

  test('leaps to and fro faster than any metal: each leap makes the demand begin anew', () => {
    const loose = (every: number) => (step: number) => ({
      sensorTemperature: step % every === 0 ? 66 : 125 - (step % 2),
    });
    expect(shown(30, loose(9))).toBe('MEDIUM');
    expect(shown(30, loose(1_000))).toBe('HIGH');
  });

  test('a fire that heats it by 20 °C in ten seconds is believed', () => {
    const burning = (step: number) => ({ sensorTemperature: Math.min(125, 45 + 20 * step) });
    expect(shown(4, burning)).toBe('HIGH');
  });
});

describe('a hazard that stays', () => {
  test.each([
    ['temperature', HOT, 15, WARM],
    ['leakage', LEAKING, 60, settled()],
    ['current', OVERLOADED, 15, settled()],
  ] as const)('%s alone is HIGH after its time', (_, change, minutes, signs) => {
    const device = watchOf(signs);
    expect(stayed(device, minutes, change)).toEqual({ before: 'MEDIUM', at: 'HIGH' });
    expect(device.waiting).toEqual([]);
  });

  test.each([
    ['gas', CO],
    ['gas', CO_AND_VOC],
    ['arcs', ARCING],
  ] as const)('%s alone never is', (hazard, change) => {
    const device = watchOf(settled());
    expect(stayed(device, 24 * 60, change)).toEqual({ before: 'MEDIUM', at: 'MEDIUM' });
    expect(device.waiting).toEqual([hazard]);
  });

  test('a temperature that load explains never is by time, unless it is an emergency', () => {
    expect(stayed(watchOf(settled()), 24 * 60, HOT).at).toBe('MEDIUM');
    expect(stayed(watchOf(settled()), 3, BURNING).at).toBe('HIGH');
  });

  test('the emergency temperature alone is HIGH after three minutes', () => {
    const device = watchOf(settled());
    expect(stayed(device, 3, BURNING)).toEqual({ before: 'MEDIUM', at: 'HIGH' });
  });

  test('minutes over the lower limit count for the emergency: it is the same demand', () => {
    const device = watchOf(settled());
    expect(stayed(device, 3, HOT).at).toBe('MEDIUM');
    expect(device.at(3.5, BURNING)).toBe('HIGH');
    // And back below the emergency limit it waits for the longer time again.
    expect(device.at(4, HOT)).toBe('MEDIUM');
  });

  test.each([
    ['temperature', BURNING],
    ['leakage', SHORTED],
  ] as const)('%s alone is never CRITICAL, and stays unconfirmed as such', (hazard, change) => {
    const device = watchOf(settled());
    expect(stayed(device, 24 * 60, change).at).toBe('HIGH');
    expect(device.waiting).toEqual([`${hazard}!`]);
  });

  test('each hazard has a time of its own', () => {
    const device = watchOf(WARM);
    expect(stayed(device, 14, HOT).at).toBe('MEDIUM');
    expect(device.at(15, LEAKING)).toBe('MEDIUM');
    expect(device.at(15, HOT)).toBe('HIGH');
  });

  test('the times are settings', () => {
    const { floor } = DEFAULT_THRESHOLDS;
    const alone = { ...floor.confirmation.alone, gas: 2 * MINUTE, temperature: null };
    const confirmation = { ...floor.confirmation, alone, emergencyMs: 10 * MINUTE };
    const table = { ...DEFAULT_THRESHOLDS, floor: { ...floor, confirmation } };
    expect(stayed(watchOf(settled(), table), 2, CO)).toEqual({ before: 'MEDIUM', at: 'HIGH' });
    expect(stayed(watchOf(WARM, table), 60, HOT).at).toBe('MEDIUM');
    const burning = stayed(watchOf(settled(), table), 10, BURNING);
    expect(burning).toEqual({ before: 'MEDIUM', at: 'HIGH' });
  });
});

describe('a demand that was away', () => {
  test.each([
    ['for two minutes is the same one', 2, 'HIGH'],
    ['for longer begins anew', 2.01, 'MEDIUM'],
  ] as const)('%s', (_, gap, level) => {
    const device = watchOf(WARM);
    expect(stayed(device, 12, HOT).at).toBe('MEDIUM');
    expect(device.at(12 + gap / 2, {})).toBe('NORMAL');
    expect(device.at(12 + gap, HOT)).toBe('MEDIUM');
    expect(device.at(15, HOT)).toBe(level);
  });

  test('a reading that comes late does not make a demand older or newer', () => {
    const device = watchOf(WARM);
    expect(stayed(device, 13, HOT).at).toBe('MEDIUM');
    expect(device.at(11.5, HOT)).toBe('MEDIUM');
    expect(device.at(15, HOT)).toBe('HIGH');
  });

  test('a clock that was set back begins anew', () => {
    const device = watchOf(WARM);
    expect(stayed(device, 20, HOT).at).toBe('HIGH');
    for (let minute = -60; minute < -45; minute++) expect(device.at(minute, HOT)).toBe('MEDIUM');
    expect(device.at(-45, HOT)).toBe('HIGH');
  });
});

describe('saved and restored', () => {
  test('a demand goes on as if nothing had been, each hazard by itself', () => {
    const before = watchOf(WARM);
    for (let minute = 0; minute < 10; minute++)
      before.at(minute, minute < 5 ? HOT : { ...HOT, ...LEAKING });
    const after = watchOf(WARM);
    after.watch.restore(JSON.parse(JSON.stringify(before.watch.save())));
    expect(after.at(10, HOT)).toBe('MEDIUM');
    for (let minute = 11; minute < 15; minute++) after.at(minute, { ...HOT, ...LEAKING });
    expect(after.at(15, LEAKING)).toBe('MEDIUM');
    expect(after.at(15, HOT)).toBe('HIGH');
    expect(after.at(20, LEAKING)).toBe('MEDIUM');
  });

  test('what was saved is a copy, and nothing is nothing', () => {
    expect(new FloorWatch().save()).toBeNull();
    const device = watchOf(settled());
    device.at(0, HOT);
    const saved = device.watch.save();
    device.at(1, HOT);
    expect(saved).toEqual({ temperature: { since: T0, seenAt: T0 } });
  });

  test('after a restart that took too long, the demand begins anew', () => {
    const before = watchOf(WARM);
    expect(stayed(before, 15, HOT).at).toBe('HIGH');
    const after = watchOf(WARM);
    after.watch.restore(before.watch.save()!);
    expect(after.at(17.01, HOT)).toBe('MEDIUM');
  });
});

describe('a device whose own normal is not known yet', () => {
  test.each([
    ['temperature', HOT, 'HIGH'],
    ['temperature', BURNING, 'CRITICAL'],
    ['gas', CO, 'HIGH'],
    ['gas', CO_AND_VOC, 'CRITICAL'],
    ['leakage', LEAKING, 'HIGH'],
    ['leakage', SHORTED, 'CRITICAL'],
    ['current', OVERLOADED, 'HIGH'],
  ] as const)('counts %s at once and in full', (_, change, level) => {
    const device = watchOf(NO_SIGNS);
    expect(device.at(0, change)).toBe(level);
    expect(device.waiting).toEqual([]);
  });

  test('but for arcs, which wait for a second hazard there, too', () => {
    const device = watchOf(NO_SIGNS);
    expect(device.at(0, ARCING)).toBe('MEDIUM');
    expect(device.waiting).toEqual(['arcs']);
    device.watch.signs = { settled: false, strength: { ...NO_SIGNS.strength, temperature: 1 } };
    expect(device.at(1, ARCING)).toBe('HIGH');
  });
});

describe('an arc alarm bit', () => {
  test('speaks of one arc, and nothing confirms that', () => {
    const device = watchOf(settled({ temperature: 9, gas: 9, leakage: 9 }));
    expect(device.at(0, { status: ARC_ALARM }, 10)).toBe('MEDIUM');
    expect(device.waiting).toEqual(['arcs']);
    device.watch.signs = NO_SIGNS;
    expect(device.at(1, { status: ARC_ALARM }, 1)).toBe('MEDIUM');
  });

  test('with frequent arcs may be confirmed', () => {
    const device = watchOf(settled({ arcs: 1, temperature: 1 }));
    expect(device.at(0, { status: ARC_ALARM }, 11)).toBe('HIGH');
    expect(device.waiting).toEqual([]);
  });
});

describe('in the assessment of a reading', () => {
  const table = DEFAULT_THRESHOLDS;
  const assessed = (change: Partial<Reading>, signs: OwnSigns, level?: RiskLevel) => {
    const watch = new FloorWatch();
    watch.signs = signs;
    const model = level ? { level, output: 'hazard', value: 0.9, threshold: 0.5 } : null;
    return assess(calmReading(change), new DeviceHistory(), table, model, watch);
  };
  const codes = ({ reasons }: { reasons: readonly Reason[] }) =>
    reasons.map(({ code, subject }) => (subject === undefined ? code : `${code}:${subject}`));

  test('an unconfirmed demand is MEDIUM, and both the limit and what it waits for are named', () => {
    const found = assessed(CO, settled());
    expect(found).toMatchObject({ floorLevel: 'MEDIUM', floorDemand: 'HIGH' });
    expect(found.effectiveLevel).toBe('MEDIUM');
    expect(codes(found)).toEqual(expect.arrayContaining(['coHigh', 'unconfirmed:gas']));
  });

  test('a confirmed one is what it demands, and waits for nothing', () => {
    const found = assessed(CO_AND_VOC, settled({ gas: 1, temperature: 2 }));
    expect(found).toMatchObject({ floorLevel: 'CRITICAL', effectiveLevel: 'CRITICAL' });
    expect(found).not.toHaveProperty('floorDemand');
    expect(codes(found)).not.toContain('unconfirmed:gas');
  });

  test.each([
    ['NORMAL', CO, 'MEDIUM'],
    ['LOW', CO, 'MEDIUM'],
    ['MEDIUM', CO, 'HIGH'],
    ['HIGH', CO, 'HIGH'],
    // It looks at the same hazard and is no second one.
    ['MEDIUM', CO_AND_VOC, 'HIGH'],
    ['HIGH', CO_AND_VOC, 'HIGH'],
    ['MEDIUM', {}, 'MEDIUM'],
    ['MEDIUM', { powerFactor: 0.5 }, 'MEDIUM'],
  ] as const)('the model at %s with %j makes %s', (model, change, level) => {
    expect(assessed(change, settled(), model).effectiveLevel).toBe(level);
  });

  test('the model does not lower what a second hazard made CRITICAL', () => {
    const found = assessed(CO_AND_VOC, settled({ gas: 1, leakage: 1.5 }), 'MEDIUM');
    expect(found.effectiveLevel).toBe('CRITICAL');
  });

  test('supply faults are MEDIUM without being confirmed', () => {
    const found = assessed({ voltage: 250 }, settled());
    expect(found.floorLevel).toBe('MEDIUM');
    expect(found).not.toHaveProperty('floorDemand');
  });

  test('arcs are counted over their window, this reading included', () => {
    const watch = new FloorWatch();
    watch.signs = settled({ arcs: 1, temperature: 1 });
    const history = new DeviceHistory();
    const take = (minute: number, arcCount: number) =>
      assess(
        calmReading({ measuredAt: T0 + minute * MINUTE, arcCount }),
        history,
        table,
        null,
        watch,
      ).floorLevel;
    expect([take(0, 6), take(5, 4), take(9, 1), take(11, 1)]).toEqual([
      'NORMAL',
      'NORMAL',
      'HIGH',
      'NORMAL',
    ]);
  });

  test('without a watch every demand counts at once', () => {
    const found = assess(calmReading(CO), new DeviceHistory(), table);
    expect(found).toMatchObject({ floorLevel: 'HIGH', effectiveLevel: 'HIGH' });
  });
});
