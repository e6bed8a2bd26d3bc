import type Database from 'better-sqlite3';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type {
  IncidentAlarm,
  IncidentCounts,
  IncidentEventDetail,
} from '#shared/contract/responseViews.ts';
import type { OpenIncident } from '#shared/response/grouping.ts';
import type { NuisanceCause, Outcome, Verdict } from '#shared/response/outcome.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  type IncidentAlarmRow,
  type IncidentEvent,
  type IncidentEventRow,
  type IncidentRow,
  incidentAlarmOf,
  incidentEventOf,
} from './incidentRow.ts';

/** Everything of an alarm but its evidence, which is most of its bytes and none of its state. */
const ALARM_COLUMNS = `alarm.id, site_id, alarm.device_id, kind, alarm_class, priority, state,
  condition_active, onset_ms, raised_ms, cleared_ms, acknowledged_ms, acknowledged_by, silenced_ms,
  silenced_by, ended_ms, thresholds_version, taken_by, taken_ms, first_out_id, chattering, detail`;

/** The only code that writes the incident tables. Never opens a transaction of its own. */
export class IncidentStore {
  readonly #byId: Database.Statement<[string], IncidentRow>;
  readonly #candidates: Database.Statement<[{ place: string; deviceId: string }], CandidateRow>;
  readonly #insert: Database.Statement<[OpenParameters]>;
  readonly #join: Database.Statement<[string, string, string, number]>;
  readonly #widen: Database.Statement<[{ id: string; onsetAt: number }]>;
  readonly #span: Database.Statement<[{ id: string }]>;
  readonly #incidentOf: Database.Statement<[string], string>;
  readonly #alarms: Database.Statement<[string], IncidentAlarmRow>;
  readonly #homeless: Database.Statement<[], string>;
  readonly #addEvent: Database.Statement<[Omit<IncidentEventRow, 'id'>]>;
  readonly #events: Database.Statement<[string], IncidentEventRow>;
  readonly #close: Database.Statement<[CloseParameters]>;
  readonly #verdict: Database.Statement<[string | null, string | null, string, string]>;
  readonly #reopen: Database.Statement<[string]>;
  readonly #merge: Database.Statement<[{ from: string; into: string }]>;
  readonly #redirect: Database.Statement<[string, string]>;
  readonly #moveAlarms: Database.Statement<[string, string]>;
  readonly #moveRest: readonly Database.Statement<[string, string]>[];
  readonly #moveAlarm: Database.Statement<[string, string]>;
  readonly #leave: Database.Statement<[string]>;
  readonly #counts: Database.Statement<[], IncidentCounts>;

