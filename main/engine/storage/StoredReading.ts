import type { Assessment } from '#shared/scoring/assessment.ts';
import type { Reading } from '#shared/telemetry/reading.ts';

/**
 * A reading as it comes back from disk: every field bit for bit, and the numbers of its assessment.
 * Reasons and agreement are not stored, because scoring the same reading with the same thresholds gives them again.
 */
export interface StoredReading
  extends Pick<
    Assessment,
    | 'indicatorScore'
    | 'ruleRisk'
    | 'statusRisk'
    | 'patternRisk'
    | 'finalScore'
    | 'scoreLevel'
    | 'floorLevel'
    | 'effectiveLevel'
    | 'thresholdsVersion'
  > {
  /** Its flags come back in the order of `QUALITY_FLAGS`. */
  readonly reading: Reading;
  /** `history.riskModifier` of the assessment, 1 … 1.6 */
  readonly riskModifier: number;
}
