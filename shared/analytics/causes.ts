/** What the analysis gives the desk cause to alarm about: the seed's output actions, as alarms of this product. */
import type { AnalysisKind } from '#shared/alarms/alarm.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { type Action, actionOf } from './actions.ts';
import type { Noticed } from './DeviceAnalytics.ts';
import type { FindingDetail } from './findingDetail.ts';
import type { StreamSample } from './sample.ts';

/** Each action is an alarm, so that it comes once, waits for a person, and goes when its cause has gone. */
const ALARM_OF_ACTION = {
  CRITICAL_TEMPERATURE_ALERT: 'emergencyTemperature',
  EMERGENCY_RESPONSE: 'riskJump',
  CLUSTER_RISK_ALERT: 'riskCluster',
  MAINTENANCE_CHECK: 'frequentArcs',
} as const satisfies Record<Action, AnalysisKind>;

/** Those that one device's own reading gives cause for; a cluster's alarm is its anchor's. */
export const CAUSED_KINDS = ['emergencyTemperature', 'riskJump', 'frequentArcs'] as const;
export type CausedKind = (typeof CAUSED_KINDS)[number];

export interface AlarmCause {
  readonly kind: CausedKind;
  readonly detail: FindingDetail;
}

const NO_CAUSES: readonly AlarmCause[] = Object.freeze([]);

/**
 * An emergency temperature is over its limit, and either stands out of its own last hour or has stayed there: mean + 2 s
 * alone never catches a steady rise, because that of a straight line lies above its end ((1/2 + 2/√12) of its height). It
 * counts while the reading's level is HIGH or worse, which says that the hazard is confirmed (decision 19).
 *
 * @param danger whether the effective level of the reading is HIGH or worse
 * @param hotSince since when the temperature has been over the emergency limit; null while it isn't
 */
export function causesOf(
  sample: StreamSample,
  noticed: Noticed,
  danger: boolean,
  hotSince: EpochMs | null,
  thresholds: Thresholds,
): readonly AlarmCause[] {
  const { anomalyOver, jumpFrom, frequentArcs } = noticed;
  if (anomalyOver === null && jumpFrom === null && frequentArcs === null && hotSince === null)
    return NO_CAUSES;
  const causes: AlarmCause[] = [];
  const { temperature, at, risk } = sample;
  const emergency = actionOf({ stream: 'temperatureAnomaly', temperature }, thresholds) !== null;
  const heldMs = hotSince === null ? 0 : at - hotSince;
  const stays = heldMs >= thresholds.floor.confirmation.emergencyMs;
  if (danger && emergency && (anomalyOver !== null || stays))
    causes.push({
      kind: ALARM_OF_ACTION.CRITICAL_TEMPERATURE_ALERT,
      detail: { type: 'emergencyTemperature', celsius: temperature, over: anomalyOver, heldMs },
    });
  if (jumpFrom !== null)
    causes.push({
      kind: ALARM_OF_ACTION.EMERGENCY_RESPONSE,
      detail: { type: 'riskJump', from: jumpFrom, to: risk },
    });
  if (frequentArcs !== null)
    causes.push({
      kind: ALARM_OF_ACTION.MAINTENANCE_CHECK,
      detail: { type: 'frequentArcs', arcs: frequentArcs },
    });
  return causes.length === 0 ? NO_CAUSES : causes;
}
