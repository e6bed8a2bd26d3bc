import type Database from 'better-sqlite3';
import type {
  AlarmClass,
  AlarmEventRecord,
  AlarmEvidence,
  AlarmKind,
  AlarmRecord,
} from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import type { AlarmDetail } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  type AlarmRow,
  type EventRow,
  evidenceOf,
  fromEventRow,
  fromRow,
  toEventRow,
  toRow,
} from './alarmRow.ts';

/** Occurrences that were not over before `from` and began before `to`, so that a span shows what stood in it. */
export interface AlarmHistoryQuery {
  readonly from?: EpochMs | undefined;
  /** Exclusive. */
  readonly to?: EpochMs | undefined;
  readonly deviceId?: string | undefined;
  readonly kind?: AlarmKind | undefined;
  readonly alarmClass?: AlarmClass | undefined;
  readonly limit: number;
}

const FILTERS = {
  from: '(ended_ms IS NULL OR ended_ms >= @from)',
  to: 'onset_ms < @to',
  deviceId: 'device_id = @deviceId',
  kind: 'kind = @kind',
  alarmClass: 'alarm_class = @alarmClass',
} as const satisfies Record<Exclude<keyof AlarmHistoryQuery, 'limit'>, string>;

/** The only code that reads and writes the tables `alarm` and `alarm_event`. Never opens a transaction of its own. */
export class AlarmStore {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<[AlarmRow]>;
  readonly #update: Database.Statement<[AlarmRow]>;
  readonly #insertEvent: Database.Statement<[EventRow]>;
  readonly #covering: Database.Statement<[string, string, number, number, number]>;
  readonly #raises: Database.Statement<[string, string, number, number, number], number>;
  readonly #byId: Database.Statement<[string], AlarmRow>;
  readonly #eventsOf: Database.Statement<[string], EventRow>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO alarm VALUES (@id, @site_id, @device_id, @kind, @alarm_class, @priority, @state,
         @condition_active, @onset_ms, @raised_ms, @cleared_ms, @acknowledged_ms, @acknowledged_by,
         @silenced_ms, @silenced_by, @ended_ms, @thresholds_version, @evidence_json,
         @taken_by, @taken_ms, @first_out_id, @chattering, @detail)`,
    );
    // What is over stays over; what another desk says of it late can still be added.
    this.#update = db.prepare(
      `UPDATE alarm SET priority = @priority, state = @state, condition_active = @condition_active,
         raised_ms = @raised_ms, cleared_ms = @cleared_ms, acknowledged_ms = @acknowledged_ms,
         acknowledged_by = @acknowledged_by, silenced_ms = @silenced_ms, silenced_by = @silenced_by,
         ended_ms = @ended_ms, thresholds_version = @thresholds_version,
         evidence_json = @evidence_json, taken_by = @taken_by, taken_ms = @taken_ms,
         chattering = @chattering, detail = @detail
       WHERE id = @id AND (ended_ms IS NULL OR ended_ms = @ended_ms)`,
    );
    this.#insertEvent = db.prepare(
      `INSERT INTO alarm_event
         (alarm_id, at_ms, type, from_state, to_state, operator, desk, note, evidence_json)
       VALUES (@alarm_id, @at_ms, @type, @from_state, @to_state, @operator, @desk, @note, @evidence_json)`,
    );
    this.#covering = db.prepare(
      `SELECT 1 FROM alarm WHERE device_id = ? AND kind = ? AND ended_ms IS NOT NULL
         AND onset_ms <= ? AND cleared_ms >= ? AND cleared_ms <= ? LIMIT 1`,
    );
    this.#raises = db
      .prepare<[string, string, number, number, number], number>(
        `SELECT count(*) FROM alarm JOIN alarm_event ON alarm_id = alarm.id
         WHERE device_id = ? AND kind = ? AND (ended_ms IS NULL OR ended_ms >= ?)
           AND type = 'raise' AND at_ms BETWEEN ? AND ?`,
      )
      .pluck();
    this.#byId = db.prepare('SELECT * FROM alarm WHERE id = ?');
    this.#eventsOf = db.prepare('SELECT * FROM alarm_event WHERE alarm_id = ? ORDER BY id');
  }

  /** Writes each alarm as the last of its changes leaves it, and every event. Call it inside a transaction. */
  write(changes: readonly AlarmChange[]): void {
    const final = new Map<string, { alarm: AlarmRecord; begins: boolean }>();
    for (const { alarm, begins } of changes) {
      const before = final.get(alarm.id);
      final.set(alarm.id, { alarm, begins: begins || (before?.begins ?? false) });
    }
    // In order of appearance: an occurrence that ends makes room for the next of the same device and kind.
    for (const { alarm, begins } of final.values()) {
      const { changes: rows } = (begins ? this.#insert : this.#update).run(toRow(alarm));
      if (rows !== 1) throw new Error(`alarm ${alarm.id} is not on disk, or over there`);
    }
    for (const { event, evidence } of changes) this.#insertEvent.run(toEventRow(event, evidence));
  }

  /** One line of history that changes no alarm. */
  addEvent(event: AlarmEventRecord): void {
    this.#insertEvent.run(toEventRow(event, null));
  }

  /** Whether this event time lies inside an occurrence of the device and kind that is over, and was gone by `until`. */
  isPast(deviceId: string, kind: AlarmKind, at: EpochMs, until: EpochMs): boolean {
    return this.#covering.get(deviceId, kind, at, at, until) !== undefined;
  }

  /** How often alarms of this device and kind were raised between two moments of the desk's clock, both included. */
  raisesWithin(deviceId: string, kind: AlarmKind, from: EpochMs, to: EpochMs): number {
    return this.#raises.get(deviceId, kind, from, from, to) ?? 0;
  }

  exists(alarmId: string): boolean {
    return this.#byId.get(alarmId) !== undefined;
  }

  /** Oldest onset first. */
  open(): readonly AlarmRecord[] {
    const rows = this.#db.prepare<[], AlarmRow>(
      'SELECT * FROM alarm WHERE ended_ms IS NULL ORDER BY onset_ms, id',
    );
    const alarms: AlarmRecord[] = [];
    let text: string | null = null;
    let evidence: AlarmEvidence | null = null;
    for (const row of rows.iterate()) {
      // One reading can raise a dozen alarms, which stand next to each other here: they share its evidence, as they
      // did before the restart, or a night of many alarms would take many times the memory.
      if (row.evidence_json !== text) {
        text = row.evidence_json;
        evidence = evidenceOf(text);
      }
      alarms.push(fromRow(row, evidence));
    }
    return alarms;
  }

  /** The newest event time that was stored of each device. */
  newestReadings(): readonly { readonly deviceId: string; readonly measuredAt: EpochMs }[] {
    return this.#db
      .prepare<[], { deviceId: string; measuredAt: number }>(
        'SELECT device_id AS deviceId, measured_ms AS measuredAt FROM device_state',
      )
      .all();
  }

  detail(alarmId: string): AlarmDetail | undefined {
    const row = this.#byId.get(alarmId);
    return row && { alarm: fromRow(row), events: this.#eventsOf.all(alarmId).map(fromEventRow) };
  }

  /** Newest onset first. */
  history(query: AlarmHistoryQuery): readonly AlarmRecord[] {
    const filters = Object.entries(FILTERS)
      .filter(([name]) => query[name as keyof typeof FILTERS] !== undefined)
      .map(([, filter]) => filter);
    const where = filters.length > 0 ? `WHERE ${filters.join(' AND ')}` : '';
    return this.#db
      .prepare<[AlarmHistoryQuery], AlarmRow>(
        `SELECT * FROM alarm ${where} ORDER BY onset_ms DESC, id DESC LIMIT @limit`,
      )
      .all(query)
      .map((row) => fromRow(row));
  }
}
