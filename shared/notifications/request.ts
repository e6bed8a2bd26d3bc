/** What a room asks to have told to people who are not at the desk. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';

/** The seed's five SNS topics. */
export const NOTIFICATION_TOPICS = ['critical', 'high', 'model', 'system', 'emergency'] as const;
export type NotificationTopic = (typeof NOTIFICATION_TOPICS)[number];

export const NOTIFICATION_REASONS = ['raise', 'worsen', 'escalate', 'summary', 'test'] as const;
export type NotificationReason = (typeof NOTIFICATION_REASONS)[number];

/** A sentence in both languages: which one is sent, each channel decides. */
interface NotificationSentence {
  readonly ko: string;
  readonly en: string;
}

export interface NotificationRequest {
  /** One for each alarm, annunciation and step. A second of the same key is the first again and is not sent. */
  readonly key: string;
  /** The same at every desk that tells it (`telling.ts`); null for what only this desk can tell. */
  readonly telling: string | null;
  readonly topic: NotificationTopic;
  readonly reason: NotificationReason;
  /** As it is now; null for what is about no alarm. */
  readonly alarm: AlarmRecord | null;
  /** Which step of the escalation table, from 1; null outside of escalation. */
  readonly step: number | null;
  /** What is to be told where no alarm says it, such as a summary; beside an alarm, what is to be added. */
  readonly sentence?: NotificationSentence;
}

/** Takes what is to be told, durably. */
export interface NotificationSink {
  /** Call it inside the transaction of what is to be told, so that neither exists without the other. */
  enqueue(request: NotificationRequest): void;
}
