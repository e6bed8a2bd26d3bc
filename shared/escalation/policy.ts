/** Who is told, and when, of an alarm that nobody has acknowledged; and which alarms may wait for an investigation. */
import type { AlarmClass, AlarmKind, AlarmPriority } from '#shared/alarms/alarm.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';

export const ESCALATION_ACTIONS = [
  /** The ordinary sound at the desk: always the first, always at once, never delayed. */
  'deskSound',
  /** The same sound, as loud and as insistent as the desk can. */
  'louder',
  /** Every other seat rings as well and shows it across the screen. */
  'secondDesk',
  /** People who are not at the desk, through a topic. */
  'notify',
  /** Whoever answers for the shift, through a topic; and the row says so. */
  'supervisor',
] as const;
export type EscalationAction = (typeof ESCALATION_ACTIONS)[number];

/** What leaves the building. Only this can ever wait for an investigation. */
export function isOutside(action: EscalationAction): boolean {
  return action === 'notify' || action === 'supervisor';
}

export interface EscalationStep {
  readonly action: EscalationAction;
  /** Since the annunciation, while nobody acknowledges. */
  readonly afterSeconds: number;
  /** Where an outside step goes; null for the others. */
  readonly topic: NotificationTopic | null;
}

export const PERIODS = ['day', 'night'] as const;
export type Period = (typeof PERIODS)[number];

/** Minutes since midnight, in the site's time zone. Everything else is night. */
export interface DayHours {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

type EscalationTables = Readonly<
  Record<
    AlarmClass,
    Readonly<Record<AlarmPriority, Readonly<Record<Period, readonly EscalationStep[]>>>>
  >
>;

/** The positive alarm sequence of NFPA 72: while somebody attends, these alarms are looked at before others are told. */
export interface DelayRules {
  /** T1: acknowledge within. */
  readonly acknowledgeSeconds: number;
  /** T2: say what was found within, from the acknowledgement. */
  readonly investigateSeconds: number;
  /** Fire-class kinds that may wait. */
  readonly kinds: readonly AlarmKind[];
  /** Whether even a critical one of them may. */
  readonly critical: boolean;
}

export interface EscalationPolicy {
  readonly dayHours: DayHours;
  readonly tables: EscalationTables;
  readonly delays: DelayRules;
}

export const POLICY_LIMITS = {
  maxSteps: 10,
  maxAfterSeconds: 86_400,
  /** A fire alarm that nobody acknowledges leaves the building within this long, whatever else is set. */
  maxFireOutsideSeconds: 600,
  minAcknowledgeSeconds: 5,
  minInvestigateSeconds: 30,
  /** All of a delay together, extension included: the ten minutes of EN 54-2. */
  maxDelaySeconds: 600,
} as const;
