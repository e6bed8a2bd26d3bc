import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { Ladder, LadderStep } from '#shared/escalation/ladder.ts';
import { isOutside } from '#shared/escalation/policy.ts';
import { WORDS } from '#shared/i18n/words.ts';
import type { NotificationRequest } from '#shared/notifications/request.ts';
import { tellingName } from '#shared/notifications/telling.ts';

/** What makes the difference between a risk and a fire to whoever reads it. */
const CONFIRMED = {
  ko: WORDS.ko.escalation.toldConfirmed,
  en: WORDS.en.escalation.toldConfirmed,
};

/** What a step asks the outbox for; undefined for a step that stays at the desk. */
export function outsideRequest(
  alarm: AlarmRecord,
  { annunciatedAt, worsened, shared, confirmed }: Ladder,
  { step, action, topic, afterSeconds }: LadderStep,
): NotificationRequest | undefined {
  if (!isOutside(action) || topic === null) return undefined;
  const news = worsened ? 'worsen' : 'raise';
  return {
    key: `${alarm.id}#${annunciatedAt}#${step}`,
    // That somebody has seen it is known at this desk alone, and nobody else tells of it.
    telling: shared === null || confirmed ? null : tellingName(alarm, shared, step, topic),
    topic,
    // What goes out with the annunciation is news; what follows says that nobody has answered.
    reason: afterSeconds === 0 ? news : 'escalate',
    alarm,
    step,
    ...(confirmed && { sentence: CONFIRMED }),
  };
}
