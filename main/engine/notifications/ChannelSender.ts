import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { Timers } from '../sources/timers.ts';
import type { StoredChannel } from './ChannelStore.ts';
import type { Channel, OutgoingMessage, Receipt } from './channels/Channel.ts';
import { composeMessage, type DeskFacts, type ToTell } from './composeMessage.ts';
import { DeliveryError } from './DeliveryError.ts';
import { Holds, type Problem } from './Holds.ts';
import { LeftToTell } from './LeftToTell.ts';
import type { AttemptEnd, OutboxStore, Reached, WaitingDelivery } from './OutboxStore.ts';
import { type Recipient, reachedOf } from './recipients.ts';
import { TokenBucket } from './TokenBucket.ts';

/** More than this in one message nobody reads, and SNS takes no more than 256 KiB. */
const MAX_IN_ONE = 500;
/** A channel that answers neither yes nor no within this has failed, whatever its own time-outs say. */
const DEADLINE_MS = 60_000;
/** Somebody waits at the screen for the outcome of a test, and the page gives up after eight seconds. */
const TEST_DEADLINE_MS = 6_500;
/** The disk refused: nothing can be sent without being written first. */
const STORE_RETRY_MS = 5_000;

export interface SenderParts {
  readonly channel: StoredChannel;
  readonly transport: Channel;
  readonly store: OutboxStore;
  readonly desk: DeskFacts;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Logger;
  /** Something of the outbox is another than before. */
  readonly changed: () => void;
}

interface Claim {
  readonly attemptId: number;
  readonly topic: NotificationTopic;
  readonly message: OutgoingMessage;
  readonly deliveryIds: readonly number[];
  readonly recipients: readonly Recipient[];
}

/**
 * Empties the outbox of one channel: one message at a time, the most urgent topic first, everything that waits under it
 * in one, and never faster than the rate. Each attempt is on disk before it is made and its outcome after; a crash in
 * between sends again what may have gone out.
 */
