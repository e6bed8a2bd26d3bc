/** The vocabulary of alarms: classes, priorities, kinds and states, after ISA-18.2 / IEC 62682. */
import type { Verdict } from '#shared/prediction/verdict.ts';
import type { Assessment } from '#shared/scoring/assessment.ts';
import type { ClearanceStep } from '#shared/scoring/clearance.ts';
import type { EpochMs, Reading, SensorKey } from '#shared/telemetry/reading.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';

/** Most urgent first. */
export const ALARM_CLASSES = ['fire', 'supervisory', 'trouble'] as const;
export type AlarmClass = (typeof ALARM_CLASSES)[number];

/** Most urgent first. */
export const ALARM_PRIORITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export type AlarmPriority = (typeof ALARM_PRIORITIES)[number];

/** What a reading can give cause for, in the order of their bits in a `KindSet`. */
export const READING_KINDS = [
  /** Effective level HIGH or CRITICAL; one alarm that worsens, not two. */
  'risk',
  ...STATUS_BITS,
  /** The device says so itself (`status` ≥ 4096). */
  'communicationError',
  /** The device's clock is further from the desk's than can be believed. */
  'clockSkew',
  /** A value that no such sensor can measure. */
  'impossibleReading',
  /** `verifySts` contradicts `status`. */
  'verifyMismatch',
  /** A value that stands still although what it measures never does. */
  'stuckSensor',
  /** The device's own numbering shows that messages are missing. */
  'sequenceGap',
] as const;

/** What the desk itself notices of a device. */
export const DEVICE_WATCH_KINDS = [
  /** Nothing heard for too long. */
  'deviceSilent',
] as const;
export type DeviceWatchKind = (typeof DEVICE_WATCH_KINDS)[number];

/** What the analysis of the stream makes of a device's readings and its neighbours' (`shared/analytics`). */
const ANALYSIS_KINDS = [
  /** Far too hot, and either at once or for minutes. */
  'emergencyTemperature',
  /** The risk rose by more than half within ten minutes. */
  'riskJump',
  /** Neighbours are in danger together; the device is the first of them. */
  'riskCluster',
  /** More arcs than a sound connection makes: somebody has to look at it. */
  'frequentArcs',
] as const;
export type AnalysisKind = (typeof ANALYSIS_KINDS)[number];

/** What the desk notices of itself and of what it depends on; its subject is no device (`subject.ts`). */
export const DESK_KINDS = [
  'feedDown',
  /** For a while nothing was received by a way in, and nobody kept it. */
  'dataGap',
  /** Among readings that came long after they were measured are some that would have alarmed. */
  'lateDanger',
  /** A certificate that a way in depends on ends soon, has ended, or hasn't begun. */
  'certificateEnding',
  /** What others say doesn't fit this machine's clock. */
  'deskClockWrong',
  'sourceFlooded',
  'storageFailing',
  'diskLow',
  'databaseSalvaged',
  /** The copies on another disk are old, or can't be made. */
  'backupFailing',
  /** The record of who did what was changed, or a part of it is missing. */
  'auditBroken',
  'modelUnavailable',
  /** It runs, and is no longer to be relied on: too often wrong, or what it sees is not what it was made for. */
  'modelDegraded',
  'notificationFailing',
  'soundFailing',
  'displayAsleep',
  /** Another desk of the site, whose acts count here, is out of reach. */
  'peerDown',
  /** Another desk has this one's id, so that neither can rely on what the other has told. */
  'sameDeskId',
] as const;
export type DeskKind = (typeof DESK_KINDS)[number];

export function isAnalysisKind(kind: AlarmKind): kind is AnalysisKind {
  return (ANALYSIS_KINDS as readonly AlarmKind[]).includes(kind);
}

export function isDeskKind(kind: AlarmKind): kind is DeskKind {
  return (DESK_KINDS as readonly AlarmKind[]).includes(kind);
}

export const ALARM_KINDS = [
  ...READING_KINDS,
  ...DEVICE_WATCH_KINDS,
  ...ANALYSIS_KINDS,
  ...DESK_KINDS,
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

/** The readings that led to an alarm, in columns over one time axis, oldest first, the one that raised it last. */
export interface EvidenceWindow {
  readonly t: readonly EpochMs[];
  readonly values: Readonly<Record<SensorKey, readonly number[]>>;
  readonly finalScore: readonly number[];
}

/** What the model said when an alarm was raised, with what it had looked at, so that it can be explained later. */
interface EvidencePrediction extends Verdict {
  readonly schemaVersion: string;
  /**
   * Base64 of deflated float32, little endian, shape [FEATURE_COUNT, STEPS]. Null when nobody kept it, and in lists and
   * live pages, which have no use for it.
   */
  readonly window: string | null;
}

/** Frozen when the alarm is raised, and again when it gets worse: what was known at that moment. */
export interface AlarmEvidence {
  readonly reading: Reading;
  readonly assessment: Assessment;
  /** Of alarms of the fire class only, as is the rest. The last thirty readings, fewer after a start. */
  readonly window?: EvidenceWindow;
  /** What would have cleared it then; all steps together. */
  readonly clearance?: readonly ClearanceStep[];
  /** SHA-256 of the model whose verdict counted then, whatever it said; null when none did. */
  readonly modelHash?: string | null;
  /** What that verdict was. */
  readonly prediction?: EvidencePrediction;
}

/** One occurrence of an alarm, from onset until it is back to normal. */
export interface AlarmRecord {
  /** Deterministic: site, device, kind and onset, so two desks that saw the same thing agree. */
  readonly id: string;
  readonly siteId: string;
  /** The device, or what else it is about: see `subject.ts`. */
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
  /** Who has taken it on, so that two operators don't do the same; and since when. */
  readonly takenBy: string | null;
  readonly takenAt: EpochMs | null;
  /** The alarm that came first in the same burst behind the same panel; null when this one is first, or alone. */
  readonly firstOutId: string | null;
  /** It came and went so often that it is held standing until it has been calm for longer. */
  readonly chattering: boolean;
  /** What and where, for alarms of the desk about itself, which have no reading to show. */
  readonly detail: string | null;
  readonly thresholdsVersion: string;
  readonly evidence: AlarmEvidence | null;
}

/** What can happen to an alarm that may change its state: the columns of the table in `transitions.ts`. */
export const ALARM_TRANSITIONS = [
  /** The cause is present (again). */
  'raise',
  /** The cause, still present, became more dangerous: annunciate afresh. */
  'worsen',
  /** The cause is gone. */
  'clear',
  'acknowledge',
  /** Undo the latch. Only a latching alarm has one. */
  'reset',
  'shelve',
  'unshelve',
  'suppress',
  'unsuppress',
  'removeFromService',
  'returnToService',
] as const;
export type AlarmTransition = (typeof ALARM_TRANSITIONS)[number];

/** What was done to an alarm without changing its state. */
const ALARM_REMARK_TYPES = [
  'silence',
  /** The silence is over: it sounds again, because nobody has acknowledged. */
  'resound',
  /** Somebody wrote something to it. */
  'note',
  /** Somebody took it on, or gave it up. */
  'take',
  'release',
  /** Acknowledged at another desk as well. */
  'alsoAcknowledge',
  /** A step of the escalation table was taken; the note says which. */
  'escalate',
] as const;
export type AlarmRemarkType = (typeof ALARM_REMARK_TYPES)[number];

export type AlarmEventType = AlarmTransition | AlarmRemarkType;

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
