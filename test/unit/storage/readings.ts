/** Readings for storage tests, made from a seed so that a failure can be repeated. */
import type { ScoredReading } from '#engine/scoredReading.ts';
import type { StoredReading } from '#engine/storage/StoredReading.ts';
import type { Assessment, RiskLevel } from '#shared/scoring/assessment.ts';
import type { Reading } from '#shared/telemetry/reading.ts';

export type Random = () => number;

/** Mulberry32: small, seeded, and good enough to pick test values. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CALM: Omit<Reading, 'deviceId' | 'idx' | 'deviceTime' | 'measuredAt' | 'receivedAt'> = {
  status: 0,
  verifyStatus: 0,
  voltage: 220.4,
  voltageLow: 218.9,
  current: 5.25,
  leakageCurrent: 0.5,
  resistiveLeakage: 0.3,
  power: 1.104,
  pcbTemperature: 35.2,
  sensorTemperature: 37.1,
  coGas: 5,
  voc: 50,
  powerFactor: 0.95,
  arcCount: 0,
  quality: [],
};

const ASSESSMENT: Assessment = {
  indicatorScore: 0.04,
  ruleRisk: 0,
  statusRisk: 0,
  patternRisk: 0.1,
  history: {
    state: 'AVAILABLE',
    riskModifier: 1.05,
    temperatureTrend: 0.01,
    recentArcs: 0,
    averageRisk: 0.04,
    averageTemperature: 36,
    readingCount: 20,
  },
  finalScore: 0.0315,
  scoreLevel: 'NORMAL',
  floorLevel: 'NORMAL',
  effectiveLevel: 'NORMAL',
  agreement: 1,
  reasons: [],
  thresholdsVersion: 'seed-1',
};

/** A calm reading that the device measured at `at` and that arrived at once, with what the test wants otherwise. */
export function scored(
  at: number,
  reading: Partial<Reading> = {},
  assessment: Partial<Assessment> = {},
): ScoredReading {
  return {
    reading: {
      ...CALM,
      deviceId: 'device-1',
      idx: 1,
      deviceTime: at,
      measuredAt: at,
      receivedAt: reading.measuredAt ?? at,
      ...reading,
    },
    assessment: { ...ASSESSMENT, ...assessment },
  };
}

const AWKWARD = [
  0,
  -0,
  1,
  -1,
  0.1,
  219.4,
  -273.15,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2250738585072014e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER,
  2 ** 53 + 2,
  Number.EPSILON,
  1 / 3,
  0.24899999999999997,
] as const;
const LEVELS: readonly RiskLevel[] = ['NORMAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];
const FLAGS = ['outOfRange', 'verifyMismatch', 'clockSkew', 'noDeviceTime', 'late'] as const;

/** A reading with every field anything that it could hold. */
export function arbitrary(random: Random, at: number, deviceId = 'device-1'): ScoredReading {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const number = () => {
    const kind = random();
    if (kind < 0.3) return pick(AWKWARD);
    if (kind < 0.6) return Math.round(random() * 5000) / 10;
    return (random() - 0.5) * 10 ** Math.floor(random() * 12);
  };
  return scored(
    at,
    {
      deviceId,
      idx: random() < 0.3 ? null : pick([0, 1, -1, 4_294_967_296, 2 ** 52, Number.MAX_VALUE]),
      deviceTime: random() < 0.3 ? null : at - Math.floor(random() * 2000),
      receivedAt: at + Math.floor(random() * 3000),
      status: pick([0, 1, 2048, 4095, 4096, 2_147_483_647]),
      verifyStatus: pick([null, 0, 1, 4096]),
      voltage: number(),
      voltageLow: number(),
      current: number(),
      leakageCurrent: number(),
      resistiveLeakage: number(),
      power: number(),
      pcbTemperature: number(),
      sensorTemperature: number(),
      coGas: number(),
      voc: number(),
      powerFactor: number(),
      arcCount: pick([0, 1, 17, 100_000]),
      quality: FLAGS.filter(() => random() < 0.3),
    },
    {
      indicatorScore: random(),
      ruleRisk: pick([0, 0.4, random()]),
      statusRisk: pick([0, 0.25]),
      patternRisk: pick([0, 0.1]),
      history: { ...ASSESSMENT.history, riskModifier: 1 + random() * 0.6 },
      finalScore: random(),
      scoreLevel: pick(LEVELS),
      floorLevel: pick(LEVELS),
      effectiveLevel: pick(LEVELS),
      thresholdsVersion: pick(['seed-1', 'site-2', '현장-3']),
    },
  );
}

/** What storage promises to give back of a reading. */
export function stored({ reading, assessment }: ScoredReading): StoredReading {
  return {
    reading,
    indicatorScore: assessment.indicatorScore,
    ruleRisk: assessment.ruleRisk,
    statusRisk: assessment.statusRisk,
    patternRisk: assessment.patternRisk,
    riskModifier: assessment.history.riskModifier,
    finalScore: assessment.finalScore,
    scoreLevel: assessment.scoreLevel,
    floorLevel: assessment.floorLevel,
    effectiveLevel: assessment.effectiveLevel,
    thresholdsVersion: assessment.thresholdsVersion,
  };
}
