import type Database from 'better-sqlite3';
import type { SessionView } from '#shared/contract/operatorViews.ts';
import type { OperatorView } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from './Caller.ts';
import { hashToken, newSessionToken } from './sessionToken.ts';

/** A session outlives a restart and a double shift, and not the day. */
const SESSION_MS = 24 * 3_600_000;
/** A session may seem to begin this far in the future: clocks are set back by a little every day. */
const CLOCK_STEP_MS = 300_000;
const MAX_CACHED = 1_000;
/** More sign-ons than a desk sees in a year: then the oldest is forgotten. */
const MAX_SESSIONS = 10_000;
/** The last act is written this often: a write for each act would be more than the act itself. */
const LAST_ACT_STEP_MS = 60_000;
/** Of the token's hash, enough to tell sessions apart. */
const ID_DIGITS = 16;

interface Session {
  readonly operator: OperatorView;
  readonly desk: string;
  readonly startedAt: EpochMs;
}

interface SessionRow extends OperatorView {
  readonly hash: string;
  readonly desk: string;
  readonly startedAt: number;
  readonly lastActAt: number | null;
}

const LIVE = `SELECT token_hash AS hash, operator.id, name, role, desk, started_ms AS startedAt,
    last_act_ms AS lastActAt
  FROM operator_session JOIN operator ON operator.id = operator_id
  WHERE ended_ms IS NULL AND disabled_ms IS NULL`;

/**
 * Who is signed on at which desk. The token can't be guessed, and isn't in the database to be copied.
 *
 * What changes a session or a person is written by the caller's transaction; memory forgets and reads again.
 */
export class Sessions {
  readonly #now: () => EpochMs;
  readonly #begin: Database.Statement<[string, string, string, number]>;
  readonly #forget: Database.Statement<[number | bigint]>;
  readonly #end: Database.Statement<[number, string]>;
  readonly #endAll: Database.Statement<[number, string]>;
  readonly #acted: Database.Statement<[number, string]>;
  readonly #current: Database.Statement<[string], SessionRow>;
  readonly #live: Database.Statement<[], SessionRow>;
  readonly #lastSignOns: Database.Statement<[], { operatorId: string; at: number }>;
  /** By hash, the newest last: every act looks its session up. */
  readonly #cache = new Map<string, Session>();
  /** Newer than what is on disk, by hash. */
  readonly #lastActs = new Map<string, { readonly at: EpochMs; readonly savedAt: EpochMs }>();

