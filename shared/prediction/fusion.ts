/** How the model's verdict joins the rules: the same here for the desk and for measuring how good the desk is. */
import type { RiskLevel } from '#shared/scoring/assessment.ts';
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
