import type Database from 'better-sqlite3';
import { type Ladder, shiftLadder, withinReach } from '#shared/escalation/ladder.ts';
import type { Logger } from '../log.ts';
import type { SteadyClock } from './SteadyClock.ts';

interface Row {
  readonly alarm_id: string;
  readonly annunciated_ms: number;
  readonly ladder_json: string;
}

/** What a ladder of an older version lacks: nobody else can answer for it. */
const BEFORE_SHARING = { shared: null };

/**
 * The only code that reads and writes the table `escalation`. On disk times are the wall clock's, because only that
 * outlives the process; here they are the steady clock's. Never opens a transaction of its own.
 */
export class LadderStore {
  readonly #clock: SteadyClock;
  readonly #log: Logger;
  readonly #all: Database.Statement<[], Row>;
  readonly #one: Database.Statement<[string], Row>;
  readonly #put: Database.Statement<[Row]>;
  readonly #delete: Database.Statement<[string]>;

  constructor(db: Database.Database, clock: SteadyClock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
    this.#all = db.prepare('SELECT * FROM escalation');
    this.#one = db.prepare('SELECT * FROM escalation WHERE alarm_id = ?');
    this.#put = db.prepare(
      `INSERT INTO escalation VALUES (@alarm_id, @annunciated_ms, @ladder_json)
       ON CONFLICT (alarm_id) DO UPDATE SET annunciated_ms = excluded.annunciated_ms,
         ladder_json = excluded.ladder_json`,
    );
    this.#delete = db.prepare('DELETE FROM escalation WHERE alarm_id = ?');
  }

  /** By alarm. What a damaged file has lost is left out. */
  all(): ReadonlyMap<string, Ladder> {
    const ladders = new Map<string, Ladder>();
    for (const row of this.#all.all()) {
      const ladder = this.#read(row);
      if (ladder) ladders.set(row.alarm_id, ladder);
    }
    return ladders;
  }

  get(alarmId: string): Ladder | null {
    const row = this.#one.get(alarmId);
    return row === undefined ? null : this.#read(row);
  }

  put(alarmId: string, ladder: Ladder): void {
    this.#put.run({
      alarm_id: alarmId,
      annunciated_ms: ladder.annunciatedAt,
      ladder_json: JSON.stringify(shiftLadder(ladder, this.#clock.toWall())),
    });
  }

  delete(alarmId: string): void {
    this.#delete.run(alarmId);
  }

  #read(row: Row): Ladder | null {
    try {
      // Only this program writes the column, and otherwise never in another shape.
      const ladder = { ...BEFORE_SHARING, ...JSON.parse(row.ladder_json) } as Ladder;
      return withinReach(shiftLadder(ladder, -this.#clock.toWall()), this.#clock.now());
    } catch (error) {
      this.#log.error({ err: error, alarmId: row.alarm_id }, 'an escalation could not be read');
      return null;
    }
  }
}
