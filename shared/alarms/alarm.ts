/** The vocabulary of alarms: classes, priorities, kinds and states, after ISA-18.2 / IEC 62682. */
import type { Assessment } from '#shared/scoring/assessment.ts';
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';

/** Most urgent first. */
export const ALARM_CLASSES = ['fire', 'supervisory', 'trouble'] as const;
export type AlarmClass = (typeof ALARM_CLASSES)[number];

/** Most urgent first. */
export const ALARM_PRIORITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export type AlarmPriority = (typeof ALARM_PRIORITIES)[number];

export const ALARM_KINDS = [
  /** Effective level HIGH or CRITICAL; one alarm that worsens, not two. */
  'risk',
  ...STATUS_BITS,
  /** The device says so itself (`status` ≥ 4096). */
  'communicationError',
  /** The desk says so: nothing heard for too long. */
  'deviceSilent',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export const ALARM_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returnedUnacknowledged',
  'latchedUnacknowledged',
  'latchedAcknowledged',
  'shelved',
  'suppressedByDesign',
  'outOfService',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** Frozen when the alarm is raised, and again when it gets worse: what was known at that moment. */
export interface AlarmEvidence {
  readonly reading: Reading;
  readonly assessment: Assessment;
}

/** One occurrence of an alarm, from onset until it is back to normal. */
export interface AlarmRecord {
  /** Deterministic: site, device, kind and onset, so two desks that saw the same thing agree. */
  readonly id: string;
  readonly siteId: string;
  readonly deviceId: string;
  readonly kind: AlarmKind;
  readonly alarmClass: AlarmClass;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  /** Whether the cause is present now, whatever the state says about acknowledgement. */
  readonly conditionActive: boolean;
  /** Event time of the reading that caused it. */
  readonly onsetAt: EpochMs;
  /** Desk time at which it was (last) annunciated; a re-alarm moves it. */
  readonly raisedAt: EpochMs;
  /** Event time at which the cause was gone, on the same clock as the onset; null while it is present. */
  readonly clearedAt: EpochMs | null;
  readonly acknowledgedAt: EpochMs | null;
  readonly acknowledgedBy: string | null;
  readonly silencedAt: EpochMs | null;
  readonly silencedBy: string | null;
  /** When it went back to normal: the occurrence is over. */
  readonly endedAt: EpochMs | null;
  readonly thresholdsVersion: string;
  readonly evidence: AlarmEvidence | null;
}

const ALARM_EVENT_TYPES = ['raise', 'worsen', 'clear', 'acknowledge', 'silence', 'reset'] as const;
export type AlarmEventType = (typeof ALARM_EVENT_TYPES)[number];

/** One line of an alarm's history. Insert only. */
export interface AlarmEventRecord {
  readonly alarmId: string;
  readonly at: EpochMs;
  readonly type: AlarmEventType;
  readonly fromState: AlarmState;
  readonly toState: AlarmState;
  /** Who, for an operator's act; null for what the desk did itself. */
  readonly operator: string | null;
  /** Which desk or seat the act came from. */
  readonly desk: string | null;
  readonly note: string | null;
}
