import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { EscalationPolicy, EscalationStep } from './policy.ts';

const sound: EscalationStep = { action: 'deskSound', afterSeconds: 0, topic: null };
const louder = (afterSeconds: number): EscalationStep => ({
  action: 'louder',
  afterSeconds,
  topic: null,
});
const secondDesk = (afterSeconds: number): EscalationStep => ({
  action: 'secondDesk',
  afterSeconds,
  topic: null,
});
const notify = (afterSeconds: number, topic: NotificationTopic): EscalationStep => ({
  action: 'notify',
  afterSeconds,
  topic,
});
const supervisor = (afterSeconds: number, topic: NotificationTopic): EscalationStep => ({
  action: 'supervisor',
  afterSeconds,
  topic,
});

const always = (...steps: readonly EscalationStep[]) => ({ day: steps, night: steps });

/** Nothing of this class is this urgent or this harmless today; if it ever is, it must not go unheard. */
const FIRE_OTHER = always(sound, notify(0, 'high'), louder(60), secondDesk(300));

/**
 * What holds until an administrator says otherwise. A fire risk leaves the building at once, by day as by night, to the
 * topics that the devices' cloud has always used; what follows brings in more people while nobody acknowledges. Times
 * are shorter by night, when one tired person may be alone.
 */
export const DEFAULT_POLICY: EscalationPolicy = {
  dayHours: { from: 7 * 60, to: 19 * 60 },
  tables: {
    fire: {
      CRITICAL: {
        day: [
          sound,
          notify(0, 'critical'),
          louder(30),
          secondDesk(60),
          notify(120, 'critical'),
          supervisor(180, 'emergency'),
        ],
        night: [
          sound,
          notify(0, 'critical'),
          louder(15),
          secondDesk(30),
          notify(60, 'critical'),
          supervisor(120, 'emergency'),
        ],
      },
      HIGH: {
        day: [
          sound,
          notify(0, 'high'),
          louder(60),
          secondDesk(120),
          notify(300, 'high'),
          supervisor(600, 'emergency'),
        ],
        night: [
          sound,
          notify(0, 'high'),
          louder(30),
          secondDesk(60),
          notify(180, 'high'),
          supervisor(300, 'emergency'),
        ],
      },
      MEDIUM: FIRE_OTHER,
      LOW: FIRE_OTHER,
    },
    supervisory: {
      CRITICAL: always(sound, louder(120), notify(300, 'high'), supervisor(900, 'high')),
      HIGH: always(sound, louder(300), notify(900, 'high')),
      MEDIUM: always(sound, louder(900)),
      LOW: always(sound),
    },
    trouble: {
      CRITICAL: always(sound, louder(120), notify(300, 'system'), supervisor(900, 'system')),
      HIGH: always(sound, louder(300), notify(900, 'system'), supervisor(3_600, 'system')),
      MEDIUM: always(sound, notify(900, 'system')),
      LOW: always(sound),
    },
  },
  delays: {
    acknowledgeSeconds: 15,
    investigateSeconds: 180,
    kinds: ['risk'],
    critical: false,
  },
};
