import { randomBytes, randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import type {
  ChannelView,
  NotificationOverview,
  SaveOutcome,
  TestOutcome,
} from '#shared/contract/notificationViews.ts';
import {
  type ChannelConfig,
  SECRET_FIELDS,
  type SecretField,
  secretsNeeded,
} from '#shared/notifications/channel.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { DeskId } from '../peers/DeskId.ts';
import type { SecretStore } from '../secrets/SecretStore.ts';
import type { ChannelSender } from './ChannelSender.ts';
import type { ChannelStore, SecretNames, StoredChannel } from './ChannelStore.ts';
import type { OtherDesks } from './OtherDesks.ts';
import { type Outbox, takes, topicsLeft } from './Outbox.ts';
import type { OutboxLists } from './OutboxLists.ts';
import type { OutboxStore } from './OutboxStore.ts';

/** More ways out than a site has. */
const MAX_CHANNELS = 16;
const SECRET_PREFIX = 'notifications/';

export type NewSecrets = Readonly<Partial<Record<SecretField, string | undefined>>>;

export interface NotificationDeskParts {
  readonly db: Database.Database;
  readonly outbox: Outbox;
  readonly store: OutboxStore;
  readonly lists: OutboxLists;
  readonly channels: ChannelStore;
  readonly others: Pick<OtherDesks, 'views'>;
  readonly deskId: Pick<DeskId, 'renew'>;
  readonly secrets: SecretStore;
  readonly audit: AuditChain;
  readonly deviceName: (deviceId: string) => string | null;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

/** What people do with the outbox: set up its channels, try them, and look at what became of each notification. */
export class NotificationDesk {
  readonly #parts: NotificationDeskParts;
  /** One change after the other: storing a secret takes a moment, and the next change must see the one before. */
  #changing: Promise<unknown> = Promise.resolve();

  constructor(parts: NotificationDeskParts) {
    this.#parts = parts;
  }

  overview(limit: number): NotificationOverview {
    const { outbox, lists, others, deviceName } = this.#parts;
    return {
      channels: outbox.senders().map((sender) => this.#view(sender)),
      otherDesks: others.views(),
      notifications: lists.notifications(limit, deviceName, (id) => outbox.heldUntil(id)),
      attempts: lists.attempts(limit),
    };
  }

  save(
    channelId: string | null,
    config: ChannelConfig,
    given: NewSecrets,
    by: Caller,
  ): Promise<SaveOutcome | 'notFound'> {
    return this.#inTurn(async () => {
      const { outbox, now } = this.#parts;
      const before = channelId === null ? undefined : outbox.sender(channelId)?.channel;
      if (channelId !== null && !before) return 'notFound';
      if (!before && outbox.senders().length >= MAX_CHANNELS) return refused('tooManyChannels');
      if (before && before.config.settings.kind !== config.settings.kind)
        return refused('kindFixed');
      const needed = secretsNeeded(config.settings);
      if (needed.some((field) => !given[field] && !before?.secrets[field]))
        return refused('secretNeeded');

      const id = channelId ?? randomUUID();
      const kept = pick(before?.secrets ?? {}, needed);
      const stored = await this.#storeSecrets(id, pick(given, needed));
      if (!stored) return refused('secretsUnavailable');
      const channel: StoredChannel = { id, config, secrets: { ...kept, ...stored } };
      const withdrawn = this.#write(channel, before, Object.keys(stored), by, Math.round(now()));
      await outbox.replace(id, channel);
      await this.#dropUnused();
      return { done: true, channelId: id, withdrawn };
    });
  }

  remove(channelId: string, by: Caller): Promise<{ readonly withdrawn: number } | 'notFound'> {
    return this.#inTurn(async () => {
      const { db, outbox, store, channels, audit, now } = this.#parts;
      const channel = outbox.sender(channelId)?.channel;
      if (!channel) return 'notFound';
      const withdrawn = db
        .transaction(() => {
          channels.remove(channelId);
          const nobody: StoredChannel = {
            ...channel,
            config: { ...channel.config, enabled: false },
          };
          const count = store.withdraw(channelId, topicsLeft(nobody), Math.round(now()));
          const detail = { name: channel.config.name, withdrawn: count };
          audit.append({ by, action: 'notifications.remove', subject: channelId, detail });
          return count;
        })
        .immediate();
      await outbox.replace(channelId, null);
      await this.#dropUnused();
      return { withdrawn };
    });
  }

  /** Sends one real message, marked as a test. */
  async test(
    channelId: string,
    topic: NotificationTopic,
    by: Caller,
  ): Promise<TestOutcome | 'notFound'> {
    const { db, outbox, audit, now } = this.#parts;
    const sender = outbox.sender(channelId);
    if (!sender) return 'notFound';
    if (!takes(sender.channel, topic)) return refused('topicNotTaken');
    if (sender.rateWaitMs() > 0) return refused('tooSoon');
    const detail = { name: sender.channel.config.name, topic };
    db.transaction(() =>
      audit.append({ by, action: 'notifications.test', subject: channelId, detail }),
    ).immediate();
    const at = Math.round(now());
    const request = {
      key: `test/${randomUUID()}`,
      telling: null,
      topic,
      reason: 'test' as const,
      alarm: null,
      step: null,
    };
    const failure = await sender.test(topic, { request, queuedAt: at });
    if (failure === null) return { done: true };
    return { done: false, problem: { code: failure.code, detail: failure.message, at, topic } };
  }

  /** For a desk whose data folder is a copy of another's. */
  newDeskId(by: Caller): void {
    this.#parts.deskId.renew(by);
  }

  retryNow(by: Caller): void {
    const { db, outbox, audit } = this.#parts;
    db.transaction(() =>
      audit.append({ by, action: 'notifications.retry', subject: null }),
    ).immediate();
    outbox.retryNow();
  }

  /** Deletes secrets that no channel names: left behind when a crash came between storing and naming one. */
  sweep(): Promise<void> {
    return this.#inTurn(() => this.#dropUnused());
  }

  #write(
    channel: StoredChannel,
    before: StoredChannel | undefined,
    newSecrets: readonly string[],
    by: Caller,
    at: EpochMs,
  ): number {
    const { db, store, channels, audit } = this.#parts;
    return db
      .transaction(() => {
        channels.save(channel, at, by.operator);
        const withdrawn = store.withdraw(channel.id, topicsLeft(channel), at);
        audit.append({
          by,
          action: before ? 'notifications.change' : 'notifications.add',
          subject: channel.id,
          // The settings hold no secret; which ones are new is told by name.
          detail: { before: before?.config ?? null, after: channel.config, newSecrets, withdrawn },
        });
        return withdrawn;
      })
      .immediate();
  }

  /** Under new names, so that the old settings hold until the new ones are committed. */
  async #storeSecrets(
    channelId: string,
    given: Readonly<Partial<Record<SecretField, string>>>,
  ): Promise<SecretNames | undefined> {
    const names: Partial<Record<SecretField, string>> = {};
    try {
      for (const field of SECRET_FIELDS) {
        const secret = given[field];
        if (!secret) continue;
        const name = `${SECRET_PREFIX}${channelId}/${field}/${randomBytes(6).toString('hex')}`;
        await this.#parts.secrets.set(name, secret);
        names[field] = name;
      }
      return names;
    } catch (error) {
      this.#parts.log.error({ err: error }, 'a secret could not be stored');
      return undefined;
    }
  }

  async #dropUnused(): Promise<void> {
    const { secrets, channels, log } = this.#parts;
    try {
      const used = new Set(channels.all().flatMap((channel) => Object.values(channel.secrets)));
      for (const name of await secrets.names())
        if (name.startsWith(SECRET_PREFIX) && !used.has(name)) await secrets.delete(name);
    } catch (error) {
      log.warn({ err: error }, 'secrets that are no longer used could not be deleted');
    }
  }

  #view(sender: ChannelSender): ChannelView {
    const { id, config, secrets } = sender.channel;
    const waiting = this.#parts.store.waiting(id);
    const { sending, problem, lastSentAt } = sender.status();
    return {
      id,
      config,
      secrets: SECRET_FIELDS.filter((field) => secrets[field] !== undefined),
      waiting: waiting.reduce((sum, { count }) => sum + count, 0),
      oldestWaitingAt:
        waiting.length === 0 ? null : Math.min(...waiting.map(({ oldestAt }) => oldestAt)),
      sending,
      lastSentAt,
      problem,
    };
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(change);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}

const refused = (
  refusal: Extract<SaveOutcome, { done: false }>['refusal'],
): { done: false; refusal: typeof refusal } => ({ done: false, refusal });

function pick(
  secrets: NewSecrets,
  fields: readonly SecretField[],
): Readonly<Partial<Record<SecretField, string>>> {
  return Object.fromEntries(
    fields.flatMap((field) => (secrets[field] ? [[field, secrets[field]]] : [])),
  );
}
