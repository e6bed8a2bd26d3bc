import { createHash } from 'node:crypto';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { SignedHead } from '#shared/audit/entry.ts';
import type { LocalName } from '#shared/contract/views.ts';
import type { ChannelConfig } from '#shared/notifications/channel.ts';
import type { NoticeContext, NoticeItem } from '#shared/notifications/notice.ts';
import { renderNotice } from '#shared/notifications/renderNotice.ts';
import type { NotificationRequest, NotificationTopic } from '#shared/notifications/request.ts';
import { priorityOfNotification } from '#shared/notifications/urgency.ts';
import { webhookPayload } from '#shared/notifications/webhookPayload.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { OutgoingMessage } from './channels/Channel.ts';

/** What a message tells of the desk besides its notifications, looked up at the moment of sending. */
export interface DeskFacts {
  readonly site: {
    readonly name: LocalName;
    readonly timeZone: string;
    readonly simulated: boolean;
  };
  readonly thresholds: Thresholds;
  readonly auditHead: () => SignedHead | null;
  readonly alarmNow: (alarmId: string) => AlarmRecord | null;
  readonly placeOf: (deviceId: string) => NoticeItem['place'];
}

export interface ToTell {
  readonly request: NotificationRequest;
  readonly queuedAt: EpochMs;
}

/** @param told most urgent first */
export function composeMessage(
  told: readonly ToTell[],
  channel: { readonly id: string; readonly config: Pick<ChannelConfig, 'language'> },
  topic: NotificationTopic,
  desk: DeskFacts,
  now: EpochMs,
): OutgoingMessage {
  const items = told.map(({ request, queuedAt }): NoticeItem => {
    const { alarm } = request;
    return {
      ...request,
      queuedAt,
      alarmNow: alarm && desk.alarmNow(alarm.id),
      place: alarm && desk.placeOf(alarm.deviceId),
    };
  });
  const context: NoticeContext = {
    language: channel.config.language,
    timeZone: desk.site.timeZone,
    siteName: desk.site.name,
    simulated: desk.site.simulated,
    now,
    auditHead: desk.auditHead(),
    thresholds: desk.thresholds,
  };
  const texts = renderNotice(items, context);
  const keys = told.map(({ request }) => request.key);
  return {
    id: messageId(channel.id, topic, keys),
    topic,
    severity: priorityOfNotification(items[0]!),
    simulated: context.simulated,
    texts,
    payload: () => webhookPayload(topic, items, context, texts),
  };
}

/**
 * The same for the same notifications, also after a restart, so that a receiver can drop what it has had. Another one as
 * soon as one more is in it: a receiver that drops that would lose it.
 */
function messageId(channelId: string, topic: string, keys: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify([channelId, topic, ...keys]));
  return `msg_${digest.digest('hex').slice(0, 32)}`;
}
