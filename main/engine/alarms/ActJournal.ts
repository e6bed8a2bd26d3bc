import type Database from 'better-sqlite3';
import {
  SHARED_ACTS,
  type SharedAct,
  type SharedActs,
  type SharedActType,
} from '#shared/alarms/sharedAct.ts';

interface Row {
  readonly id: number;
  readonly alarm_id: string;
  readonly type: string;
  readonly at_ms: number;
  readonly operator: string;
  readonly desk: string;
  readonly note: string | null;
  readonly seen_ms: number;
}

const TYPES = SHARED_ACTS.map((type) => `'${type}'`).join(', ');

/** The acts of operators in the order in which this desk recorded them, for other desks to follow. */
export class ActJournal {
  readonly #siteId: string;
  readonly #since: Database.Statement<[number, number], Row>;
  readonly #newest: Database.Statement<[], number>;
  readonly #same: Database.Statement<[SharedAct]>;

  constructor({ db, siteId }: { readonly db: Database.Database; readonly siteId: string }) {
    this.#siteId = siteId;
    // The annunciation that an act answered is the last one before it; one without a reading has the onset's time.
    this.#since = db.prepare(
      `SELECT act.id, act.alarm_id, act.type, act.at_ms, act.operator, act.desk, act.note,
         coalesce((SELECT json_extract(told.evidence_json, '$.reading.measuredAt')
                   FROM alarm_event AS told
                   WHERE told.alarm_id = act.alarm_id AND told.id < act.id
                     AND told.evidence_json IS NOT NULL
                   ORDER BY told.id DESC LIMIT 1), alarm.onset_ms) AS seen_ms
       FROM alarm_event AS act JOIN alarm ON alarm.id = act.alarm_id
       WHERE act.id > ? AND act.operator IS NOT NULL AND act.desk IS NOT NULL
         AND act.type IN (${TYPES})
       ORDER BY act.id LIMIT ?`,
    );
    this.#newest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM alarm_event').pluck();
    this.#same = db.prepare(
      // An acknowledgement that came second, or for an older annunciation, stands under another name.
      `SELECT 1 FROM alarm_event
       WHERE alarm_id = @alarmId AND operator = @operator AND desk = @desk AND at_ms = @at
         AND (type = @type OR (@type = 'acknowledge' AND type = 'alsoAcknowledge'))
       LIMIT 1`,
    );
  }

  /** Acts recorded after `cursor`, oldest first. */
  since(cursor: number, limit: number): SharedActs {
    const newest = this.#newest.get() ?? 0;
    // A record that began afresh, after a repair or on a new disk, is followed from its beginning.
    const rows = this.#since.all(cursor > newest ? 0 : cursor, limit);
    const last = rows.at(-1);
    const next = rows.length < limit ? newest : (last?.id ?? newest);
    return { siteId: this.#siteId, acts: rows.map(actOf), next };
  }

  /** Whether the act is in this desk's record already, its own or merged before. */
  has(act: SharedAct): boolean {
    return this.#same.get(act) !== undefined;
  }
}

function actOf(row: Row): SharedAct {
  return {
    alarmId: row.alarm_id,
    type: row.type as SharedActType,
    at: row.at_ms,
    operator: row.operator,
    desk: row.desk,
    note: row.note,
    seenAt: row.seen_ms,
  };
}