  constructor({ db, now }: { readonly db: Database.Database; readonly now: () => EpochMs }) {
    this.#now = now;
    this.#begin = db.prepare(
      'INSERT INTO operator_session (token_hash, operator_id, desk, started_ms) VALUES (?, ?, ?, ?)',
    );
    // Row numbers grow with every sign-on, so this is one step of the index and no counting.
    this.#forget = db.prepare('DELETE FROM operator_session WHERE rowid <= ?');
    this.#end = db.prepare(
      'UPDATE operator_session SET ended_ms = ? WHERE token_hash = ? AND ended_ms IS NULL',
    );
    this.#endAll = db.prepare(
      'UPDATE operator_session SET ended_ms = ? WHERE operator_id = ? AND ended_ms IS NULL',
    );
    this.#acted = db.prepare('UPDATE operator_session SET last_act_ms = ? WHERE token_hash = ?');
    this.#current = db.prepare(`${LIVE} AND token_hash = ?`);
    this.#live = db.prepare(`${LIVE} ORDER BY started_ms DESC, operator_session.rowid DESC`);
    this.#lastSignOns = db.prepare(
      'SELECT operator_id AS operatorId, max(started_ms) AS at FROM operator_session GROUP BY operator_id',
    );
  }

  /** Begins a session at a desk. The token is given out here and never again. */
  begin(operatorId: string, desk: string): string {
    const session = newSessionToken();
    const at = Math.round(this.#now());
    const { lastInsertRowid } = this.#begin.run(hashToken(session), operatorId, desk, at);
    this.#forget.run(Number(lastInsertRowid) - MAX_SESSIONS);
    return session;
  }

  /** Who an act is recorded under, and from where; undefined when the session is unknown, ended or too old. */
  resolve(session: string): Caller | undefined {
    const current = this.#find(hashToken(session));
    if (!current) return undefined;
    const { id, name, role } = current.operator;
    return { operatorId: id, operator: name, role, desk: current.desk };
  }

  /** Notes that the session was just needed. Never fails: a full disk must not keep anybody from acting. */
  acted(session: string): void {
    const hash = hashToken(session);
    const at = this.#now();
    const known = this.#lastActs.get(hash);
    if (known && Math.abs(at - known.savedAt) < LAST_ACT_STEP_MS) {
      this.#lastActs.set(hash, { at, savedAt: known.savedAt });
      return;
    }
    if (this.#lastActs.size >= MAX_CACHED) this.#lastActs.clear();
    this.#lastActs.set(hash, { at, savedAt: at });
    try {
      this.#acted.run(Math.round(at), hash);
    } catch {
      // What is shown comes from memory; only a restart would forget the last minute.
    }
  }

  /** Ends the session. Ending one that has ended or never was does nothing. @returns whether there was one */
  end(session: string): boolean {
    return this.#endByHash(hashToken(session));
  }

  /** @returns whose it was, and where; undefined when there is no such session now. */
  endById(id: string): Caller | undefined {
    const row = this.#liveRows().find(({ hash }) => idOf(hash) === id);
    if (!row || !this.#endByHash(row.hash)) return undefined;
    return { operatorId: row.id, operator: row.name, role: row.role, desk: row.desk };
  }

  /** @returns how many ended. */
  endAllOf(operatorId: string): number {
    this.forgetOperator(operatorId);
    return this.#endAll.run(Math.round(this.#now()), operatorId).changes;
  }

  /** The person's name or role is not what it was. */
  forgetOperator(operatorId: string): void {
    for (const [hash, { operator }] of this.#cache)
      if (operator.id === operatorId) this.#cache.delete(hash);
  }

  /** Who is signed on, the newest first. @param own the session that asks */
  list(own: string): readonly SessionView[] {
    const ownHash = hashToken(own);
    return this.#liveRows().map(({ hash, id, name, role, desk, startedAt, lastActAt }) => ({
      id: idOf(hash),
      operator: { id, name, role },
      desk,
      since: startedAt,
      lastActAt: this.#lastActs.get(hash)?.at ?? lastActAt,
      own: hash === ownHash,
    }));
  }

  /** When each person last signed on, as far back as sessions are kept. */
  lastSignOns(): ReadonlyMap<string, EpochMs> {
    return new Map(this.#lastSignOns.all().map(({ operatorId, at }) => [operatorId, at]));
  }

  #liveRows(): SessionRow[] {
    return this.#live.all().filter((row) => this.#isCurrent(row));
  }

  #endByHash(hash: string): boolean {
    this.#cache.delete(hash);
    this.#lastActs.delete(hash);
    return this.#end.run(Math.round(this.#now()), hash).changes === 1;
  }

  #find(hash: string): Session | undefined {
    const session = this.#cache.get(hash) ?? this.#read(hash);
    if (!session) return undefined;
    if (this.#isCurrent(session)) return session;
    this.#cache.delete(hash);
    return undefined;
  }

  #isCurrent({ startedAt }: Pick<Session, 'startedAt'>): boolean {
    const age = this.#now() - startedAt;
    return age < SESSION_MS && age >= -CLOCK_STEP_MS;
  }

  #read(hash: string): Session | undefined {
    const row = this.#current.get(hash);
    if (!row) return undefined;
    const { id, name, role, desk, startedAt } = row;
    const session = { operator: { id, name, role }, desk, startedAt };
    if (this.#cache.size >= MAX_CACHED) {
      const [oldest] = this.#cache.keys();
      if (oldest !== undefined) this.#cache.delete(oldest);
    }
    this.#cache.set(hash, session);
    return session;
  }
}

function idOf(hash: string): string {
  return hash.slice(0, ID_DIGITS);
}
