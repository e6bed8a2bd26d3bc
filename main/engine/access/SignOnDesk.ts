import type Database from 'better-sqlite3';
import { refuseSecret, type Secret } from '#shared/access/secret.ts';
import type {
  SignedOnView,
  SignOnAnswer,
  SignOnRefusal,
  SignOnRefused,
} from '#shared/contract/operatorViews.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Revisions } from '../live/Revisions.ts';
import type { Logger } from '../log.ts';
import { type Caller, mayActAs, type Role } from './Caller.ts';
import type { Lock, LockOut } from './LockOut.ts';
import type { Operators, StoredOperator, StoredSecret } from './Operators.ts';
import { RefusedWhileLocked } from './RefusedWhileLocked.ts';
import type { Hasher } from './SecretThread.ts';
import type { Sessions } from './Sessions.ts';
import { DECOY_HASH, isOutdated } from './secretHash.ts';
import { Turns } from './Turns.ts';

/** More than the people who can stand before a desk: then a further one is told to try again. */
const MAX_WAITING = 16;

export interface AccessParts {
  readonly db: Database.Database;
  readonly operators: Operators;
  readonly sessions: Sessions;
  readonly lockOut: LockOut;
  readonly hasher: Hasher;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly revisions: Pick<Revisions, 'bump'>;
  readonly log: Logger;
}

interface Proven {
  readonly operator: StoredOperator;
  readonly secret: StoredSecret;
  /** The same secret under today's parameters; null when they are today's. */
  readonly rehashed: string | null;
}

