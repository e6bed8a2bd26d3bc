import type { OutboxParts } from '#engine/notifications/Outbox.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import type { NotificationRequest } from '#shared/notifications/request.ts';
import { alarmOf } from '../../unit/alarms/alarmOf.ts';
import { START } from './OutboxRig.ts';

/** No other desk watches the same devices. */
export const ALONE: OutboxParts['others'] = {
  follow: () => undefined,
  tellsFirst: () => false,
  freshUntil: () => Number.NEGATIVE_INFINITY,
};

/** What a room would ask for: the n-th alarm, told for the first time. */
export function requestOf(n: number, said: Partial<NotificationRequest> = {}): NotificationRequest {
  const kind = n % 3 === 0 ? 'risk' : n % 3 === 1 ? 'overcurrent' : 'deviceSilent';
  const { alarmClass, priority } = KIND_RULES[kind];
  return {
    key: `alarm-${n}#raise`,
    telling: null,
    topic: alarmClass === 'trouble' ? 'system' : 'high',
    reason: 'raise',
    alarm: alarmOf({
      id: `alarm-${n}`,
      deviceId: `device-${n}`,
      kind,
      alarmClass,
      priority,
      onsetAt: START + n,
    }),
    step: null,
    ...said,
  };
}
