import type Database from 'better-sqlite3';
import type { SharedDelivery } from '#shared/notifications/sharedDeliveries.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Of each table. More than two desks tell in their worst week; what is forgotten is told twice and never less. */
const MAX_KEPT = 20_000;

/** Which other desk told it, and when by that desk's clock. */
export interface ToldElsewhere {
  readonly by: string;
  readonly at: EpochMs;
}

interface HeardRow {
  readonly recipient: string;
  readonly told_by: string;
  readonly at_ms: EpochMs;
}

/** Who has been told what: by this desk, for the others to read, and by them, as they say. */
export class TellingStore {
  readonly #offer: Database.Statement<[string, string, EpochMs, number]>;
  readonly #forgetOffers: Database.Statement<[number]>;
  readonly #since: Database.Statement<[number, number], SharedDelivery & { readonly id: number }>;
  readonly #newest: Database.Statement<[], number>;
  readonly #hear: Database.Statement<[SharedDelivery & { readonly by: string }]>;
  readonly #forgetHeard: Database.Statement<[number]>;
  readonly #told: Database.Statement<[string], HeardRow>;

  constructor(db: Database.Database) {
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
  toldElsewhere(telling: string): ReadonlyMap<string, ToldElsewhere> {
    return new Map(
      this.#told
        .all(telling)
        .map(({ recipient, told_by, at_ms }) => [recipient, { by: told_by, at: at_ms }]),
    );
  }
}
