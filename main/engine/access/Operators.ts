import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { OperatorView } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from './Caller.ts';
import { nameKey, tidyName } from './operatorName.ts';
import { hashToken, newSessionToken } from './sessionToken.ts';

/** A session outlives a restart and a double shift, and not the day. */
const SESSION_MS = 24 * 3_600_000;
/** A session may seem to begin this far in the future: clocks are set back by a little every day. */
const CLOCK_STEP_MS = 300_000;
const MAX_CACHED = 1_000;
/** More people than share a desk. Nobody has to sign on to add one, so their number is bounded. */
const MAX_OPERATORS = 500;
/** More sign-ons than a desk sees in a year: then the oldest is forgotten. */
const MAX_SESSIONS = 10_000;

export type AccessErrorCode = 'nameInvalid' | 'nameTaken' | 'tooManyOperators' | 'unknownOperator';

export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code: AccessErrorCode;

  constructor(code: AccessErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

interface Session {
  readonly operator: OperatorView;
  readonly desk: string;
  readonly startedAt: EpochMs;
}

interface SessionRow extends OperatorView {
  readonly desk: string;
  readonly startedAt: number;
}

/**
 * Who may be named in an act, and who is at which desk.
 *
 * A session identifies and doesn't authenticate: whoever sits at the desk can choose any name of the list, and roles
 * are recorded without being enforced. What it does prove is that the act came from where that name was chosen: the
 * token can't be guessed, and isn't in the database to be copied.
 */
export class Operators {
  readonly #now: () => EpochMs;
  readonly #db: Database.Database;
  readonly #all: Database.Statement<[], OperatorView>;
  readonly #byId: Database.Statement<[string], OperatorView>;
  readonly #insert: Database.Statement<[string, string, string, number]>;
  readonly #begin: Database.Statement<[string, string, string, number]>;
  readonly #forget: Database.Statement<[number | bigint]>;
  readonly #end: Database.Statement<[number, string]>;
  readonly #current: Database.Statement<[string], SessionRow>;
  /** By hash, the newest last: every act looks its session up. */
  readonly #sessions = new Map<string, Session>();

  constructor({ db, now }: { readonly db: Database.Database; readonly now: () => EpochMs }) {
    this.#db = db;
    this.#now = now;
    this.#all = db.prepare('SELECT id, name, role FROM operator ORDER BY name');
    this.#byId = db.prepare('SELECT id, name, role FROM operator WHERE id = ?');
    this.#insert = db.prepare(
      'INSERT INTO operator (id, name, role, created_ms) VALUES (?, ?, ?, ?)',
    );
    this.#begin = db.prepare(
      'INSERT INTO operator_session (token_hash, operator_id, desk, started_ms) VALUES (?, ?, ?, ?)',
    );
    // Row numbers grow with every sign-on, so this is one step of the index and no counting.
    this.#forget = db.prepare('DELETE FROM operator_session WHERE rowid <= ?');
    this.#end = db.prepare(
      'UPDATE operator_session SET ended_ms = ? WHERE token_hash = ? AND ended_ms IS NULL',
    );
    this.#current = db.prepare(
      `SELECT operator.id, name, role, desk, started_ms AS startedAt
       FROM operator_session JOIN operator ON operator.id = operator_id
       WHERE token_hash = ? AND ended_ms IS NULL`,
    );
  }

  list(): readonly OperatorView[] {
    return this.#all.all();
  }

  /** @throws AccessError `nameInvalid`, `nameTaken` by a name that reads the same, or `tooManyOperators`. */
  add({ name: typed, role }: Pick<OperatorView, 'name' | 'role'>): OperatorView {
    const name = tidyName(typed);
    if (name === undefined)
      throw new AccessError('nameInvalid', 'a name has between 1 and 40 characters');
    const operator = { id: randomUUID(), name, role };
    // Looking and adding in one transaction: the table's own UNIQUE knows only the exact spelling.
    this.#db
      .transaction(() => {
        const others = this.list();
        const same = others.find((other) => nameKey(other.name) === nameKey(name));
        if (others.length >= MAX_OPERATORS)
          throw new AccessError('tooManyOperators', `there are already ${MAX_OPERATORS} operators`);
        if (same) throw new AccessError('nameTaken', `there is already an operator ${same.name}`);
        this.#insert.run(operator.id, name, role, this.#now());
      })
      .immediate();
    return operator;
  }

  /** Starts a session at a desk. The token is given out here and never again. @throws AccessError `unknownOperator` */
  signOn({ operatorId, desk }: { readonly operatorId: string; readonly desk: string }): {
    readonly session: string;
    readonly operator: OperatorView;
  } {
    const operator = this.#byId.get(operatorId);
    if (!operator) throw new AccessError('unknownOperator', `no operator ${operatorId}`);
    const session = newSessionToken();
    this.#db.transaction(() => {
      const { lastInsertRowid } = this.#begin.run(
        hashToken(session),
        operatorId,
        desk,
        this.#now(),
      );
      this.#forget.run(Number(lastInsertRowid) - MAX_SESSIONS);
    })();
    return { session, operator };
  }

  /** Who an act is recorded under, and from where; undefined when the session is unknown, ended or too old. */
  resolve(session: string): Caller | undefined {
    const current = this.#find(session);
    if (!current) return undefined;
    const { id, name, role } = current.operator;
    return { operatorId: id, operator: name, role, desk: current.desk };
  }

  whoAmI(session: string): OperatorView | undefined {
    return this.#find(session)?.operator;
  }

  /** Ends the session. Ending one that has ended or never was does nothing. */
  signOff(session: string): void {
    const hash = hashToken(session);
    this.#end.run(this.#now(), hash);
    this.#sessions.delete(hash);
  }

  #find(token: string): Session | undefined {
    const hash = hashToken(token);
    const session = this.#sessions.get(hash) ?? this.#read(hash);
    if (!session) return undefined;
    const age = this.#now() - session.startedAt;
    if (age >= SESSION_MS || age < -CLOCK_STEP_MS) {
      this.#sessions.delete(hash);
      return undefined;
    }
    return session;
  }

  #read(hash: string): Session | undefined {
    const row = this.#current.get(hash);
    if (!row) return undefined;
    const { id, name, role, desk, startedAt } = row;
    const session = { operator: { id, name, role }, desk, startedAt };
    if (this.#sessions.size >= MAX_CACHED) {
      const [oldest] = this.#sessions.keys();
      if (oldest !== undefined) this.#sessions.delete(oldest);
    }
    this.#sessions.set(hash, session);
    return session;
  }
}
