import type Database from 'better-sqlite3';
import type { AlarmClass, AlarmKind } from '#shared/alarms/alarm.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import type {
  AttemptView,
  DeliveryView,
  NotificationView,
} from '#shared/contract/notificationViews.ts';
import { priorityOfNotification } from '#shared/notifications/urgency.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

const DAY_MS = 86_400_000;
/** Rows that one call of `retain` deletes at most: it runs beside the readings. */
const RETAIN_AT_ONCE = 5_000;

interface NotificationRow {
  readonly id: number;
  readonly topic: NotificationView['topic'];
  readonly reason: NotificationView['reason'];
  readonly step: number | null;
  readonly queuedAt: EpochMs;
  readonly alarm_json: string | null;
}

interface DeliveryRow extends Omit<DeliveryView, 'heldUntil' | 'toldBy'> {
  readonly notificationId: number;
  readonly held: 0 | 1;
  readonly told_by: string | null;
  readonly told_ms: EpochMs | null;
}

/** What the screens show of the outbox, and what is too old to be kept. */
export class OutboxLists {
  readonly #db: Database.Database;
  readonly #list: Database.Statement<[number], NotificationRow>;
  readonly #deliveries: Database.Statement<[number], DeliveryRow>;
  readonly #attempts: Database.Statement<[number], AttemptView>;
  readonly #toldNobody: Database.Statement<[EpochMs], number>;
  readonly #old: Database.Statement<[EpochMs, number], number>;
  readonly #dropDeliveries: Database.Statement<[number]>;
  readonly #dropNotification: Database.Statement<[number]>;
  readonly #dropAttempts: Database.Statement<[EpochMs, number]>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#list = db.prepare(
      `SELECT notification.id, topic, reason, step, queued_ms AS queuedAt, alarm_json
       FROM notification
       LEFT JOIN (SELECT DISTINCT notification_id FROM notification_delivery
                  WHERE state = 'waiting') AS open ON open.notification_id = notification.id
       ORDER BY open.notification_id IS NULL,
         CASE WHEN open.notification_id IS NULL THEN 0 ELSE urgency END, notification.id DESC
       LIMIT ?`,
    );
    this.#deliveries = db.prepare(
      `SELECT notification_id AS notificationId, delivery.channel_id AS channelId, state, attempts,
         delivery.ended_ms AS endedAt, problem, held, told_by, told_ms
       FROM notification_delivery AS delivery
       LEFT JOIN notification_attempt AS attempt ON attempt.id = attempt_id
       WHERE notification_id = ? ORDER BY delivery.id`,
    );
    this.#attempts = db.prepare(
      `SELECT id, channel_id AS channelId, topic, purpose, notifications, started_ms AS startedAt,
         ended_ms AS endedAt, outcome, problem, detail
       FROM notification_attempt ORDER BY id DESC LIMIT ?`,
    );
    this.#toldNobody = db
      .prepare<[EpochMs], number>(
        `SELECT COUNT(*) FROM notification WHERE queued_ms > ? AND NOT EXISTS
           (SELECT 1 FROM notification_delivery WHERE notification_id = notification.id)`,
      )
      .pluck();
    this.#old = db
      .prepare<[EpochMs, number], number>(
        `SELECT id FROM notification WHERE queued_ms < ? AND NOT EXISTS
           (SELECT 1 FROM notification_delivery
            WHERE notification_id = notification.id AND state = 'waiting') LIMIT ?`,
      )
      .pluck();
    this.#dropDeliveries = db.prepare(
      'DELETE FROM notification_delivery WHERE notification_id = ?',
    );
    this.#dropNotification = db.prepare('DELETE FROM notification WHERE id = ?');
    // The newest attempt of each channel stays: it carries what is left of the rate.
    this.#dropAttempts = db.prepare(
      `DELETE FROM notification_attempt WHERE id IN (
         SELECT id FROM notification_attempt WHERE ended_ms < ? AND id NOT IN
           (SELECT MAX(id) FROM notification_attempt GROUP BY channel_id) LIMIT ?)`,
    );
  }

  /** What waits first, most urgent first; then the newest. */
  notifications(
    limit: number,
    nameOf: (deviceId: string) => string | null,
    heldUntil: (notificationId: number) => EpochMs | null,
  ): readonly NotificationView[] {
    return this.#list.all(limit).map((row) => {
      const { id, topic, reason, step, queuedAt } = row;
      const alarm = row.alarm_json === null ? null : JSON.parse(row.alarm_json);
      return {
        id,
        topic,
        reason,
        step,
        queuedAt,
        priority: priorityOfNotification({ alarm, topic }),
        alarm: alarm && {
          id: alarm.id as string,
          deviceId: deskSourceOf(alarm.deviceId) ?? (alarm.deviceId as string),
          deviceName: nameOf(alarm.deviceId),
          kind: alarm.kind as AlarmKind,
          alarmClass: alarm.alarmClass as AlarmClass,
        },
        deliveries: this.#deliveries.all(id).map((delivery) => viewOf(delivery, heldUntil)),
      };
    });
  }

  /** Newest first. */
  attempts(limit: number): readonly AttemptView[] {
    return this.#attempts.all(limit);
  }

  /** Asked for in the last 24 hours, when no channel took the topic. */
  toldNobody(now: EpochMs): number {
    return this.#toldNobody.get(now - DAY_MS) ?? 0;
  }

  /** Deletes what was asked for, or tried, before; what still waits stays, however old. @returns how many were deleted */
  retain(before: EpochMs): number {
    return this.#db.transaction(() => {
      const old = this.#old.all(before, RETAIN_AT_ONCE);
      for (const id of old) {
        this.#dropDeliveries.run(id);
        this.#dropNotification.run(id);
      }
      this.#dropAttempts.run(before, RETAIN_AT_ONCE);
      return old.length;
    })();
  }
}

function viewOf(
  { notificationId, held, told_by, told_ms, ...view }: DeliveryRow,
  heldUntil: (notificationId: number) => EpochMs | null,
): DeliveryView {
  return {
    ...view,
    heldUntil: held === 1 && view.state === 'waiting' ? heldUntil(notificationId) : null,
    toldBy: told_by === null ? null : { desk: told_by, at: told_ms ?? 0 },
  };
}