/** Proves who somebody is and begins their shift. Every try is recorded, the refused ones too; never what was typed. */
export class SignOnDesk {
  readonly #parts: AccessParts;
  readonly #turns = new Turns(MAX_WAITING);
  readonly #whileLocked = new RefusedWhileLocked();

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  signOn(asked: {
    readonly operatorId: string;
    readonly secret: string;
    readonly desk: string;
  }): Promise<SignOnAnswer> {
    const { operatorId, secret, desk } = asked;
    return this.#inTurn(async () => {
      const proven = await this.#prove(operatorId, secret, desk);
      if ('done' in proven) return proven;
      return this.#begin(proven, desk, (by) => {
        this.#parts.audit.append({ by, action: 'access.signOn', subject: operatorId });
      });
    });
  }

  /** Ends the session of `leaving` and begins the next one at the same desk, both or neither. */
  handOver(asked: {
    readonly session: string;
    readonly leaving: Caller;
    readonly operatorId: string;
    readonly secret: string;
  }): Promise<SignOnAnswer> {
    const { session, leaving, operatorId, secret } = asked;
    return this.#inTurn(async () => {
      const proven = await this.#prove(operatorId, secret, leaving.desk);
      if ('done' in proven) return proven;
      return this.#begin(proven, leaving.desk, (by) => {
        this.#parts.sessions.end(session);
        this.#parts.audit.append({
          by,
          action: 'access.handOver',
          subject: operatorId,
          detail: { from: leaving.operator },
        });
      });
    });
  }

  /** Ending a session that has ended, or never was, does nothing. */
  signOff(session: string): void {
    const { db, sessions, audit, revisions } = this.#parts;
    const by = sessions.resolve(session);
    if (!by) return;
    db.transaction(() => {
      sessions.end(session);
      audit.append({ by, action: 'access.signOff', subject: by.operatorId });
    }).immediate();
    revisions.bump('sessions');
  }

  whoAmI(caller: Caller): SignedOnView {
    return viewOf(this.#parts.operators.byId(caller.operatorId)!);
  }

  /** The first start: nobody can administer this desk, so whoever sits at it becomes the one who does. */
  makeAdministrator(asked: {
    readonly name: string;
    readonly secret: Secret;
    readonly desk: string;
  }): Promise<SignOnAnswer> {
    const { name, secret, desk } = asked;
    const { operators, hasher } = this.#parts;
    return this.#inTurn(async () => {
      if (operators.hasAdministrator()) return refused('administratorExists');
      const weak = refuseSecret(secret, name);
      if (weak) return refused(weak);
      const hash = await hasher.hash(secret.text);
      return this.#commit(() => {
        // Somebody else may have been quicker while this one's secret was hashed.
        if (operators.hasAdministrator()) return refused('administratorExists');
        const known = operators.byName(name);
        if (known?.signsInWith) return refused('nameTaken');
        const made = known ?? operators.add({ name, role: 'administrator' });
        if (typeof made === 'string')
          return refused(made === 'nameInvalid' ? 'nameInvalid' : 'nameTaken');
        operators.setRole(made.id, 'administrator');
        operators.setDisabled(made.id, false);
        operators.setSecret(made.id, secret.kind, hash, null);
        const by = { operator: made.name, role: 'administrator', desk } as const;
        this.#parts.audit.append({
          by,
          action: 'operator.first',
          subject: made.id,
          detail: { name: made.name, secret: secret.kind },
        });
        this.#parts.audit.append({ by, action: 'access.signOn', subject: made.id });
        return this.#signedOn(made.id, desk);
      });
    });
  }

  /** One's own password or PIN. Ends every session of the person, and begins a new one at this desk. */
  changeSecret(asked: {
    readonly caller: Caller;
    readonly current: string;
    readonly secret: Secret;
  }): Promise<SignOnAnswer> {
    const { caller, current, secret } = asked;
    const { operators, sessions, hasher, audit } = this.#parts;
    return this.#inTurn(async () => {
      const proven = await this.#prove(caller.operatorId, current, caller.desk);
      if ('done' in proven) return proven;
      const weak = refuseSecret(secret, caller.operator);
      if (weak) return refused(weak);
      if (await hasher.verify(secret.text, proven.secret.hash)) return refused('secretUnchanged');
      const hash = await hasher.hash(secret.text);
      return this.#commit(() => {
        if (!this.#stands(proven)) return refused('wrongSecret');
        operators.setSecret(caller.operatorId, secret.kind, hash, null);
        sessions.endAllOf(caller.operatorId);
        audit.append({
          by: caller,
          action: 'access.secretChanged',
          subject: caller.operatorId,
          detail: { secret: secret.kind },
        });
        return this.#signedOn(caller.operatorId, caller.desk);
      });
    });
  }

  /**
   * A second person stands by one act of somebody else: proven like at a sign-on, with the same counting of wrong tries,
   * and signed on nowhere by it.
   *
   * @param least what the second person's role has to include
   * @param act the act itself, in the transaction that forgets the second person's wrong tries
   */
  countersign<Done extends { readonly done: true }>(
    asked: {
      readonly first: Caller;
      readonly operatorId: string;
      readonly secret: string;
      readonly least: Role;
    },
    act: (second: Caller) => Done,
  ): Promise<Done | SignOnRefused> {
    const { first, operatorId, secret, least } = asked;
    const { db, operators, lockOut } = this.#parts;
    return this.#inTurn(async () => {
      if (operatorId === first.operatorId) return refused('samePerson');
      const proven = await this.#prove(operatorId, secret, first.desk);
      if ('done' in proven) return proven;
      return db
        .transaction(() => {
          if (!this.#stands(proven)) return refused('wrongSecret');
          // The first one may have been barred while the second typed.
          if (operators.byId(first.operatorId)?.disabledAt !== null) return refused('roleTooLow');
          const { name, role } = operators.byId(operatorId)!;
          if (proven.rehashed) operators.rehash(operatorId, proven.rehashed);
          lockOut.forget(operatorId);
          if (mayActAs(role, least))
            return act({ operatorId, operator: name, role, desk: first.desk });
          const detail = { name, desk: first.desk, why: 'roleTooLow' };
          this.#parts.audit.append({
            by: null,
            action: 'access.refused',
            subject: operatorId,
            detail,
          });
          return refused('roleTooLow');
        })
        .immediate();
    });
  }

  /** Looks at the lock, compares, and counts. Within one turn, so that no try slips past the lock. */
  async #prove(operatorId: string, text: string, desk: string): Promise<Proven | SignOnRefused> {
    const { operators, lockOut, hasher } = this.#parts;
    const operator = operators.byId(operatorId);
    const lock = lockOut.lockOf(operatorId);
    if (lock) return this.#refuseLocked(lock, operatorId, operator, desk);
    const barred = !operator || operator.disabledAt !== null;
    const secret = barred ? undefined : operators.secretOf(operatorId);
    // An unknown name costs what a known one does: how long it takes tells nothing.
    const right = await hasher.verify(text, secret?.hash ?? DECOY_HASH);
    if (!barred && !secret) return this.#refuse('noSecret', operatorId, operator, desk);
    if (!right || !operator || !secret) {
      const why = barred ? 'barred' : 'wrongSecret';
      return this.#refuse('wrongSecret', operatorId, operator, desk, why);
    }
    const rehashed = isOutdated(secret.hash) ? await hasher.hash(text) : null;
    return { operator, secret, rehashed };
  }

  #begin(
    proven: Proven,
    desk: string,
    record: (by: Pick<Caller, 'operator' | 'role' | 'desk'>) => void,
  ): SignOnAnswer {
    const { operators, lockOut } = this.#parts;
    const { id } = proven.operator;
    return this.#commit(() => {
      if (!this.#stands(proven)) return refused('wrongSecret');
      const { name, role } = operators.byId(id)!;
      if (proven.rehashed) operators.rehash(id, proven.rehashed);
      lockOut.forget(id);
      record({ operator: name, role, desk });
      return this.#signedOn(id, desk);
    });
  }

  /** Whether what was proven before the hashing is still so: an administrator may have acted meanwhile. */
  #stands({ operator, secret }: Proven): boolean {
    const { operators } = this.#parts;
    return (
      operators.byId(operator.id)?.disabledAt === null &&
      operators.secretOf(operator.id)?.hash === secret.hash
    );
  }

  #signedOn(operatorId: string, desk: string): SignOnAnswer {
    const { operators, sessions } = this.#parts;
    const session = sessions.begin(operatorId, desk);
    return { done: true, session, operator: viewOf(operators.byId(operatorId)!) };
  }

  #commit(write: () => SignOnAnswer): SignOnAnswer {
    const { db, revisions, log } = this.#parts;
    const answer = db.transaction(write).immediate();
    if (answer.done) {
      revisions.bump('sessions');
      revisions.bump('operators');
      log.info({ operator: answer.operator.name }, 'signed on');
    }
    return answer;
  }

  #refuse(
    refusal: 'wrongSecret' | 'noSecret',
    operatorId: string,
    operator: StoredOperator | undefined,
    desk: string,
    why: string = refusal,
  ): SignOnRefused {
    const { db, lockOut, audit, revisions, log } = this.#parts;
    const triesLeft = db
      .transaction(() => {
        const left = lockOut.failed(operator ? operatorId : null);
        const lock = lockOut.lockOf(operatorId);
        const detail = { name: operator?.name ?? null, desk, why };
        audit.append({ by: null, action: 'access.refused', subject: operatorId, detail });
        if (lock)
          audit.append({
            by: null,
            action: 'access.locked',
            subject: lock.who === 'person' ? operatorId : null,
            detail: { name: operator?.name ?? null, who: lock.who, forMs: lock.forMs },
          });
        return left;
      })
      .immediate();
    const lock = lockOut.lockOf(operatorId);
    if (lock) {
      revisions.bump('operators');
      log.warn({ operatorId, ...lock }, 'sign-on is locked after wrong tries');
    }
    return { done: false, refusal, retryInMs: lock?.forMs ?? null, triesLeft };
  }

  #refuseLocked(
    lock: Lock,
    operatorId: string,
    operator: StoredOperator | undefined,
    desk: string,
  ): SignOnRefused {
    const { db, audit } = this.#parts;
    const count = this.#whileLocked.count(operator ? operatorId : '', lock);
    if (count !== null)
      db.transaction(() =>
        audit.append({
          by: null,
          action: 'access.refused',
          subject: operatorId,
          detail: { name: operator?.name ?? null, desk, why: 'locked', count },
        }),
      ).immediate();
    const refusal = lock.who === 'person' ? 'locked' : 'allLocked';
    return { done: false, refusal, retryInMs: lock.forMs, triesLeft: null };
  }

  async #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer | SignOnRefused> {
    return (await this.#turns.take(work)) ?? refused('busy');
  }
}

function refused(refusal: SignOnRefusal): SignOnRefused {
  return { done: false, refusal, retryInMs: null, triesLeft: null };
}

function viewOf({ id, name, role, secretGivenBy }: StoredOperator): SignedOnView {
  return { id, name, role, secretGiven: secretGivenBy !== null };
}
