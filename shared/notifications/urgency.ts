/** What goes first when several notifications wait, and the word that each begins with. */
import { ALARM_CLASSES, ALARM_PRIORITIES, type AlarmPriority } from '#shared/alarms/alarm.ts';
import {
  NOTIFICATION_TOPICS,
  type NotificationRequest,
  type NotificationTopic,
} from './request.ts';

const TOPIC_RANK: Readonly<Record<NotificationTopic, number>> = {
  emergency: 0,
  critical: 1,
  high: 2,
  system: 3,
  model: 4,
};

/** Most urgent first. */
export const TOPICS_BY_URGENCY: readonly NotificationTopic[] = [...NOTIFICATION_TOPICS].sort(
  (a, b) => TOPIC_RANK[a] - TOPIC_RANK[b],
);

/** What a topic stands for where no alarm says it. */
const TOPIC_PRIORITY: Readonly<Record<NotificationTopic, AlarmPriority>> = {
  emergency: 'CRITICAL',
  critical: 'CRITICAL',
  high: 'HIGH',
  system: 'MEDIUM',
  model: 'MEDIUM',
};

export function priorityOfNotification({
  alarm,
  topic,
}: Pick<NotificationRequest, 'alarm' | 'topic'>): AlarmPriority {
  return alarm?.priority ?? TOPIC_PRIORITY[topic];
}

/**
 * Smaller is more urgent: an emergency before all else, then as the alarm list is ordered (class, priority), then by
 * topic. One number, so that the database can sort by it.
 */
export function urgencyOf(request: Pick<NotificationRequest, 'alarm' | 'topic'>): number {
  const { alarm, topic } = request;
  const emergency = topic === 'emergency' ? 0 : 1;
  // What is about no alarm is about the desk or the model: after fire and abnormality, with the troubles.
  const ofClass = ALARM_CLASSES.indexOf(alarm?.alarmClass ?? 'trouble');
  const ofPriority = ALARM_PRIORITIES.indexOf(priorityOfNotification(request));
  return ((emergency * 10 + ofClass) * 10 + ofPriority) * 10 + TOPIC_RANK[topic];
}
