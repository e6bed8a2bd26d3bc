import type Database from 'better-sqlite3';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { SharedDelivery } from '#shared/notifications/sharedDeliveries.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Of each table. More than two desks tell in their worst week; what is forgotten is told twice and never less. */
const MAX_KEPT = 20_000;

/** Which other desk told it, and when by that desk's clock. */
export interface ToldElsewhere {
  readonly by: string;
  readonly at: EpochMs;
}

/** What waits and was told by another desk, to some of its recipients at least. */
export interface ToldDelivery {
  readonly deliveryId: number;
  readonly topic: NotificationTopic;
  readonly told: ReadonlyMap<string, ToldElsewhere>;
  /** It is known already that some were told. */
  readonly marked: boolean;
}

export interface ToldMark {
  readonly deliveryId: number;
  readonly teller: ToldElsewhere;
  /** To all of its recipients: nobody is left to be told. */
  readonly all: boolean;
}

interface HeardRow {
  readonly recipient: string;
  readonly told_by: string;
  readonly at_ms: EpochMs;
}

/** Who has been told what: by this desk, for the others to read, and by them, as they say. */
export class TellingStore {
  readonly #db: Database.Database;
  readonly #offer: Database.Statement<[string, string, EpochMs, number]>;
  readonly #forgetOffers: Database.Statement<[number]>;
  readonly #since: Database.Statement<[number, number], SharedDelivery & { readonly id: number }>;
  readonly #newest: Database.Statement<[], number>;
  readonly #hear: Database.Statement<[SharedDelivery & { readonly by: string }]>;
  readonly #forgetHeard: Database.Statement<[number]>;
  readonly #told: Database.Statement<[string], HeardRow>;
  readonly #waiting: Database.Statement<
    [string],
    { deliveryId: number; topic: NotificationTopic; telling: string; marked: 0 | 1 }
  >;
  readonly #mark: Database.Statement<[{ by: string; toldAt: EpochMs; id: number }]>;
  readonly #withdraw: Database.Statement<[EpochMs, number]>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#offer = db.prepare(
      `INSERT INTO telling_delivered (telling, kind, recipient, at_ms)
       SELECT telling, ?, ?, ? FROM notification_delivery AS delivery
       JOIN notification ON notification.id = notification_id
       WHERE delivery.id = ? AND telling IS NOT NULL`,
    );
    this.#forgetOffers = db.prepare(
      'DELETE FROM telling_delivered WHERE id <= (SELECT max(id) FROM telling_delivered) - ?',
    );
    this.#since = db.prepare(
      `SELECT id, telling, kind, recipient, at_ms AS at FROM telling_delivered
       WHERE id > ? ORDER BY id LIMIT ?`,
    );
    this.#newest = db
      .prepare<[], number>('SELECT coalesce(max(id), 0) FROM telling_delivered')
      .pluck();
    this.#hear = db.prepare(
      `INSERT OR IGNORE INTO telling_heard (telling, kind, recipient, at_ms, told_by)
       VALUES (@telling, @kind, @recipient, @at, @by)`,
    );
    this.#forgetHeard = db.prepare(
      'DELETE FROM telling_heard WHERE id <= (SELECT max(id) FROM telling_heard) - ?',
    );
    this.#told = db.prepare(
      'SELECT recipient, told_by, at_ms FROM telling_heard WHERE telling = ?',
    );
    this.#waiting = db.prepare(
      `SELECT delivery.id AS deliveryId, delivery.topic, telling, told_by IS NOT NULL AS marked
       FROM notification_delivery AS delivery JOIN notification ON notification.id = notification_id
       WHERE channel_id = ? AND state = 'waiting'
         AND EXISTS (SELECT 1 FROM telling_heard AS heard WHERE heard.telling = notification.telling)`,
    );
    this.#mark = db.prepare(
      `UPDATE notification_delivery SET told_by = @by, told_ms = @toldAt
       WHERE id = @id AND told_by IS NULL`,
    );
    this.#withdraw = db.prepare(
      `UPDATE notification_delivery SET state = 'withdrawn', held = 0, ended_ms = ?
       WHERE id = ? AND state = 'waiting'`,
    );
  }

  /** Call it in the transaction that writes these deliveries as sent. One without a shared name is left out. */
  offer(
    deliveryIds: readonly number[],
    kind: string,
    recipients: readonly string[],
    at: EpochMs,
  ): void {
    for (const id of deliveryIds)
      for (const recipient of recipients) this.#offer.run(kind, recipient, Math.round(at), id);
    this.#forgetOffers.run(MAX_KEPT);
  }

  /** What was told after `cursor`, oldest first, and where to go on. */
  since(
    cursor: number,
    limit: number,
  ): { readonly deliveries: SharedDelivery[]; readonly next: number } {
    const newest = this.#newest.get() ?? 0;
    // A record that began afresh, after a repair or on a new disk, is read from its beginning.
    const rows = this.#since.all(cursor > newest ? 0 : cursor, limit);
    const next = rows.length < limit ? newest : (rows.at(-1)?.id ?? newest);
    return { deliveries: rows.map(({ id: _id, ...delivery }) => delivery), next };
  }

  /** Call it in the transaction that writes how far the other desk was read. */
  hear(deliveries: readonly SharedDelivery[], by: string): void {
    for (const delivery of deliveries) this.#hear.run({ ...delivery, by });
    if (deliveries.length > 0) this.#forgetHeard.run(MAX_KEPT);
  }

  /** Who was told it by another desk, by recipient. */
  toldElsewhere(telling: string | null): ReadonlyMap<string, ToldElsewhere> {
    if (telling === null) return new Map();
    return new Map(
      this.#told
        .all(telling)
        .map(({ recipient, told_by, at_ms }) => [recipient, { by: told_by, at: at_ms }]),
    );
  }

  /** What waits for the channel, held back or not, and was told by another desk. */
  waitingTold(channelId: string): readonly ToldDelivery[] {
    return this.#waiting.all(channelId).map(({ telling, marked, ...one }) => ({
      ...one,
      told: this.toldElsewhere(telling),
      marked: marked === 1,
    }));
  }

  /** Another desk told these: what it told to everybody is withdrawn. */
  mark(marks: readonly ToldMark[], at: EpochMs): void {
    this.#db
      .transaction(() => {
        for (const { deliveryId, teller, all } of marks) {
          this.#mark.run({ by: teller.by, toldAt: teller.at, id: deliveryId });
          if (all) this.#withdraw.run(at, deliveryId);
        }
      })
      .immediate();
  }
}
