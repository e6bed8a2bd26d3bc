/** What the desk shows of its ways to tell people who are not there. */
import type { AlarmClass, AlarmKind, AlarmPriority } from '#shared/alarms/alarm.ts';
import type { ChannelConfig, SecretField } from '#shared/notifications/channel.ts';
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import type { NotificationReason, NotificationTopic } from '#shared/notifications/request.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface ChannelProblem {
  readonly code: DeliveryProblemCode;
  /** The other side's own words, for whoever mends it. */
  readonly detail: string;
  readonly at: EpochMs;
  readonly topic: NotificationTopic;
}

export interface ChannelView {
  readonly id: string;
  readonly config: ChannelConfig;
  /** Secrets that are stored. They are never read back. */
  readonly secrets: readonly SecretField[];
  readonly waiting: number;
  readonly oldestWaitingAt: EpochMs | null;
  readonly sending: boolean;
  readonly lastSentAt: EpochMs | null;
  readonly problem: ChannelProblem | null;
}

export interface DeliveryView {
  readonly channelId: string;
  readonly state: 'waiting' | 'sent' | 'withdrawn';
  readonly attempts: number;
  readonly endedAt: EpochMs | null;
  /** Another desk tells first: without its word this one sends at that time. Null when nothing is waited for. */
  readonly heldUntil: EpochMs | null;
  /**
   * The other desk that told it, and when by that desk's clock. Withdrawn: it told all of the recipients; sent: some of
   * them.
   */
  readonly toldBy: { readonly desk: string; readonly at: EpochMs } | null;
  /** Why the newest attempt failed; null when it didn't, or there was none. */
  readonly problem: DeliveryProblemCode | null;
}

export interface NotificationView {
  readonly id: number;
  readonly topic: NotificationTopic;
  readonly reason: NotificationReason;
  readonly step: number | null;
  readonly priority: AlarmPriority;
  readonly queuedAt: EpochMs;
  /** Null for what is about no alarm. */
  readonly alarm: {
    readonly id: string;
    readonly deviceId: string;
    /** Null when it was never named, or is no device. */
    readonly deviceName: string | null;
    readonly kind: AlarmKind;
    readonly alarmClass: AlarmClass;
  } | null;
  /** Empty: nobody outside was told, because no channel took the topic. */
  readonly deliveries: readonly DeliveryView[];
}

export interface AttemptView {
  readonly id: number;
  readonly channelId: string;
  readonly topic: NotificationTopic;
  readonly purpose: 'deliver' | 'test';
  /** How many notifications the message carried. */
  readonly notifications: number;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  /** Null while it is under way. */
  readonly outcome: 'sent' | 'failed' | 'interrupted' | null;
  readonly problem: DeliveryProblemCode | null;
  readonly detail: string | null;
}

const OTHER_DESK_STATES = [
  /** It tells the same, and one of the two tells first. */
  'inReach',
  /** Not, or no longer, heard: both tell. */
  'notHeard',
  /** Of a version that doesn't say what it has told: both tell. */
  'older',
  /** It has this desk's id: both tell. */
  'sameId',
  /** One of the two is simulated: both tell. */
  'otherData',
] as const;
export type OtherDeskState = (typeof OTHER_DESK_STATES)[number];

export interface OtherDeskView {
  readonly host: string;
  readonly state: OtherDeskState;
  /** Which of the two tells first; null when it can't be said. */
  readonly first: 'this' | 'other' | null;
}

export interface NotificationOverview {
  readonly channels: readonly ChannelView[];
  readonly otherDesks: readonly OtherDeskView[];
  /** What waits first, most urgent first; then the newest. */
  readonly notifications: readonly NotificationView[];
  /** Newest first. */
  readonly attempts: readonly AttemptView[];
}

/** Every desk may see these: whether people outside are told at all. */
export interface NotificationFigures {
  /** Channels in use. */
  readonly channels: number;
  readonly waiting: number;
  readonly oldestWaitingMs: number | null;
  /** Since the engine started. */
  readonly sent: number;
  readonly failedAttempts: number;
  /** Asked for in the last 24 hours and told to nobody, because no channel took the topic. */
  readonly toldNobody: number;
}

const CHANNEL_REFUSALS = [
  /** A secret that these settings can't do without is neither given nor stored. */
  'secretNeeded',
  /** The secrets can't be stored on this machine: the log says why. */
  'secretsUnavailable',
  'tooManyChannels',
  /** A channel stays what it is: SNS, e-mail or webhook. */
  'kindFixed',
  /** The channel tells nobody of this topic, or is switched off. */
  'topicNotTaken',
  /** The rate is used up for the moment. */
  'tooSoon',
] as const;
export type ChannelRefusal = (typeof CHANNEL_REFUSALS)[number];

export type SaveOutcome =
  | { readonly done: true; readonly channelId: string; readonly withdrawn: number }
  | { readonly done: false; readonly refusal: ChannelRefusal };

export type TestOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly refusal: ChannelRefusal }
  | { readonly done: false; readonly problem: ChannelProblem };
