import type Database from 'better-sqlite3';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { ChannelKind } from '#shared/notifications/channel.ts';
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import type { NotificationRequest, NotificationTopic } from '#shared/notifications/request.ts';
import { urgencyOf } from '#shared/notifications/urgency.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { TellingStore } from './TellingStore.ts';

/** What waits for one channel under one topic. */
export interface WaitingTopic {
  readonly topic: NotificationTopic;
  readonly urgency: number;
  readonly count: number;
  readonly oldestAt: EpochMs;
}

/** A channel that takes a notification. */
export interface Route {
  readonly channelId: string;
  /** For the word of another desk. */
  readonly held: boolean;
}

/** Who took a message. */
export interface Reached {
  readonly kind: ChannelKind;
  /** As `recipientKey`s. */
  readonly recipients: readonly string[];
}

export interface WaitingDelivery {
  readonly deliveryId: number;
  readonly request: NotificationRequest;
  readonly queuedAt: EpochMs;
}

export interface AttemptStart {
  readonly channelId: string;
  readonly topic: NotificationTopic;
  readonly purpose: 'deliver' | 'test';
  readonly messageId: string;
  readonly notifications: number;
  readonly at: EpochMs;
  readonly tokensLeft: number;
}

export interface AttemptEnd {
  readonly outcome: 'sent' | 'failed' | 'interrupted';
  readonly problem: DeliveryProblemCode | null;
  readonly detail: string | null;
  readonly at: EpochMs;
}

interface DeliveryRow {
  readonly deliveryId: number;
  readonly key: string;
  readonly telling: string | null;
  readonly topic: NotificationTopic;
  readonly reason: NotificationRequest['reason'];
  readonly step: number | null;
  readonly alarm_json: string | null;
  readonly sentence_json: string | null;
  readonly queued_ms: EpochMs;
}

/** The outbox on disk. Every word of it is said in one transaction each; what waits is found by one index. */
export class OutboxStore {
  /** Who has been told what, of the same file. */
  readonly tellings: TellingStore;
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<unknown[]>;
  readonly #route: Database.Statement<[number | bigint, string, string, number, 0 | 1]>;
  readonly #topics: Database.Statement<[string], WaitingTopic>;
  readonly #ready: Database.Statement<[string], WaitingTopic>;
  readonly #next: Database.Statement<[string, string, number], DeliveryRow>;
  readonly #begin: Database.Statement<unknown[]>;
  readonly #carry: Database.Statement<[number, number]>;
  readonly #sent: Database.Statement<[EpochMs, number]>;
  readonly #end: Database.Statement<unknown[]>;
  readonly #withdraw: Database.Statement<[EpochMs, string, string]>;
  readonly #letGo: Database.Statement<[number]>;
  readonly #letAllGo: Database.Statement<[]>;
  readonly #interrupted: Database.Statement<[EpochMs]>;
  readonly #lastTokens: Database.Statement<[string], { at: EpochMs; tokens: number }>;

