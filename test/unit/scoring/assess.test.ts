import { describe, expect, test } from 'vitest';
import { assess } from '#shared/scoring/assess.ts';
import { type Assessment, type Reason, RISK_LEVELS } from '#shared/scoring/assessment.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { levelRank } from '#shared/scoring/level.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { seeded } from '#shared/simulation/random.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { calmReading, T0 } from './calmReading.ts';

const once = (change: Partial<Reading>) =>
  assess(calmReading(change), new DeviceHistory(), DEFAULT_THRESHOLDS);
const codes = (assessment: Assessment, source: Reason['source']) =>
  assessment.reasons.filter((reason) => reason.source === source).map(({ code }) => code);

test('a calm reading is NORMAL in every respect and has no reasons', () => {
  expect(once({})).toEqual({
    indicatorScore: 0.04000000000000001,
    ruleRisk: 0,
    statusRisk: 0,
    patternRisk: 0,
    history: expect.objectContaining({ state: 'INSUFFICIENT_DATA', readingCount: 1 }),
    finalScore: 0,
    scoreLevel: 'NORMAL',
    floorLevel: 'NORMAL',
    effectiveLevel: 'NORMAL',
    agreement: 1,
    reasons: [],
    thresholdsVersion: DEFAULT_THRESHOLDS.version,
  });
});

test('calm readings share one empty list, so that watching costs no garbage', () => {
  expect(once({}).reasons).toBe(once({ pcbTemperature: 31 }).reasons);
});

test('an assessment keeps its reasons when the next reading is assessed', () => {
  const hot = once({ pcbTemperature: 72 });
  const before = structuredClone(hot.reasons);
  once({ current: 150 });
  once({});
  expect(hot.reasons).toEqual(before);
});

describe('reasons', () => {
  test('say which value passed which limit and what that weighs', () => {
    expect(once({ pcbTemperature: 72, sensorTemperature: 60 }).reasons).toEqual([
      { source: 'floor', code: 'temperatureCritical', weight: 0.8, value: 72, limit: 65 },
      { source: 'rule', code: 'temperatureCritical', weight: 0.4 * 0.4, value: 72, limit: 60 },
      {
        source: 'pattern',
        code: 'temperatureDifference',
        weight: 0.05 * 0.3,
        value: 12,
        limit: 10,
      },
    ]);
  });

  test('name both of two limits that count once', () => {
    const { ruleRisk, reasons } = once({ voltage: 240, voltageLow: 180 });
    expect(ruleRisk).toBeCloseTo(0.15, 12);
    expect(reasons.filter(({ source }) => source === 'rule')).toEqual([
      { source: 'rule', code: 'overvoltage', weight: 0.15 * 0.4, value: 240, limit: 234 },
      { source: 'rule', code: 'undervoltage', weight: 0, value: 180, limit: 190 },
    ]);
    const leaking = once({ leakageCurrent: 9, resistiveLeakage: 10 });
    expect(leaking.ruleRisk).toBeCloseTo(0.25, 12);
    expect(codes(leaking, 'rule')).toEqual(['totalLeakage', 'resistiveLeakage']);
  });

  test('name each alarm bit, and many bits as a reason of their own', () => {
    const { reasons } = once({ status: 0b111 });
    expect(reasons.filter(({ source }) => source === 'status')).toEqual([
      { source: 'status', code: 'statusBit', weight: 0.2 * 0.3, subject: 'overcurrent' },
      { source: 'status', code: 'statusBit', weight: 0.15 * 0.3, subject: 'powerOutage' },
      { source: 'status', code: 'statusBit', weight: 0.1 * 0.3, subject: 'overvoltage' },
      { source: 'status', code: 'multipleStatusBits', weight: 0.1 * 0.3, value: 3, limit: 2 },
    ]);
  });

  test('name what the quality flags mean, without weight', () => {
    const { reasons } = once({
      coGas: -1,
      current: 250,
      power: 52.25,
      status: 4,
      verifyStatus: 0,
      quality: ['outOfRange', 'verifyMismatch', 'clockSkew'],
    });
    expect(reasons.filter(({ source }) => source === 'quality')).toEqual([
      {
        source: 'quality',
        code: 'outOfRange',
        weight: 0,
        value: 250,
        limit: 200,
        subject: 'current',
      },
      { source: 'quality', code: 'outOfRange', weight: 0, value: -1, limit: 0, subject: 'coGas' },
      { source: 'quality', code: 'verifyMismatch', weight: 0, value: 0, limit: 4 },
    ]);
  });

  test('of the power balance are in kW, the unit that the reading has', () => {
    const { reasons } = once({ power: 2 });
    expect(reasons).toEqual([
      {
        source: 'pattern',
        code: 'powerMismatch',
        weight: 0.1 * 0.3,
        value: expect.closeTo(0.955, 9),
        limit: expect.closeTo(0.209, 9),
        subject: 'power',
      },
    ]);
  });

  test('of the resistance give the end that was passed', () => {
    const high = once({ current: 0.2, power: 0.0418 });
    expect(high.reasons).toMatchObject([{ code: 'abnormalResistance', value: 1100, limit: 1000 }]);
    const low = once({ voltage: 150, current: 180, power: 25.65 });
    expect(codes(low, 'pattern')).toEqual(['abnormalResistance']);
    expect(low.reasons.find(({ code }) => code === 'abnormalResistance')).toMatchObject({
      limit: 1,
    });
  });

  test('come heaviest first and add up to the final score, for any reading whose parts are not capped', () => {
    const random = seeded(21);
    let uncapped = 0;
    for (let device = 0; device < 300; device++) {
      const history = new DeviceHistory();
      for (let i = 0; i < 8; i++) {
        const assessment = assess(anyReading(random, i), history, DEFAULT_THRESHOLDS);
        const weights = assessment.reasons.map(({ weight }) => weight);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
        const { ruleRisk, statusRisk, finalScore } = assessment;
        if (ruleRisk >= 1 || statusRisk >= 1 || finalScore >= 1) continue;
        uncapped++;
        const explained = assessment.reasons
          .filter(({ source }) => ['rule', 'status', 'pattern', 'history'].includes(source))
          .reduce((sum, { weight }) => sum + weight, 0);
        expect(explained).toBeCloseTo(finalScore, 12);
      }
    }
    expect(uncapped).toBeGreaterThan(500);
  });
});

