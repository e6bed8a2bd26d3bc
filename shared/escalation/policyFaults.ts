/** What is wrong with a policy, so that the form and the engine refuse the same things for the same reasons. */
import {
  ALARM_CLASSES,
  ALARM_PRIORITIES,
  type AlarmClass,
  type AlarmPriority,
} from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import {
  type EscalationPolicy,
  type EscalationStep,
  isOutside,
  PERIODS,
  type Period,
  POLICY_LIMITS,
} from './policy.ts';

const POLICY_FAULT_CODES = [
  /** The table doesn't begin with the sound of the desk, at once; or has it twice. */
  'soundFirst',
  'tooManySteps',
  /** A time outside of 0 … 24 h, or before the one above it. */
  'timesNotAscending',
  /** An outside step without a topic, or a topic on a step that stays inside. */
  'topicMissing',
  /** A fire table that tells nobody outside, or too late. */
  'fireNotTold',
  'dayHours',
  'delayTooLong',
  'delayTooShort',
  /** Only kinds of fire class wait for an investigation; the others have time. */
  'delayedKind',
] as const;
export type PolicyFaultCode = (typeof POLICY_FAULT_CODES)[number];

export interface PolicyFault {
  readonly code: PolicyFaultCode;
  /** The table it is in; null for what is about none. */
  readonly table: {
    readonly alarmClass: AlarmClass;
    readonly priority: AlarmPriority;
    readonly period: Period;
  } | null;
}

export function stepFaults(
  alarmClass: AlarmClass,
  steps: readonly EscalationStep[],
): readonly PolicyFaultCode[] {
  const { maxSteps, maxAfterSeconds, maxFireOutsideSeconds } = POLICY_LIMITS;
  const faults: PolicyFaultCode[] = [];
  const [first, ...rest] = steps;
  const sounds = first?.action === 'deskSound' && first.afterSeconds === 0;
  if (!sounds || rest.some(({ action }) => action === 'deskSound')) faults.push('soundFirst');
  if (steps.length > maxSteps) faults.push('tooManySteps');
  const inOrder = steps.every(
    ({ afterSeconds }, i) =>
      Number.isInteger(afterSeconds) &&
      afterSeconds <= maxAfterSeconds &&
      afterSeconds >= (steps[i - 1]?.afterSeconds ?? 0),
  );
  if (!inOrder) faults.push('timesNotAscending');
  if (steps.some(({ action, topic }) => isOutside(action) !== (topic !== null)))
    faults.push('topicMissing');
  const told = steps.some(
    ({ action, afterSeconds }) => isOutside(action) && afterSeconds <= maxFireOutsideSeconds,
  );
  if (alarmClass === 'fire' && !told) faults.push('fireNotTold');
  return faults;
}

function delayFaults({ delays }: EscalationPolicy): readonly PolicyFaultCode[] {
  const { acknowledgeSeconds: t1, investigateSeconds: t2, kinds } = delays;
  const { minAcknowledgeSeconds, minInvestigateSeconds, maxDelaySeconds } = POLICY_LIMITS;
  const faults: PolicyFaultCode[] = [];
  if (t1 < minAcknowledgeSeconds || t2 < minInvestigateSeconds) faults.push('delayTooShort');
  if (t1 + t2 > maxDelaySeconds) faults.push('delayTooLong');
  if (kinds.some((kind) => KIND_RULES[kind].alarmClass !== 'fire')) faults.push('delayedKind');
  return faults;
}

/** Empty when the policy may be put into force. */
export function policyFaults(policy: EscalationPolicy): readonly PolicyFault[] {
  const { from, to } = policy.dayHours;
  const general: PolicyFaultCode[] = [...delayFaults(policy)];
  if (!(from >= 0 && from < to && to <= 1_440)) general.push('dayHours');
  const inTables = ALARM_CLASSES.flatMap((alarmClass) =>
    ALARM_PRIORITIES.flatMap((priority) =>
      PERIODS.flatMap((period) =>
        stepFaults(alarmClass, policy.tables[alarmClass][priority][period]).map((code) => ({
          code,
          table: { alarmClass, priority, period },
        })),
      ),
    ),
  );
  return [...general.map((code) => ({ code, table: null })), ...inTables];
}