export class ChannelSender {
  readonly #parts: SenderParts;
  readonly #holds: Holds;
  readonly #left: LeftToTell;
  readonly #bucket: TokenBucket;
  readonly #closing = new AbortController();
  #sending: Promise<void> | undefined;
  #cancelTimer: () => void = () => undefined;
  /** An outcome that the disk didn't take yet: until it does, nothing else is sent. */
  #owed: (() => void) | undefined;
  #sent = 0;
  #failed = 0;
  #lastSentAt: EpochMs | null = null;
  /** Taken for some of the recipients only. */
  #partly: Problem | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    const { channel, store, now, monotonicNow, random } = parts;
    this.#holds = new Holds(random);
    this.#left = new LeftToTell(parts, store.tellings);
    this.#bucket = new TokenBucket(
      channel.config.rate,
      tokensNow(channel, store.lastTokens(channel.id), now()),
      monotonicNow(),
    );
  }

  get channel(): StoredChannel {
    return this.#parts.channel;
  }

  /** Looks for something to send, soon: never in the transaction of whoever calls. */
  wake(): void {
    if (!this.#sending) this.#after(0);
  }

  /** Tries at once what is held back. The rate stands. */
  retryNow(): void {
    this.#holds.release();
    this.wake();
  }

  status() {
    return {
      sending: this.#sending !== undefined,
      problem: this.#holds.problem() ?? this.#partly,
      lastSentAt: this.#lastSentAt,
      sent: this.#sent,
      failed: this.#failed,
    };
  }

  /** Whether this topic's recipients would be told now, as far as is known. */
  isWell(topic: NotificationTopic): boolean {
    return this.#holds.isWell(topic);
  }

  /** Milliseconds until the rate allows another message. */
  rateWaitMs(): number {
    return this.#bucket.waitMs(this.#parts.monotonicNow());
  }

  /** Sends one message by itself, beside the outbox, and counts it in the rate. @throws when the disk refuses */
  async test(topic: NotificationTopic, told: ToTell): Promise<DeliveryError | null> {
    const { channel, desk, now } = this.#parts;
    const message = composeMessage([told], channel, topic, desk, now());
    const attemptId = this.#begin(message, 'test', 1, []);
    const claim = { attemptId, topic, message, deliveryIds: [], recipients: [] };
    const outcome = await this.#deliver(claim, TEST_DEADLINE_MS);
    if (outcome === null) this.#after(0);
    return outcome;
  }

  /** Calls off what is under way; it goes on waiting. */
  async close(): Promise<void> {
    this.#cancelTimer();
    this.#closing.abort();
    await this.#sending;
    this.#parts.transport.close();
  }

  #after(ms: number): void {
    this.#cancelTimer();
    if (this.#closing.signal.aborted) return;
    this.#cancelTimer = this.#parts.timers.after(ms, () => this.#pump());
  }

  #pump(): void {
    if (this.#sending || this.#closing.signal.aborted) return;
    try {
      this.#owed?.();
      this.#owed = undefined;
      const next = this.#next();
      if (next === null) return;
      if (typeof next === 'number') this.#after(next);
      else this.#run(next);
    } catch (error) {
      this.#parts.log.error({ err: error, channel: this.channel.id }, 'the outbox is not readable');
      this.#after(STORE_RETRY_MS);
    }
  }

  #run(claim: Claim): void {
    this.#parts.changed();
    this.#sending = this.#deliver(claim).then(() => {
      this.#sending = undefined;
      this.#after(this.#owed ? STORE_RETRY_MS : 0);
    });
  }

  /** @returns what to send now, how long to wait for it, or null when nothing waits */
  #next(): Claim | number | null {
    const { channel, store, monotonicNow } = this.#parts;
    if (this.#left.drop() > 0) this.#parts.changed();
    const topics = store.ready(channel.id);
    if (topics.length === 0) return null;
    const now = monotonicNow();
    const ready = topics.find(({ topic }) => this.#holds.until(topic) <= now);
    if (!ready) return Math.min(...topics.map(({ topic }) => this.#holds.until(topic) - now));
    const wait = this.#bucket.waitMs(now);
    if (wait > 0) return wait;
    return this.#claim(ready.topic, store.next(channel.id, ready.topic, MAX_IN_ONE));
  }

  #claim(topic: NotificationTopic, ready: readonly WaitingDelivery[]): Claim | number {
    const { channel, desk, now, monotonicNow } = this.#parts;
    const { deliveries: waiting, recipients, of } = this.#left.of(topic, ready);
    let message: OutgoingMessage;
    try {
      const composed = composeMessage(waiting, channel, topic, desk, now());
      const to = recipients.map(({ address }) => address);
      message = recipients.length === of ? composed : { ...composed, to };
    } catch (error) {
      // A text that can't be made is no reason to stop telling of everything else.
      const said = error instanceof Error ? error.message : String(error);
      this.#parts.log.error({ err: error, topic }, 'a notification could not be put into words');
      const refused = new DeliveryError('messageRefused', said);
      this.#holds.failed(refused, topic, monotonicNow(), now());
      this.#parts.changed();
      return 0;
    }
    const deliveryIds = waiting.map(({ deliveryId }) => deliveryId);
    const attemptId = this.#begin(message, 'deliver', waiting.length, deliveryIds);
    return { attemptId, topic, message, deliveryIds, recipients };
  }

  #begin(
    { id, topic }: OutgoingMessage,
    purpose: 'deliver' | 'test',
    notifications: number,
    deliveryIds: readonly number[],
  ): number {
    const { channel, store, now, monotonicNow } = this.#parts;
    // Taken before it is written: a disk that fails afterwards must not make the next attempt come sooner.
    const tokensLeft = this.#bucket.take(monotonicNow());
    return store.begin(
      {
        channelId: channel.id,
        topic,
        purpose,
        messageId: id,
        notifications,
        at: now(),
        tokensLeft,
      },
      deliveryIds,
    );
  }

  async #deliver(claim: Claim, deadlineMs = DEADLINE_MS): Promise<DeliveryError | null> {
    const { log, monotonicNow, now, channel } = this.#parts;
    const { topic, deliveryIds, attemptId, message } = claim;
    const outcome = await this.#send(message, deadlineMs);
    const at = now();
    const end: AttemptEnd = { outcome: 'sent', problem: null, detail: null, at };
    if (outcome instanceof DeliveryError) {
      const interrupted = this.#closing.signal.aborted;
      const { code, message: detail } = outcome;
      if (!interrupted) {
        this.#failed++;
        this.#holds.failed(outcome, topic, monotonicNow(), at);
        log.warn({ channel: channel.id, topic, problem: code, detail }, 'a notification failed');
      }
      const failed = { outcome: interrupted ? 'interrupted' : 'failed', problem: code } as const;
      this.#settle(attemptId, { ...end, ...failed, detail }, [], null);
      return outcome;
    }
    this.#holds.succeeded(topic);
    this.#partly = outcome.partly && { ...outcome.partly, at, topic };
    this.#lastSentAt = at;
    this.#sent += deliveryIds.length;
    log.info({ channel: channel.id, topic, notifications: deliveryIds.length }, 'notified');
    const { code, detail } = outcome.partly ?? { code: null, detail: null };
    const reached = reachedOf(channel.config.settings.kind, claim.recipients, outcome);
    this.#settle(attemptId, { ...end, problem: code, detail }, deliveryIds, reached);
    return null;
  }

  async #send(message: OutgoingMessage, deadlineMs: number): Promise<Receipt | DeliveryError> {
    const { transport, timers } = this.#parts;
    const late = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, late.signal]);
    const cancel = timers.after(deadlineMs, () => late.abort());
    try {
      // Raced as well as signalled: a transport that ignores the signal must not hold the others.
      return await Promise.race([transport.send(message, signal), calledOff(signal)]);
    } catch (error) {
      if (error instanceof DeliveryError) return error;
      const said = error instanceof Error ? error.message : String(error);
      return new DeliveryError('serviceFailing', said, { cause: error });
    } finally {
      cancel();
    }
  }

  /** What can't be written now is owed: a message that went out must not be sent for ever on a full disk. */
  #settle(
    attemptId: number,
    end: AttemptEnd,
    deliveryIds: readonly number[],
    reached: Reached | null,
  ): void {
    const write = () => this.#parts.store.end(attemptId, end, deliveryIds, reached);
    try {
      write();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the outcome of a notification could not be written');
      const before = this.#owed;
      this.#owed = () => {
        before?.();
        write();
      };
    }
    this.#parts.changed();
  }
}

function calledOff(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new DeliveryError('timeout', 'called off without an outcome'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

/** The measure as the last run left it, and what came since; all of it for a channel that never sent. */
function tokensNow(
  { config }: StoredChannel,
  last: { readonly at: EpochMs; readonly tokens: number } | undefined,
  now: EpochMs,
): number {
  if (!last) return config.rate.burst;
  // A clock that was set back gives nothing; one that was set forward at most the burst.
  return last.tokens + Math.max(0, now - last.at) / (config.rate.everySeconds * 1000);
}
