import type { OutgoingMessage } from '#engine/notifications/channels/Channel.ts';
import { composeMessage } from '#engine/notifications/composeMessage.ts';
import type { SignedHead } from '#shared/audit/entry.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { alarmOf } from '../../unit/alarms/alarmOf.ts';
import { HOT, ONSET } from '../../unit/notifications/notices.ts';

export const HEAD: SignedHead = {
  seq: 7,
  hash: 'ab'.repeat(32),
  at: ONSET,
  publicKeyId: 'k1',
  signature: 'c2lnbmVk',
};

/** A message about one critical fire risk, as the outbox would make it. */
export function messageOf(
  topic: NotificationTopic = 'critical',
  place = '전기실 분전반 A',
): OutgoingMessage {
  const alarm = alarmOf(HOT);
  return composeMessage(
    [
      {
        queuedAt: ONSET,
        request: {
          key: 'alarm-1#raise',
          telling: null,
          topic,
          reason: 'raise',
          alarm,
          step: null,
        },
      },
    ],
    { id: 'channel-1', config: { language: 'ko' } },
    topic,
    {
      site: { name: { ko: '한빛 빌딩', en: 'Hanbit' }, timeZone: 'Asia/Seoul', simulated: false },
      thresholds: DEFAULT_THRESHOLDS,
      auditHead: () => HEAD,
      alarmNow: () => alarm,
      placeOf: () => ({ name: place, floor: { ko: '3층', en: 'Floor 3' } }),
    },
    ONSET + 1_000,
  );
}

export const never = (): AbortSignal => new AbortController().signal;