  constructor(db: Database.Database, tellings = new TellingStore(db)) {
    this.#db = db;
    this.tellings = tellings;
    this.#insert = db.prepare(
      `INSERT INTO notification
         (key, telling, topic, reason, step, urgency, alarm_json, sentence_json, queued_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
    );
    this.#route = db.prepare(
      `INSERT INTO notification_delivery
         (notification_id, channel_id, topic, urgency, held, state)
       VALUES (?, ?, ?, ?, ?, 'waiting')`,
    );
    this.#topics = db.prepare(byTopic(''));
    this.#ready = db.prepare(byTopic('AND held = 0'));
    this.#next = db.prepare(
      `SELECT delivery.id AS deliveryId, key, telling, notification.topic, reason, step, alarm_json,
         sentence_json, queued_ms
       FROM notification_delivery AS delivery JOIN notification ON notification.id = notification_id
       WHERE channel_id = ? AND delivery.topic = ? AND state = 'waiting' AND held = 0
       ORDER BY delivery.urgency, delivery.id LIMIT ?`,
    );
    this.#begin = db.prepare(
      `INSERT INTO notification_attempt
         (channel_id, topic, purpose, message_id, notifications, started_ms, tokens_left)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#carry = db.prepare(
      'UPDATE notification_delivery SET attempts = attempts + 1, attempt_id = ? WHERE id = ?',
    );
    this.#sent = db.prepare(
      `UPDATE notification_delivery SET state = 'sent', ended_ms = ? WHERE id = ? AND state = 'waiting'`,
    );
    this.#end = db.prepare(
      `UPDATE notification_attempt SET ended_ms = ?, outcome = ?, problem = ?, detail = ?
       WHERE id = ? AND ended_ms IS NULL`,
    );
    this.#withdraw = db.prepare(
      `UPDATE notification_delivery
       SET state = 'withdrawn', ended_ms = ?, told_by = NULL, told_ms = NULL
       WHERE channel_id = ? AND topic = ? AND state = 'waiting'`,
    );
    this.#letGo = db.prepare(
      'UPDATE notification_delivery SET held = 0 WHERE notification_id = ? AND held = 1',
    );
    this.#letAllGo = db.prepare('UPDATE notification_delivery SET held = 0 WHERE held = 1');
    this.#interrupted = db.prepare(
      `UPDATE notification_attempt SET ended_ms = ?, outcome = 'interrupted' WHERE ended_ms IS NULL`,
    );
    this.#lastTokens = db.prepare(
      `SELECT started_ms AS at, tokens_left AS tokens FROM notification_attempt
       WHERE channel_id = ? ORDER BY id DESC LIMIT 1`,
    );
  }

  /** @returns the notification's number, or null when the key is known. @throws outside of a transaction. */
  add(request: NotificationRequest, routes: readonly Route[], at: EpochMs): number | null {
    if (!this.#db.inTransaction)
      throw new Error('a notification is queued in the transaction of what it tells');
    const { key, telling, topic, reason, step, alarm, sentence } = request;
    const urgency = urgencyOf(request);
    const { changes, lastInsertRowid } = this.#insert.run(
      key,
      telling,
      topic,
      reason,
      step,
      urgency,
      alarm && JSON.stringify(withoutWindow(alarm)),
      sentence ? JSON.stringify(sentence) : null,
      Math.round(at),
    );
    if (changes === 0) return null;
    for (const { channelId, held } of routes)
      this.#route.run(lastInsertRowid, channelId, topic, urgency, held ? 1 : 0);
    return Number(lastInsertRowid);
  }

  /** What is held back as well. Most urgent first. */
  waiting(channelId: string): readonly WaitingTopic[] {
    return this.#topics.all(channelId);
  }

  /** What may be sent now. Most urgent first. */
  ready(channelId: string): readonly WaitingTopic[] {
    return this.#ready.all(channelId);
  }

  /** Of what may be sent now. Most urgent first. */
  next(channelId: string, topic: NotificationTopic, limit: number): readonly WaitingDelivery[] {
    return this.#next.all(channelId, topic, limit).map(deliveryOf);
  }

  /** Written before anything is sent, so that no crash can make an attempt unseen. @returns the attempt's number */
  begin(start: AttemptStart, deliveryIds: readonly number[]): number {
    return this.#db
      .transaction(() => {
        const attemptId = Number(
          this.#begin.run(
            start.channelId,
            start.topic,
            start.purpose,
            start.messageId,
            start.notifications,
            start.at,
            start.tokensLeft,
          ).lastInsertRowid,
        );
        for (const id of deliveryIds) this.#carry.run(attemptId, id);
        return attemptId;
      })
      .immediate();
  }

  /**
   * What was carried is over only when it was sent; otherwise it goes on waiting.
   *
   * @param reached whom other desks then need not tell
   */
  end(
    attemptId: number,
    end: AttemptEnd,
    deliveryIds: readonly number[],
    reached: Reached | null,
  ): void {
    this.#db
      .transaction(() => {
        this.#end.run(end.at, end.outcome, end.problem, end.detail, attemptId);
        if (end.outcome !== 'sent') return;
        for (const id of deliveryIds) this.#sent.run(end.at, id);
        if (reached) this.tellings.offer(deliveryIds, reached.kind, reached.recipients, end.at);
      })
      .immediate();
  }

  /** Attempts of a run that ended without a word: what they carried still waits. */
  endInterrupted(at: EpochMs): number {
    return this.#interrupted.run(at).changes;
  }

  /** Gives up what waits for a channel under these topics. Call it in the transaction of why. */
  withdraw(channelId: string, topics: readonly NotificationTopic[], at: EpochMs): number {
    return topics.reduce(
      (count, topic) => count + this.#withdraw.run(at, channelId, topic).changes,
      0,
    );
  }

  /** No longer held back: it may be sent. */
  letGo(notificationIds: readonly number[]): void {
    this.#db.transaction(() => {
      for (const id of notificationIds) this.#letGo.run(id);
    })();
  }

  letAllGo(): void {
    this.#letAllGo.run();
  }

  /** What was left of the rate after the newest attempt, and when; undefined before the first. */
  lastTokens(channelId: string): { readonly at: EpochMs; readonly tokens: number } | undefined {
    return this.#lastTokens.get(channelId);
  }
}

const byTopic = (which: string): string =>
  `SELECT delivery.topic, MIN(delivery.urgency) AS urgency, COUNT(*) AS count,
     MIN(queued_ms) AS oldestAt
   FROM notification_delivery AS delivery JOIN notification ON notification.id = notification_id
   WHERE channel_id = ? AND state = 'waiting' ${which}
   GROUP BY delivery.topic ORDER BY 2, 4`;

/** The readings before the onset are in the alarm's own record, and no message shows them. */
function withoutWindow(alarm: AlarmRecord): AlarmRecord {
  const { evidence } = alarm;
  if (!evidence) return alarm;
  return { ...alarm, evidence: { reading: evidence.reading, assessment: evidence.assessment } };
}

function deliveryOf(row: DeliveryRow): WaitingDelivery {
  const { deliveryId, key, telling, topic, reason, step, alarm_json, sentence_json, queued_ms } =
    row;
  return {
    deliveryId,
    queuedAt: queued_ms,
    request: {
      key,
      telling,
      topic,
      reason,
      step,
      alarm: alarm_json === null ? null : JSON.parse(alarm_json),
      ...(sentence_json !== null && { sentence: JSON.parse(sentence_json) }),
    },
  };
}
