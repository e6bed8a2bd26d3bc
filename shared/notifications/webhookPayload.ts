/** The same message for a program, in the form that Standard Webhooks recommends: type, timestamp, data. */
import { wordsOfItem } from './itemWords.ts';
import { isObsolete, type NoticeContext, type NoticeItem, type NoticeTexts } from './notice.ts';
import type { NotificationTopic } from './request.ts';

export function webhookPayload(
  topic: NotificationTopic,
  items: readonly NoticeItem[],
  context: NoticeContext,
  texts: NoticeTexts,
): string {
  return JSON.stringify({
    type: 'emberwatch.notification',
    timestamp: new Date(context.now).toISOString(),
    /** Where `verify-audit --heads` looks for one: bodies that are kept, a line each, are a file of heads. */
    head: context.auditHead,
    data: {
      topic,
      site: context.siteName[context.language],
      simulated: context.simulated,
      subject: texts.subject,
      text: texts.brief,
      items: items.map((item) => itemOf(item, context)),
    },
  });
}

function itemOf(item: NoticeItem, context: NoticeContext) {
  const { key, telling, reason, step, queuedAt, alarm, alarmNow } = item;
  const { severity, what, where, sentence } = wordsOfItem(item, context);
  return {
    /** The same key is the same thing told again: a receiver that knows it has nothing to do. */
    key,
    /** The same at two desks that watch the same devices; null for what only this one can tell. */
    telling,
    reason,
    step,
    queuedAt: new Date(queuedAt).toISOString(),
    severity,
    what,
    where,
    sentence,
    obsolete: isObsolete(item, context.now),
    alarm: alarm && {
      id: alarm.id,
      deviceId: alarm.deviceId,
      kind: alarm.kind,
      class: alarm.alarmClass,
      priority: alarm.priority,
      onsetAt: new Date(alarm.onsetAt).toISOString(),
      state: (alarmNow ?? alarm).state,
      acknowledgedBy: (alarmNow ?? alarm).acknowledgedBy,
      endedAt: alarmNow?.endedAt == null ? null : new Date(alarmNow.endedAt).toISOString(),
    },
  };
}
