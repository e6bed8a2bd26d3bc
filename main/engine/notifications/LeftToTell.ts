import type { NotificationTopic } from '#shared/notifications/request.ts';
import { notToldYet } from '#shared/notifications/telling.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { StoredChannel } from './ChannelStore.ts';
import type { WaitingDelivery } from './OutboxStore.ts';
import { type Recipient, recipientsOf } from './recipients.ts';
import type { TellingStore } from './TellingStore.ts';

interface LeftParts {
  readonly channel: StoredChannel;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

interface Left {
  readonly deliveries: readonly WaitingDelivery[];
  readonly recipients: readonly Recipient[];
  /** How many recipients the channel has. */
  readonly of: number;
}

/** Whom one channel still has to tell, after what other desks have told. */
export class LeftToTell {
  readonly #parts: LeftParts;
  readonly #tellings: TellingStore;

  constructor(parts: LeftParts, tellings: TellingStore) {
    this.#parts = parts;
    this.#tellings = tellings;
  }

  /** Gives up what another desk has told to everybody whom the channel would tell. @returns how many changed */
  drop(): number {
    const { channel, now, log } = this.#parts;
    const waiting = this.#tellings.waitingTold(channel.id);
    const marks = waiting.flatMap(({ deliveryId, topic, told, marked }) => {
      const recipients = recipientsOf(channel.config.settings, topic).map(({ key }) => key);
      const teller = recipients.map((key) => told.get(key)).find((one) => one !== undefined);
      const all = notToldYet(recipients, told).length === 0;
      return teller && (all || !marked) ? [{ deliveryId, teller, all }] : [];
    });
    if (marks.length === 0) return 0;
    this.#tellings.mark(marks, Math.round(now()));
    const dropped = marks.filter(({ all }) => all).length;
    log.info({ channel: channel.id, notifications: dropped }, 'another desk has told it');
    return marks.length;
  }

  /** As much of what waits as goes to the same recipients as the first of it: those whom no other desk has told. */
  of(topic: NotificationTopic, waiting: readonly WaitingDelivery[]): Left {
    const all = recipientsOf(this.#parts.channel.config.settings, topic);
    if (all.length < 2) return { deliveries: waiting, recipients: all, of: all.length };
    const keys = all.map(({ key }) => key);
    const left = waiting.map(({ request }) =>
      notToldYet(keys, this.#tellings.toldElsewhere(request.telling)),
    );
    const first = new Set(left[0]);
    const isSame = (other: readonly string[] = []) =>
      other.length === first.size && other.every((key) => first.has(key));
    return {
      deliveries: waiting.filter((_, index) => isSame(left[index])),
      recipients: all.filter(({ key }) => first.has(key)),
      of: all.length,
    };
  }
}
