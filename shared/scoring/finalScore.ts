/** The final score, the seed's `risk_score`, and how far its two largest parts agree. */
import type { Thresholds } from './thresholds.ts';

/** The weighted parts, before history: 0 … 1. */
export function baseScore(
  rule: number,
  status: number,
  pattern: number,
  { final }: Thresholds,
): number {
  return rule * final.rule + status * final.status + pattern * final.pattern;
}

/** The base times what the history makes of it, at most 1. */
export function finalScore(base: number, riskModifier: number): number {
  return Math.min(1, base * riskModifier);
}

/**
 * How far the measured values and the device's own alarm bits agree, 0.5 … 1. The seed calls this confidence,
 * which it is not: two parts that are wrong together agree fully.
 */
export function agreement(rule: number, status: number, thresholds: Thresholds): number {
  const { share, minimum } = thresholds.agreement;
  return Math.max(minimum, Math.min(1, 1 - Math.abs(rule - status) * share));
}
