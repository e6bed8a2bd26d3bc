import type { NotificationFigures } from '#shared/contract/notificationViews.ts';
import { takesTopic } from '#shared/notifications/channel.ts';
import {
  NOTIFICATION_TOPICS,
  type NotificationRequest,
  type NotificationSink,
  type NotificationTopic,
} from '#shared/notifications/request.ts';
import type { SharedDeliveries } from '#shared/notifications/sharedDeliveries.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';
import { systemTimers, type Timers } from '../sources/timers.ts';
import { ChannelSender } from './ChannelSender.ts';
import type { StoredChannel } from './ChannelStore.ts';
import type { Channel } from './channels/Channel.ts';
import type { DeskFacts } from './composeMessage.ts';
import { DeliveryWatch } from './DeliveryWatch.ts';
import { HeldBack } from './HeldBack.ts';
import type { OtherDesks } from './OtherDesks.ts';
import type { OutboxLists } from './OutboxLists.ts';
import type { OutboxStore } from './OutboxStore.ts';
import { recipientsOf } from './recipients.ts';

/** How long a close waits for what is under way to be called off. */
const CLOSE_MS = 3_000;

export interface OutboxParts {
  readonly store: OutboxStore;
  readonly lists: Pick<OutboxLists, 'toldNobody'>;
  readonly others: Pick<OtherDesks, 'follow' | 'tellsFirst' | 'freshUntil'>;
  readonly channels: readonly StoredChannel[];
  readonly openChannel: (channel: StoredChannel) => Channel;
  readonly desk: DeskFacts;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  /** Lists that show the outbox are to be fetched again. */
  readonly changed: () => void;
  readonly troubles?: Pick<TroubleReporter, 'set'>;
  readonly timers?: Timers;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random?: () => number;
}

/**
 * Everything that is to be told to people who are not at the desk. Taken in the transaction of what it tells, kept until
 * each channel that took it has sent it, put into words only then.
 */
