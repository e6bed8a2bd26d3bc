import type Database from 'better-sqlite3';
import type { Labelled } from '#shared/prediction/monitoring/performance.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** What the model had said of a device when an alarm of it began. */
export interface ModelCase {
  readonly alarmId: string;
  readonly deviceId: string;
  readonly modelHash: string;
  readonly at: EpochMs;
  /** Of the output that carries alarms, 0 … 1. */
  readonly score: number;
  readonly saidAt: EpochMs | null;
  readonly rulesAt: EpochMs | null;
}

/** One device of one closed incident. */
export interface Label extends Labelled {
  readonly modelHash: string;
  readonly deviceId: string;
  readonly closedAt: EpochMs;
  readonly score: number;
}

interface LabelRow {
  readonly modelHash: string;
  readonly deviceId: string;
  readonly closedAt: EpochMs;
  readonly score: number;
  readonly real: 0 | 1;
  readonly saidAt: EpochMs | null;
  readonly rulesAt: EpochMs | null;
}

/** The only code that reads and writes the table `model_case`. */
export class CaseStore {
  readonly #insert: Database.Statement<[ModelCase]>;
  readonly #rulesSaid: Database.Statement<[EpochMs, string, EpochMs]>;
  readonly #waiting: Database.Statement<[EpochMs], string>;
  readonly #labels: Database.Statement<[EpochMs], LabelRow>;
  readonly #forget: Database.Statement<[EpochMs]>;

  constructor(db: Database.Database) {
    this.#insert = db.prepare(
      `INSERT OR IGNORE INTO model_case
       VALUES (@alarmId, @deviceId, @modelHash, @at, @score, @saidAt, @rulesAt)`,
    );
    this.#rulesSaid = db.prepare(
      'UPDATE model_case SET rules_ms = ? WHERE device_id = ? AND at_ms >= ? AND rules_ms IS NULL',
    );
    this.#waiting = db
      .prepare<[EpochMs], string>(
        'SELECT DISTINCT device_id FROM model_case WHERE at_ms >= ? AND rules_ms IS NULL',
      )
      .pluck();
    // Several alarms of a device in one incident are one danger that was seen or not.
    this.#labels = db.prepare(
      `SELECT model_hash AS modelHash, model_case.device_id AS deviceId,
         incident.closed_ms AS closedAt, max(score) AS score,
         max(incident_alarm.outcome = 'real') AS real,
         min(said_ms) AS saidAt, min(rules_ms) AS rulesAt
       FROM incident
         JOIN incident_alarm ON incident_alarm.incident_id = incident.id
         JOIN model_case ON model_case.alarm_id = incident_alarm.alarm_id
       WHERE incident.status = 'closed' AND incident.closed_ms >= ?
         AND incident_alarm.outcome IN ('real', 'nuisance')
       GROUP BY incident.id, model_case.device_id, model_hash
       ORDER BY incident.closed_ms, incident.id, model_case.device_id`,
    );
    this.#forget = db.prepare('DELETE FROM model_case WHERE at_ms < ?');
  }

  add(one: ModelCase): void {
    this.#insert.run(one);
  }

  /** Rules or the device say so now, of every case of the device since then that waits for it. */
  rulesSaid(deviceId: string, at: EpochMs, since: EpochMs): void {
    this.#rulesSaid.run(at, deviceId, since);
  }

  /** Devices with cases since then in which the rules have not said so. */
  waiting(since: EpochMs): readonly string[] {
    return this.#waiting.all(since);
  }

  /** Of incidents that were closed since then as real or as nuisance, oldest first. */
  labels(since: EpochMs): readonly Label[] {
    return this.#labels.all(since).map(({ real, saidAt, rulesAt, ...row }) => ({
      ...row,
      real: real === 1,
      said: saidAt !== null,
      leadMs: saidAt === null || rulesAt === null || rulesAt < saidAt ? null : rulesAt - saidAt,
    }));
  }

  forget(before: EpochMs): void {
    this.#forget.run(before);
  }
}
