/** What the escalation shows of itself. Times are the desk's clock. */
import type { Delay, Ladder, LadderStep } from '#shared/escalation/ladder.ts';
import type { EscalationAction, EscalationPolicy } from '#shared/escalation/policy.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** While somebody attends, some alarms wait for an investigation before others are told. */
export interface AttendedView {
  /** Who switched it on. */
  readonly by: string;
  readonly since: EpochMs;
  /** When it ends by itself. */
  readonly until: EpochMs;
}

export type DelayView = Pick<Delay, 'phase' | 'until' | 'extended'>;

/** How far one alarm has gone, as its row shows it. */
export interface EscalationMark {
  readonly alarmId: string;
  /** The newest step, from 1; the sound of the desk is the first and alone makes no mark. */
  readonly step: number;
  readonly action: EscalationAction;
  /** Whom an outside step tells; null for one that stays at the desk. */
  readonly topic: NotificationTopic | null;
  readonly takenAt: EpochMs | null;
  /** Its sound is to be as insistent as the desk can. */
  readonly louder: boolean;
  /** Every other seat rings too. */
  readonly secondDesk: boolean;
  readonly delay: DelayView | null;
  readonly confirmed: boolean;
}

/** With every live event, so it is small: what the header and the sound need. */
export interface EscalationStatus {
  /** Null: nobody is there to look first, so nothing is delayed. */
  readonly attended: AttendedView | null;
  /** When the day hours end that are now, and with them an attendance that began in them; null by night. */
  readonly dayEndsAt: EpochMs | null;
  readonly acknowledgeSeconds: number;
  readonly investigateSeconds: number;
  /** Alarms that wait for an investigation now. */
  readonly delayed: number;
  /** The most urgent of those that went beyond the sound of the desk, at most a hundred. */
  readonly marks: readonly EscalationMark[];
}

/** Everything about one alarm's escalation. */
export interface EscalationDetail {
  readonly alarmId: string;
  readonly period: Ladder['period'];
  readonly steps: readonly LadderStep[];
  readonly delay: DelayView | null;
  readonly confirmed: boolean;
}

export interface PolicyView {
  readonly policy: EscalationPolicy;
  readonly version: number;
  readonly since: EpochMs;
  /** Null for what the program came with. */
  readonly by: string | null;
  readonly why: string | null;
}

const ESCALATION_REFUSALS = [
  /** No such alarm is open, or it is set aside. */
  'notOpen',
  /** Only a fire risk is confirmed or investigated this way. */
  'notFire',
  /** Nothing of it waits (any longer). */
  'notDelayed',
  /** The result of an investigation comes after the acknowledgement. */
  'acknowledgeFirst',
  /** Once, and not twice. */
  'alreadyExtended',
] as const;
export type EscalationRefusal = (typeof ESCALATION_REFUSALS)[number];

export type EscalationAnswer =
  | { readonly done: true }
  | { readonly done: false; readonly refusal: EscalationRefusal };
