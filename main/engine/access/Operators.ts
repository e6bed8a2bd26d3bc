import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { nameKey, tidyName } from '#shared/access/operatorName.ts';
import type { SecretKind } from '#shared/access/secret.ts';
import type { SignOnChoice } from '#shared/contract/operatorViews.ts';
import type { OperatorView } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Role } from './Caller.ts';

/** More people than share a desk, so their number is bounded. */
const MAX_OPERATORS = 500;

export interface StoredOperator extends OperatorView {
  readonly disabledAt: EpochMs | null;
  readonly signsInWith: SecretKind | null;
  readonly secretSetAt: EpochMs | null;
  /** Who gave the secret and so knows it; null when the person chose it. */
  readonly secretGivenBy: string | null;
}

export interface StoredSecret {
  readonly kind: SecretKind;
  readonly hash: string;
  readonly givenBy: string | null;
}

export type NameRefusal = 'nameInvalid' | 'nameTaken' | 'tooManyOperators';

const COLUMNS = `id, name, role, disabled_ms AS disabledAt, kind AS signsInWith,
  set_ms AS secretSetAt, given_by AS secretGivenBy`;
const FROM = 'FROM operator LEFT JOIN operator_secret ON operator_id = id';

/** The people of this desk and how they prove who they are. Every change is the caller's transaction. */
export class Operators {
  readonly #now: () => EpochMs;
  readonly #all: Database.Statement<[], StoredOperator>;
  readonly #byId: Database.Statement<[string], StoredOperator>;
  readonly #secret: Database.Statement<[string], StoredSecret>;
  readonly #insert: Database.Statement<[string, string, Role, number]>;
  readonly #setRole: Database.Statement<[Role, string]>;
  readonly #setDisabled: Database.Statement<[number | null, string]>;
  readonly #setSecret: Database.Statement<[string, SecretKind, string, number, string | null]>;
  readonly #rehash: Database.Statement<[string, string]>;
  readonly #remove: readonly Database.Statement<[string]>[];

  constructor({ db, now }: { readonly db: Database.Database; readonly now: () => EpochMs }) {
    this.#now = now;
    this.#all = db.prepare(`SELECT ${COLUMNS} ${FROM} ORDER BY name`);
    this.#byId = db.prepare(`SELECT ${COLUMNS} ${FROM} WHERE id = ?`);
    this.#secret = db.prepare(
      'SELECT kind, hash, given_by AS givenBy FROM operator_secret WHERE operator_id = ?',
    );
    this.#insert = db.prepare(
      'INSERT INTO operator (id, name, role, created_ms) VALUES (?, ?, ?, ?)',
    );
    this.#setRole = db.prepare('UPDATE operator SET role = ? WHERE id = ?');
    this.#setDisabled = db.prepare('UPDATE operator SET disabled_ms = ? WHERE id = ?');
    this.#setSecret = db.prepare(
      `INSERT INTO operator_secret (operator_id, kind, hash, set_ms, given_by) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (operator_id) DO UPDATE SET kind = excluded.kind, hash = excluded.hash,
         set_ms = excluded.set_ms, given_by = excluded.given_by`,
    );
    this.#rehash = db.prepare('UPDATE operator_secret SET hash = ? WHERE operator_id = ?');
    this.#remove = [
      'DELETE FROM operator_secret WHERE operator_id = ?',
      'DELETE FROM operator_session WHERE operator_id = ?',
      'DELETE FROM sign_on_failure WHERE scope = ?',
      'DELETE FROM operator WHERE id = ?',
    ].map((sql) => db.prepare<[string]>(sql));
  }

  /** By name, those who are barred included. */
  all(): readonly StoredOperator[] {
    return this.#all.all();
  }

  /** Who may be chosen at the sign-on. */
  choices(): readonly SignOnChoice[] {
    return this.all()
      .filter(({ disabledAt }) => disabledAt === null)
      .map(({ id, name, role, signsInWith }) => ({ id, name, role, signsInWith }));
  }

  byId(id: string): StoredOperator | undefined {
    return this.#byId.get(id);
  }

  /** Whose name reads the same. */
  byName(name: string): StoredOperator | undefined {
    return this.all().find((other) => nameKey(other.name) === nameKey(name));
  }

  secretOf(id: string): StoredSecret | undefined {
    return this.#secret.get(id);
  }

  /** Whether somebody other than this one can sign in and administer. */
  hasAdministrator(other?: string): boolean {
    return this.choices().some(
      ({ id, role, signsInWith }) =>
        role === 'administrator' && signsInWith !== null && id !== other,
    );
  }

  /** @returns why not: the name is none, reads like another's, or there are enough people. */
  add({ name: typed, role }: Pick<OperatorView, 'name' | 'role'>): OperatorView | NameRefusal {
    const name = tidyName(typed);
    if (name === undefined) return 'nameInvalid';
    if (this.byName(name)) return 'nameTaken';
    if (this.all().length >= MAX_OPERATORS) return 'tooManyOperators';
    const operator = { id: randomUUID(), name, role };
    this.#insert.run(operator.id, name, role, Math.round(this.#now()));
    return operator;
  }

  setRole(id: string, role: Role): void {
    this.#setRole.run(role, id);
  }

  setDisabled(id: string, disabled: boolean): void {
    this.#setDisabled.run(disabled ? Math.round(this.#now()) : null, id);
  }

  /** @param givenBy the administrator who chose it, and so knows it; null for the person's own choice */
  setSecret(id: string, kind: SecretKind, hash: string, givenBy: string | null): void {
    this.#setSecret.run(id, kind, hash, Math.round(this.#now()), givenBy);
  }

  /** The same secret under today's parameters. */
  rehash(id: string, hash: string): void {
    this.#rehash.run(hash, id);
  }

  /** With everything that lets the person in. What they did is recorded by name. */
  remove(id: string): void {
    for (const statement of this.#remove) statement.run(id);
  }
}
