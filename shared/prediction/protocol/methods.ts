/** The ways to alarm that are compared: each says of a reading, or of a window, whether it is alarmed. */
import type { Assessment, Hazard, ReasonCode } from '#shared/scoring/assessment.ts';
import { levelRank, lowerCut } from '#shared/scoring/level.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { OperatingPoint } from '../verdict.ts';

/** The seed's own cut of HIGH, and the one that its scores need to find a fire before it burns. */
const SEED_CUT = 0.6;
const TUNED_CUT = 0.31;
const HIGH = levelRank('HIGH');
const HIGH_CUT = lowerCut('HIGH', DEFAULT_THRESHOLDS);
const CRITICAL = levelRank('CRITICAL');

type ReadingTest = (assessment: Assessment) => boolean;

/** By rules and scores alone. Of a floor's kinds, each one alone: which of them finds what, and which is often wrong. */
export const READING_METHODS = {
  seedIndicator: ({ indicatorScore }) => indicatorScore >= SEED_CUT,
  seedFinal: ({ finalScore }) => finalScore >= SEED_CUT,
  tunedIndicator: ({ indicatorScore }) => indicatorScore >= TUNED_CUT,
  tunedFinal: ({ finalScore }) => finalScore >= TUNED_CUT,
  rules: (one) => rulesRank(one) >= HIGH,
  rulesCritical: (one) => rulesRank(one) >= CRITICAL,
  floorTemperature: floorOf('temperature', ['temperatureHigh', 'temperatureCritical']),
  floorArcs: floorOf('arcs', ['arcsFrequent', 'statusBit']),
  floorLeakage: floorOf('leakage', ['totalLeakage', 'resistiveLeakage']),
  floorGas: floorOf('gas', ['coHigh', 'gasCombined']),
  floorCurrent: floorOf('current', ['overcurrent']),
} as const satisfies Readonly<Record<string, ReadingTest>>;

/** What the desk alarms by, and its worst level alone. */
const EFFECTIVE_METHODS = ['effective', 'effectiveCritical'] as const;

/** `model:` with the output, the level and the threshold of an operating point. */
export type MethodId =
  | keyof typeof READING_METHODS
  | (typeof EFFECTIVE_METHODS)[number]
  | 'model'
  | `model:${string}`;

export function pointMethod({ output, level, threshold }: OperatingPoint): MethodId {
  return `model:${output}:${level}:${threshold}`;
}

/** All methods in the order in which they are shown. */
export function methodsOf(points: readonly OperatingPoint[] | null): readonly MethodId[] {
  const reading = Object.keys(READING_METHODS) as (keyof typeof READING_METHODS)[];
  if (points === null) return [...reading, ...EFFECTIVE_METHODS];
  return [
    ...new Set<MethodId>([...reading, ...points.map(pointMethod), 'model', ...EFFECTIVE_METHODS]),
  ];
}

function rulesRank({ scoreLevel, floorLevel }: Assessment): number {
  return Math.max(levelRank(scoreLevel), levelRank(floorLevel));
}

/**
 * Whether this hazard is confirmed as HIGH or worse. A floor's reason weighs the lower cut of the level that it demands,
 * and another names the hazards that count less until they are confirmed.
 */
function floorOf(hazard: Hazard, codes: readonly ReasonCode[]): ReadingTest {
  return ({ floorLevel, reasons }) => {
    if (levelRank(floorLevel) < HIGH) return false;
    const floor = reasons.filter(({ source }) => source === 'floor');
    return (
      floor.some(({ code, weight }) => codes.includes(code) && weight >= HIGH_CUT) &&
      !floor.some(({ code, subject }) => code === 'unconfirmed' && subject === hazard)
    );
  };
}
