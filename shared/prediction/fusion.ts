/** How the model's verdict joins the rules: the same here for the desk and for measuring how good the desk is. */
import type { ModelPart, RiskLevel } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { VERDICT_VALID_MS, type Verdict } from './verdict.ts';

/**
 * What the model adds to the assessment of a reading: the level of the newest verdict while that is valid. NORMAL, which
 * raises nothing, without one.
 *
 * @param at when the reading arrived
 */
export function modelLevelAt(verdict: Verdict | null | undefined, at: EpochMs): RiskLevel {
  return verdict && at - verdict.at <= VERDICT_VALID_MS ? verdict.level : 'NORMAL';
}

/**
 * The same with its cause, for the reasons of the assessment.
 *
 * @param at when the reading was measured. One that is older than the verdict's newest minute was not seen by it as
 *   the present, and gets nothing from it.
 * @returns null when the model raises nothing.
 */
export function modelPartAt(verdict: Verdict | null, at: EpochMs): ModelPart | null {
  if (verdict === null || verdict.point === null || at < verdict.at) return null;
  const level = modelLevelAt(verdict, at);
  if (level === 'NORMAL') return null;
  const { output, threshold } = verdict.point;
  return { level, output, value: verdict.scores[output], threshold };
}