function anyReading(random: ReturnType<typeof seeded>, i: number): Reading {
  return calmReading({
    measuredAt: T0 + i * 10_000,
    status:
      (random.next() < 0.1 ? 4096 : 0) +
      (Math.floor(random.between(0, 4096)) & Math.floor(random.between(0, 4096))),
    voltage: random.between(180, 260),
    voltageLow: random.between(170, 230),
    current: random.between(0, 130),
    leakageCurrent: random.between(0, 12),
    resistiveLeakage: random.between(0, 12),
    power: random.between(0, 25),
    pcbTemperature: random.between(20, 50) + i * 2,
    sensorTemperature: random.between(20, 75),
    coGas: random.between(0, 25),
    voc: random.between(0, 600),
    powerFactor: random.between(0.7, 1),
    arcCount: random.next() < 0.4 ? Math.floor(random.between(0, 12)) : 0,
  });
}

describe('the effective level', () => {
  test('is the worst of score, floor and model, for any reading', () => {
    const random = seeded(22);
    const history = new DeviceHistory();
    for (let i = 0; i < 500; i++) {
      const level = random.pick(RISK_LEVELS);
      const model = { level, output: 'probability', value: 0.9, threshold: 0.8 };
      const found = assess(anyReading(random, i), history, DEFAULT_THRESHOLDS, model);
      const ranks = [found.scoreLevel, found.floorLevel, level].map(levelRank);
      expect(levelRank(found.effectiveLevel)).toBe(Math.max(...ranks));
    }
  });

  test('gives the score as a reason when the score has a level', () => {
    const found = once({ pcbTemperature: 55, sensorTemperature: 58, status: 2048 + 64 });
    expect(found.scoreLevel).toBe('LOW');
    expect(found.reasons.filter(({ source }) => source === 'score')).toEqual([
      { source: 'score', code: 'finalScore', weight: 0.2, value: found.finalScore, limit: 0.2 },
    ]);
  });
});

describe('a communication error', () => {
  test('is 0.8 of the status part and LOW: trouble, not fire', () => {
    const found = once({ status: 4096 });
    expect(found).toMatchObject({ statusRisk: 0.8, scoreLevel: 'LOW', floorLevel: 'NORMAL' });
    expect(found.reasons).toMatchObject([
      { source: 'status', code: 'communicationError', value: 4096, limit: 4096 },
      { source: 'score', code: 'finalScore' },
    ]);
    expect(found.finalScore).toBeCloseTo(0.24, 12);
  });

  test('never lowers what the alarm bits say', () => {
    expect(once({ status: 4095 }).statusRisk).toBe(1);
    expect(once({ status: 4096 + 4095 }).statusRisk).toBe(1);
    expect(once({ status: 4096 + 1 }).statusRisk).toBe(0.8);
  });
});

