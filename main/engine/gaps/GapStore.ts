import type Database from 'better-sqlite3';
import type { FeedGap, GapState } from '#shared/contract/gapViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

interface Row {
  readonly id: number;
  readonly source_id: string;
  readonly from_ms: EpochMs;
  readonly to_ms: EpochMs;
  readonly state: GapState;
  readonly taken: number;
  readonly alarming: number;
  readonly problem: string | null;
}

/** The gaps of every way in, and up to when each of them missed nothing. */
export class GapStore {
  readonly #mark: Database.Statement<[string], EpochMs>;
  readonly #setMark: Database.Statement<[string, EpochMs]>;
  readonly #add: Database.Statement<[string, EpochMs, EpochMs, GapState]>;
  readonly #update: Database.Statement<[Omit<Row, 'source_id' | 'from_ms' | 'to_ms'>]>;
  readonly #between: Database.Statement<[EpochMs, EpochMs, number], Row>;
  readonly #waiting: Database.Statement<[string], Row>;
  readonly #retain: Database.Statement<[EpochMs]>;

  constructor(db: Database.Database) {
    this.#mark = db
      .prepare<[string], EpochMs>('SELECT heard_ms FROM feed_mark WHERE source_id = ?')
      .pluck();
    this.#setMark = db.prepare(
      `INSERT INTO feed_mark (source_id, heard_ms) VALUES (?, ?)
       ON CONFLICT (source_id) DO UPDATE SET heard_ms = excluded.heard_ms`,
    );
    this.#add = db.prepare(
      'INSERT INTO feed_gap (source_id, from_ms, to_ms, state) VALUES (?, ?, ?, ?)',
    );
    this.#update = db.prepare(
      `UPDATE feed_gap SET state = @state, taken = @taken, alarming = @alarming, problem = @problem
       WHERE id = @id`,
    );
    this.#between = db.prepare(
      'SELECT * FROM feed_gap WHERE to_ms >= ? AND from_ms <= ? ORDER BY to_ms DESC, id DESC LIMIT ?',
    );
    this.#waiting = db.prepare(
      "SELECT * FROM feed_gap WHERE source_id = ? AND state = 'waiting' ORDER BY id",
    );
    this.#retain = db.prepare('DELETE FROM feed_gap WHERE to_ms < ?');
  }

  /** Null when the way in was never open. */
  mark(sourceId: string): EpochMs | null {
    return this.#mark.get(sourceId) ?? null;
  }

  setMark(sourceId: string, heardAt: EpochMs): void {
    this.#setMark.run(sourceId, Math.round(heardAt));
  }

  add(gap: Pick<FeedGap, 'sourceId' | 'from' | 'to' | 'state'>): FeedGap {
    const { sourceId, state } = gap;
    const [from, to] = [Math.round(gap.from), Math.round(gap.to)];
    const id = Number(this.#add.run(sourceId, from, to, state).lastInsertRowid);
    return { id, sourceId, from, to, state, taken: 0, alarming: 0, problem: null };
  }

  update({ id, state, taken, alarming, problem }: FeedGap): void {
    this.#update.run({ id, state, taken, alarming, problem });
  }

  /** Those that touch the span, newest first. */
  between(from: EpochMs, to: EpochMs, limit: number): readonly FeedGap[] {
    return this.#between.all(from, to, limit).map(gapOf);
  }

  /** Those of a way in that are still to be filled, oldest first. */
  waiting(sourceId: string): readonly FeedGap[] {
    return this.#waiting.all(sourceId).map(gapOf);
  }

  retain(before: EpochMs): void {
    this.#retain.run(before);
  }
}

const gapOf = ({ source_id, from_ms, to_ms, ...rest }: Row): FeedGap => ({
  ...rest,
  sourceId: source_id,
  from: from_ms,
  to: to_ms,
});