  constructor(db: Database.Database) {
    this.#byId = db.prepare('SELECT * FROM incident WHERE id = ?');
    // What was merged gathers on for the incident that it is part of.
    this.#candidates = db.prepare(
      `SELECT id, first_onset_ms, last_onset_ms, EXISTS (
           SELECT 1 FROM incident_alarm WHERE incident_id = incident.id AND device_id = @deviceId
         ) AS has_device
       FROM incident WHERE status = 'open' AND (place = @place OR id IN (
         SELECT merged_into FROM incident WHERE status = 'merged' AND place = @place))`,
    );
    this.#insert = db.prepare(
      `INSERT INTO incident (id, place, status, opened_ms, first_onset_ms, last_onset_ms)
       VALUES (@id, @place, 'open', @at, @onsetAt, @onsetAt)`,
    );
    this.#join = db.prepare(
      'INSERT INTO incident_alarm (alarm_id, incident_id, device_id, joined_ms) VALUES (?, ?, ?, ?)',
    );
    this.#widen = db.prepare(
      `UPDATE incident SET first_onset_ms = min(first_onset_ms, @onsetAt),
         last_onset_ms = max(last_onset_ms, @onsetAt) WHERE id = @id`,
    );
    this.#span = db.prepare(
      `UPDATE incident SET (first_onset_ms, last_onset_ms) = (
         SELECT coalesce(min(onset_ms), 0), coalesce(max(onset_ms), 0) FROM incident_alarm
           JOIN alarm ON alarm.id = alarm_id
         WHERE incident_id = @id AND (alarm_class <> 'trouble' OR NOT EXISTS (
           SELECT 1 FROM incident_alarm JOIN alarm ON alarm.id = alarm_id
           WHERE incident_id = @id AND alarm_class <> 'trouble')))
       WHERE id = @id`,
    );
    this.#incidentOf = db
      .prepare<[string], string>('SELECT incident_id FROM incident_alarm WHERE alarm_id = ?')
      .pluck();
    this.#alarms = db.prepare(
      `SELECT ${ALARM_COLUMNS}, outcome, cause FROM incident_alarm
         JOIN alarm ON alarm.id = alarm_id
       WHERE incident_id = ? ORDER BY joined_ms, onset_ms, alarm_id`,
    );
    this.#homeless = db
      .prepare<[], string>(
        `SELECT id FROM alarm WHERE ended_ms IS NULL AND alarm_class <> 'trouble'
           AND id NOT IN (SELECT alarm_id FROM incident_alarm) ORDER BY onset_ms, id`,
      )
      .pluck();
    this.#addEvent = db.prepare(
      `INSERT INTO incident_event (incident_id, at_ms, type, operator, desk, text, detail_json)
       VALUES (@incident_id, @at_ms, @type, @operator, @desk, @text, @detail_json)`,
    );
    this.#events = db.prepare('SELECT * FROM incident_event WHERE incident_id = ? ORDER BY id');
    this.#close = db.prepare(
      `UPDATE incident SET status = 'closed', closed_ms = @at, closed_by = @by,
         outcome = @outcome, cause = @cause, outcome_text = @text
       WHERE id = @id AND status = 'open'`,
    );
    this.#verdict = db.prepare(
      'UPDATE incident_alarm SET outcome = ?, cause = ? WHERE incident_id = ? AND alarm_id = ?',
    );
    this.#reopen = db.prepare(
      `UPDATE incident SET status = 'open', closed_ms = NULL, closed_by = NULL, outcome = NULL,
         cause = NULL, outcome_text = NULL
       WHERE id = ? AND status = 'closed'`,
    );
    this.#merge = db.prepare(
      "UPDATE incident SET status = 'merged', merged_into = @into WHERE id = @from",
    );
    this.#redirect = db.prepare('UPDATE incident SET merged_into = ? WHERE merged_into = ?');
    const into = (table: string) =>
      db.prepare<[string, string]>(`UPDATE ${table} SET incident_id = ? WHERE incident_id = ?`);
    this.#moveAlarms = into('incident_alarm');
    this.#moveRest = [
      into('incident_event'),
      // The same file in both is one file in the one.
      db.prepare('UPDATE OR IGNORE attachment SET incident_id = ? WHERE incident_id = ?'),
    ];
    this.#moveAlarm = db.prepare('UPDATE incident_alarm SET incident_id = ? WHERE alarm_id = ?');
    this.#leave = db.prepare('DELETE FROM incident_alarm WHERE alarm_id = ?');
    this.#counts = db.prepare(
      `SELECT count(*) AS open, coalesce(sum(NOT EXISTS (
           SELECT 1 FROM incident_alarm JOIN alarm ON alarm.id = alarm_id
           WHERE incident_id = incident.id AND ended_ms IS NULL)), 0) AS waiting
       FROM incident WHERE status = 'open'`,
    );
  }

  /** As it is on disk; one that was merged is the one it is part of. */
  find(incidentId: string): IncidentRow | undefined {
    const row = this.#byId.get(incidentId);
    return row?.merged_into ? this.#byId.get(row.merged_into) : row;
  }

  candidates(place: string, deviceId: string): readonly OpenIncident[] {
    return this.#candidates.all({ place, deviceId }).map((row) => ({
      id: row.id,
      firstOnsetAt: row.first_onset_ms,
      lastOnsetAt: row.last_onset_ms,
      hasDevice: row.has_device === 1,
    }));
  }

  /** @param wanted taken as it is, or with a number behind it where one of that name was before */
  open(wanted: string, place: string, onsetAt: EpochMs, at: EpochMs): string {
    let id = wanted;
    for (let n = 2; this.#byId.get(id); n++) id = `${wanted}/${n}`;
    this.#insert.run({ id, place, onsetAt, at });
    return id;
  }

  join(
    incidentId: string,
    { id, deviceId, alarmClass, onsetAt }: Omit<AlarmRecord, 'evidence'>,
    at: EpochMs,
  ): void {
    this.#join.run(id, incidentId, deviceId, at);
    // A sensor that comes and goes must not hold the incident open for new alarms for ever.
    if (alarmClass !== 'trouble') this.#widen.run({ id: incidentId, onsetAt });
  }

  incidentOf(alarmId: string): string | undefined {
    return this.#incidentOf.get(alarmId);
  }

  /** In the order in which they joined. */
  alarms(incidentId: string): readonly IncidentAlarm[] {
    return this.#alarms.all(incidentId).map(incidentAlarmOf);
  }

  /** Fire and supervisory alarms that stand and are in no incident. */
  homeless(): readonly string[] {
    return this.#homeless.all();
  }

  addEvent(incidentId: string, event: Omit<IncidentEvent, 'id'>): number {
    const { lastInsertRowid } = this.#addEvent.run({
      incident_id: incidentId,
      at_ms: event.at,
      type: event.type,
      operator: event.by,
      desk: event.desk,
      text: event.text,
      detail_json: JSON.stringify(event.detail satisfies IncidentEventDetail),
    });
    return Number(lastInsertRowid);
  }

  events(incidentId: string): readonly IncidentEvent[] {
    return this.#events.all(incidentId).map(incidentEventOf);
  }

  close(id: string, { outcome, cause, text }: Verdict, by: string, at: EpochMs): void {
    this.#close.run({ id, outcome, cause, text, by, at });
  }

  /** What one alarm turned out to be; nulls take it back. */
  setVerdict(
    incidentId: string,
    alarmId: string,
    outcome: Outcome | null,
    cause: NuisanceCause | null,
  ): void {
    this.#verdict.run(outcome, cause, incidentId, alarmId);
  }

  reopen(incidentId: string): void {
    this.#reopen.run(incidentId);
  }

  /** Everything of `from` becomes a part of `into`. */
  merge(from: string, into: string): void {
    this.#moveAlarms.run(into, from);
    for (const move of this.#moveRest) move.run(into, from);
    this.#redirect.run(into, from);
    this.#merge.run({ from, into });
    this.#span.run({ id: into });
  }

  moveAlarm(alarmId: string, from: string, to: string): void {
    this.#moveAlarm.run(to, alarmId);
    for (const id of [from, to]) this.#span.run({ id });
  }

  /** The alarm is in no incident any more. */
  leave(alarmId: string, from: string): void {
    this.#leave.run(alarmId);
    this.#span.run({ id: from });
  }

  counts(): IncidentCounts {
    return this.#counts.get() ?? { open: 0, waiting: 0 };
  }
}

interface CandidateRow {
  readonly id: string;
  readonly first_onset_ms: number;
  readonly last_onset_ms: number;
  readonly has_device: 0 | 1;
}

interface OpenParameters {
  readonly id: string;
  readonly place: string;
  readonly onsetAt: number;
  readonly at: number;
}

interface CloseParameters {
  readonly id: string;
  readonly outcome: string;
  readonly cause: string | null;
  readonly text: string | null;
  readonly by: string;
  readonly at: number;
}