describe('history', () => {
  test('includes the reading that is being judged', () => {
    const history = new DeviceHistory();
    const counts = [0, 1, 2, 3, 4].map(
      (i) => assess(calmReading({ measuredAt: T0 + i }), history, DEFAULT_THRESHOLDS).history,
    );
    expect(counts.map(({ readingCount }) => readingCount)).toEqual([1, 2, 3, 4, 5]);
    expect(counts.at(-1)?.state).toBe('AVAILABLE');
  });

  test('raises the score of a board that heats up, and says so', () => {
    const history = new DeviceHistory();
    let last: Assessment | undefined;
    for (let i = 0; i < 10; i++)
      last = assess(
        calmReading({ measuredAt: T0 + i * 10_000, pcbTemperature: 41 + i, sensorTemperature: 42 }),
        history,
        DEFAULT_THRESHOLDS,
      );
    expect(last?.history.temperatureTrend).toBeCloseTo(6, 9);
    expect(last?.finalScore).toBeCloseTo(0.04 * 1.2, 12);
    expect(last?.reasons.map(({ source, code }) => [source, code])).toEqual([
      ['rule', 'temperatureElevated'],
      ['history', 'heatingTrend'],
    ]);
  });

  test('gives no reason while there is nothing that it could raise', () => {
    const history = new DeviceHistory();
    const all = [0, 1, 2, 3, 4, 5].map((i) =>
      assess(
        calmReading({ measuredAt: T0 + i * 10_000, pcbTemperature: 30 + i }),
        history,
        DEFAULT_THRESHOLDS,
      ),
    );
    expect(all.at(-1)).toMatchObject({
      history: { riskModifier: 1.2 },
      finalScore: 0,
      reasons: [],
    });
  });

  test('makes frequent arcs HIGH after the eleventh, and lets them go after ten minutes', () => {
    const history = new DeviceHistory();
    const arcAt = (minute: number, arcCount: number) =>
      assess(
        calmReading({ measuredAt: T0 + minute * 60_000, arcCount }),
        history,
        DEFAULT_THRESHOLDS,
      );
    expect([0, 1, 2, 3, 4].map((minute) => arcAt(minute, 2).effectiveLevel)).toEqual(
      Array(5).fill('NORMAL'),
    );
    expect(arcAt(5, 1)).toMatchObject({ floorLevel: 'HIGH', scoreLevel: 'NORMAL' });
    expect(codes(arcAt(6, 0), 'floor')).toEqual(['arcsFrequent']);
    expect(arcAt(11, 0).floorLevel).toBe('NORMAL');
  });
});

describe('a reading that is out of range', () => {
  const broken = { pcbTemperature: 120, quality: ['outOfRange'] } as const;

  test('is still scored: impossible and dangerous is dangerous', () => {
    expect(once(broken)).toMatchObject({ ruleRisk: 0.4, floorLevel: 'CRITICAL' });
  });

  test('takes no part in the history of the next', () => {
    const history = new DeviceHistory();
    for (let i = 0; i < 6; i++)
      assess(calmReading({ measuredAt: T0 + i }), history, DEFAULT_THRESHOLDS);
    const found = assess(
      calmReading({ ...broken, measuredAt: T0 + 6 }),
      history,
      DEFAULT_THRESHOLDS,
    );
    expect(found.history).toMatchObject({ readingCount: 6, averageTemperature: 33 });
  });

  test('still counts its own arcs for its own floor', () => {
    expect(once({ arcCount: 11, voltage: -1, quality: ['outOfRange'] }).floorLevel).toBe('HIGH');
  });
});

test('nothing finite makes a score that is not a number between 0 and 1', () => {
  const extremes = [-1e9, -1, -0, 0, 5e-324, 0.1, 220, 1e9];
  const random = seeded(23);
  const history = new DeviceHistory();
  for (let i = 0; i < 3_000; i++) {
    const value = () => extremes[Math.floor(random.next() * extremes.length)] as number;
    const found = assess(
      calmReading({
        measuredAt: T0 + i,
        voltage: value(),
        current: value(),
        power: value(),
        powerFactor: value(),
        pcbTemperature: value(),
        sensorTemperature: value(),
        arcCount: Math.abs(Math.round(value())),
        quality: i % 2 === 0 ? ['outOfRange'] : [],
      }),
      history,
      DEFAULT_THRESHOLDS,
    );
    for (const score of [
      found.indicatorScore,
      found.ruleRisk,
      found.patternRisk,
      found.finalScore,
      found.agreement,
    ])
      expect(score >= 0 && score <= 1).toBe(true);
  }
});
