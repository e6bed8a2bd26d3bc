/** The five risk levels: which one a score means, and which of two is worse. */
import type { RiskLevel } from './assessment.ts';
import type { Thresholds } from './thresholds.ts';

const RANK = { NORMAL: 0, LOW: 1, MEDIUM: 2, HIGH: 3, CRITICAL: 4 } as const satisfies Record<
  RiskLevel,
  number
>;

/** The level of a score (0 … 1). The cuts are inclusive; NaN is NORMAL. */
export function levelOf(score: number, { levels }: Thresholds): RiskLevel {
  if (score >= levels.CRITICAL) return 'CRITICAL';
  if (score >= levels.HIGH) return 'HIGH';
  if (score >= levels.MEDIUM) return 'MEDIUM';
  if (score >= levels.LOW) return 'LOW';
  return 'NORMAL';
}

/** The lowest score that has this level. */
export function lowerCut(level: RiskLevel, { levels }: Thresholds): number {
  return level === 'NORMAL' ? 0 : levels[level];
}

/** 0 for NORMAL to 4 for CRITICAL. */
export function levelRank(level: RiskLevel): number {
  return RANK[level];
}

export function worse(a: RiskLevel, b: RiskLevel): RiskLevel {
  return RANK[b] > RANK[a] ? b : a;
}

/**
 * The effective level of domain.md decision 2: the highest of the score's, the hazard floor's and the model's.
 *
 * @param demand what the floor demands before it is confirmed. The model, which sees the device's last half hour,
 * confirms it from MEDIUM on: as HIGH, because it looks at the same hazard and is no second one.
 */
export function effectiveLevel(
  score: RiskLevel,
  floor: RiskLevel,
  model: RiskLevel,
  demand: RiskLevel = floor,
): RiskLevel {
  const confirmed = RANK[model] >= RANK.MEDIUM && RANK[demand] >= RANK.HIGH ? 'HIGH' : 'NORMAL';
  return worse(worse(worse(score, floor), model), confirmed);
}