export class Outbox implements NotificationSink {
  readonly #parts: OutboxParts;
  readonly #timers: Timers;
  readonly #senders = new Map<string, ChannelSender>();
  readonly #watch: DeliveryWatch;
  readonly #heldBack: HeldBack;
  #wakeDue = false;
  #closed = false;
  /** Of senders that are gone. */
  #past = { sent: 0, failed: 0 };

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
    this.#watch = new DeliveryWatch({
      store: parts.store,
      senders: () => [...this.#senders.values()],
      now: parts.now,
      timers: this.#timers,
      log: parts.log,
      ...(parts.troubles && { troubles: parts.troubles }),
    });
    this.#heldBack = new HeldBack({
      ...parts,
      timers: this.#timers,
      released: () => this.#wake(),
    });
    parts.others.follow(() => this.#wake());
    const cutOff = parts.store.endInterrupted(Math.round(parts.now()));
    if (cutOff > 0) parts.log.warn({ attempts: cutOff }, 'sends that a crash cut off are repeated');
    for (const channel of parts.channels) this.#open(channel);
  }

  /** Begins to send. What a room enqueues before waits. */
  start(): void {
    for (const sender of this.#senders.values()) sender.wake();
    this.#watch.start();
  }

  enqueue(request: NotificationRequest): void {
    const routes = [...this.#senders.values()]
      .filter(({ channel }) => takes(channel, request.topic))
      .map(({ channel }) => ({
        channelId: channel.id,
        held: this.#waitsForWord(channel, request),
      }));
    const id = this.#parts.store.add(request, routes, this.#parts.now());
    if (id === null) return;
    if (routes.some(({ held }) => held))
      this.#heldBack.hold(id, request.alarm?.alarmClass ?? 'trouble');
    this.#wakeSoon();
  }

  /** Whom this desk can tell now, by topic, as another desk may know it. */
  reaches(): SharedDeliveries['reaches'] {
    const senders = [...this.#senders.values()];
    return NOTIFICATION_TOPICS.map((topic) => {
      const telling = senders.filter(
        (sender) => takes(sender.channel, topic) && sender.isWell(topic),
      );
      const recipients = telling.flatMap(({ channel }) =>
        recipientsOf(channel.config.settings, topic).map(({ key }) => key),
      );
      return { topic, recipients: [...new Set(recipients)] };
    });
  }

  /** When a notification that is held back is sent at the latest; null when it isn't held. */
  heldUntil(notificationId: number): EpochMs | null {
    return this.#heldBack.until(notificationId);
  }

  /** Takes over what an administrator changed, after its commit. What the old settings have under way is called off. */
  async replace(channelId: string, channel: StoredChannel | null): Promise<void> {
    const old = this.#senders.get(channelId);
    // Out of the list first: two senders of one channel would send the same twice.
    this.#senders.delete(channelId);
    if (old) {
      const { sent, failed } = old.status();
      this.#past = { sent: this.#past.sent + sent, failed: this.#past.failed + failed };
      await this.#within(old.close());
    }
    if (channel && !this.#closed) this.#open(channel).wake();
    this.#watch.look();
    if (!channel) this.#watch.forget(channelId);
    this.#parts.changed();
  }

  sender(channelId: string): ChannelSender | undefined {
    return this.#senders.get(channelId);
  }

  senders(): readonly ChannelSender[] {
    return [...this.#senders.values()];
  }

  retryNow(): void {
    for (const sender of this.#senders.values()) sender.retryNow();
  }

  /** What is told to nobody: no channel that is switched on takes it. */
  topicsWithoutChannel(): readonly NotificationTopic[] {
    const channels = [...this.#senders.values()].map(({ channel }) => channel);
    return NOTIFICATION_TOPICS.filter((topic) => !channels.some((one) => takes(one, topic)));
  }

  figures(): NotificationFigures {
    const { store, lists, now } = this.#parts;
    const senders = [...this.#senders.values()];
    const waiting = senders.flatMap(({ channel }) => store.waiting(channel.id));
    const oldest = Math.min(...waiting.map(({ oldestAt }) => oldestAt));
    const statuses = senders.map((sender) => sender.status());
    return {
      channels: senders.filter(({ channel }) => channel.config.enabled).length,
      waiting: waiting.reduce((sum, { count }) => sum + count, 0),
      oldestWaitingMs: waiting.length === 0 ? null : Math.max(0, now() - oldest),
      sent: statuses.reduce((sum, { sent }) => sum + sent, this.#past.sent),
      failedAttempts: statuses.reduce((sum, { failed }) => sum + failed, this.#past.failed),
      toldNobody: lists.toldNobody(now()),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watch.stop();
    this.#heldBack.close();
    await this.#within(Promise.all([...this.#senders.values()].map((sender) => sender.close())));
  }

  #open(channel: StoredChannel): ChannelSender {
    const { store, desk, now, monotonicNow, log, random } = this.#parts;
    const sender = new ChannelSender({
      channel,
      transport: this.#parts.openChannel(channel),
      store,
      desk,
      now,
      monotonicNow,
      timers: this.#timers,
      random: random ?? Math.random,
      log,
      changed: () => {
        this.#watch.look();
        this.#parts.changed();
      },
    });
    this.#senders.set(channel.id, sender);
    return sender;
  }

  /** After the transaction that enqueues, and once for all that it enqueues. */
  #wakeSoon(): void {
    if (this.#wakeDue || this.#closed) return;
    this.#wakeDue = true;
    this.#timers.after(0, () => {
      this.#wakeDue = false;
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#closed) return;
    for (const sender of this.#senders.values()) sender.wake();
    this.#parts.changed();
  }

  #waitsForWord({ config }: StoredChannel, { telling, topic }: NotificationRequest): boolean {
    if (telling === null) return false;
    const recipients = recipientsOf(config.settings, topic).map(({ key }) => key);
    return this.#parts.others.tellsFirst(topic, recipients);
  }

  async #within(closed: Promise<unknown>): Promise<void> {
    let cancel: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#timers.after(CLOSE_MS, resolve);
    });
    await Promise.race([closed, late]);
    cancel();
  }
}

export function takes({ config }: StoredChannel, topic: NotificationTopic): boolean {
  return config.enabled && takesTopic(config.settings, topic);
}

/** The topics that a channel, as it now is, tells nobody of. */
export function topicsLeft(channel: StoredChannel): readonly NotificationTopic[] {
  return NOTIFICATION_TOPICS.filter((topic) => !takes(channel, topic));
}
