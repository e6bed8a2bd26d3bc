/** The answers of the table of alarms, read from a connection that only reads. */
import type Database from 'better-sqlite3';
import type {
  AlarmCursor,
  AlarmOutline,
  AlarmTableChanges,
  AlarmTablePage,
  AlarmTableRow,
} from '#shared/contract/alarmTableViews.ts';
import type { NuisanceCause, Outcome } from '#shared/response/outcome.ts';
import type { Reason } from '#shared/scoring/assessment.ts';
import { headlineOf } from '#shared/scoring/tellingReasons.ts';
import { type AlarmRow, fromRow } from '../alarmRow.ts';
import { type AlarmQuestion, conditionOf, orderedRows } from './alarmSearch.ts';
import { PlaceBook } from './PlaceBook.ts';

interface Asked extends AlarmQuestion {
  /** Whether the site is: then every alarm of it is a simulation. */
  readonly simulated: boolean;
}

export interface PageQuestion extends Asked {
  readonly through?: number | undefined;
  readonly after?: AlarmCursor | undefined;
  readonly limit: number;
}

export interface OutlineQuestion extends Asked {
  readonly through: number;
  readonly step: number;
}

export interface ChangesQuestion extends Asked {
  readonly through: number;
  readonly alarmIds: readonly string[];
}

interface Place {
  readonly key: number;
  readonly id: string;
}

const conditionFor = (db: Database.Database, { filter, simulated }: Asked) =>
  conditionOf(filter, new PlaceBook(db), simulated);

export function readPage(db: Database.Database, question: PageQuestion): AlarmTablePage {
  const { limit, after } = question;
  const through = question.through ?? newestRow(db);
  const { sql, parameters } = orderedRows(question, conditionFor(db, question), { through, after });
  const found = db
    .prepare<[typeof parameters], Place>(`${sql} LIMIT @limit`)
    .all({ ...parameters, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return {
    rows: readRows(
      db,
      shown.map(({ id }) => id),
    ),
    next: last ? [last.key, last.id] : null,
    through,
  };
}

/** Alarms that were recorded after this one are newer than the answer. */
function newestRow(db: Database.Database): number {
  return db.prepare<[], number>('SELECT coalesce(max(rowid), 0) FROM alarm').pluck().get() ?? 0;
}

/**
 * Goes through the index a step at a time and keeps only where each step ends: a few thousand places of a million rows.
 */
export function readOutline(db: Database.Database, question: OutlineQuestion): AlarmOutline {
  const { step, through } = question;
  const condition = conditionFor(db, question);
  // Both the first stretch and all that follow are prepared once: there can be thousands of them.
  const walk = (from: AlarmCursor | undefined) => {
    const { sql, parameters } = orderedRows(question, condition, { through, after: from });
    const end = db.prepare<[typeof parameters], Place>(`${sql} LIMIT 1 OFFSET ${step - 1}`);
    const rest = db.prepare<[typeof parameters], number>(`SELECT count(*) FROM (${sql})`).pluck();
    return (after: AlarmCursor | undefined) => {
      const place = after ? { ...parameters, afterKey: after[0], afterId: after[1] } : parameters;
      return { end: end.get(place), rest: () => rest.get(place) ?? 0 };
    };
  };
  const first = walk(undefined);
  const further = walk([0, '']);
  const starts: AlarmCursor[] = [];
  for (;;) {
    const last = starts.at(-1);
    const { end, rest } = last ? further(last) : first(undefined);
    if (end === undefined) return { total: starts.length * step + rest(), starts };
    starts.push([end.key, end.id]);
  }
}

export function readChanges(db: Database.Database, question: ChangesQuestion): AlarmTableChanges {
  const { through, alarmIds } = question;
  const { terms, parameters } = conditionFor(db, question);
  const ids = JSON.stringify(alarmIds);
  const arrived = db
    .prepare<[typeof parameters], number>(
      `SELECT count(*) FROM alarm NOT INDEXED WHERE ${['rowid > @through', ...terms].join(' AND ')}`,
    )
    .pluck()
    .get({ ...parameters, through });
  const asked = ['id IN (SELECT value FROM json_each(@ids))', ...terms].join(' AND ');
  const found = db
    .prepare<[typeof parameters], string>(`SELECT id FROM alarm WHERE ${asked}`)
    .pluck()
    .all({ ...parameters, ids });
  const stays = new Set(found);
  return {
    arrived: arrived ?? 0,
    rows: readRows(db, alarmIds),
    left: alarmIds.filter((id) => !stays.has(id)),
  };
}

interface TableRow extends Omit<AlarmRow, 'evidence_json'> {
  readonly reasons_json: string | null;
  readonly outcome: Outcome | null;
  readonly cause: NuisanceCause | null;
  readonly incident_id: string | null;
  readonly incident_number: number | null;
}

const COLUMNS = `alarm.id, site_id, alarm.device_id, kind, alarm_class, priority, state, condition_active, onset_ms,
  raised_ms, cleared_ms, acknowledged_ms, acknowledged_by, silenced_ms, silenced_by, ended_ms, thresholds_version,
  taken_by, taken_ms, first_out_id, chattering, detail`;

/** In the order of the ids; those that are no longer kept are left out. */
function readRows(db: Database.Database, ids: readonly string[]): readonly AlarmTableRow[] {
  const rows = db
    .prepare<[string], TableRow>(
      // Of the evidence only the reasons, taken out where they lie: the rest is a hundred times as much.
      `SELECT ${COLUMNS},
         CASE WHEN json_valid(evidence_json)
           THEN json_extract(evidence_json, '$.assessment.reasons') END AS reasons_json,
         incident_alarm.outcome, incident_alarm.cause, incident.id AS incident_id,
         incident.number AS incident_number
       FROM json_each(?) JOIN alarm ON alarm.id = value
         LEFT JOIN incident_alarm ON alarm_id = alarm.id
         LEFT JOIN incident ON incident.id = incident_id`,
    )
    .all(JSON.stringify(ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [tableRowOf(row)] : [];
  });
}

function tableRowOf(row: TableRow): AlarmTableRow {
  const { reasons_json: reasons, incident_id: id, incident_number: number } = row;
  return {
    alarm: fromRow({ ...row, evidence_json: null }, null),
    reason: headlineOf(row.kind, reasons === null ? [] : (JSON.parse(reasons) as Reason[])),
    outcome: row.outcome,
    cause: row.cause,
    incident: id === null || number === null ? null : { id, number },
  };
}
