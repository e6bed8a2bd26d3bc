import type Database from 'better-sqlite3';
import type { SharedAct, SharedActType } from '#shared/alarms/sharedAct.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** A broker's backlog comes within this time; what hasn't begun here then never will. */
const KEPT_MS = 24 * 3_600_000;
/** More than people do in a bad night. */
const MAX_KEPT = 5_000;

export interface WaitingAct {
  readonly id: number;
  readonly act: SharedAct;
  /** Which desk told of it. */
  readonly from: string;
}

interface Row {
  readonly id: number;
  readonly alarm_id: string;
  readonly type: string;
  readonly at_ms: number;
  readonly operator: string;
  readonly desk: string;
  readonly note: string | null;
  readonly seen_ms: number;
  readonly told_by: string;
}

/**
 * Acts of another desk that came before this desk had read what they answer: its broker is slower, or it was down.
 * On disk, because the other desk tells each of them once.
 */
export class WaitingActs {
  readonly #keep: Database.Statement<[SharedAct & { from: string; receivedAt: EpochMs }]>;
  readonly #forgetOld: Database.Statement<[EpochMs, EpochMs]>;
  readonly #forgetMost: Database.Statement<[number]>;
  readonly #ready: Database.Statement<[], Row>;
  readonly #drop: Database.Statement<[number]>;

  constructor(db: Database.Database) {
    this.#keep = db.prepare(
      `INSERT OR IGNORE INTO waiting_act
         (alarm_id, type, at_ms, operator, desk, note, seen_ms, told_by, received_ms)
       VALUES (@alarmId, @type, @at, @operator, @desk, @note, @seenAt, @from, @receivedAt)`,
    );
    // A clock that was set back must not keep them for years.
    this.#forgetOld = db.prepare(
      'DELETE FROM waiting_act WHERE received_ms < ? OR received_ms > ?',
    );
    this.#forgetMost = db.prepare(
      'DELETE FROM waiting_act WHERE id <= (SELECT max(id) FROM waiting_act) - ?',
    );
    this.#ready = db.prepare(
      `SELECT waiting_act.* FROM waiting_act JOIN alarm ON alarm.id = alarm_id
       ORDER BY waiting_act.id`,
    );
    this.#drop = db.prepare('DELETE FROM waiting_act WHERE id = ?');
  }

  /** Keeps the act, once, and forgets those that have waited for too long, or are too many: the oldest. */
  keep(act: SharedAct, from: string, at: EpochMs): void {
    this.#keep.run({ ...act, from, receivedAt: at });
    this.#forgetOld.run(at - KEPT_MS, at + KEPT_MS);
    this.#forgetMost.run(MAX_KEPT);
  }

  /** Those whose alarm is known here, in the order in which they were told. */
  ready(): readonly WaitingAct[] {
    return this.#ready.all().map((row) => ({
      id: row.id,
      act: {
        alarmId: row.alarm_id,
        type: row.type as SharedActType,
        at: row.at_ms,
        operator: row.operator,
        desk: row.desk,
        note: row.note,
        seenAt: row.seen_ms,
      },
      from: row.told_by,
    }));
  }

  drop(id: number): void {
    this.#drop.run(id);
  }
}
