import { refuseSecret, type Secret } from '#shared/access/secret.ts';
import type { AuditAction } from '#shared/audit/actions.ts';
import type {
  OperatorAccount,
  OperatorChange,
  OperatorRefusal,
  SessionView,
} from '#shared/contract/operatorViews.ts';
import type { Caller, Role } from './Caller.ts';
import type { StoredOperator } from './Operators.ts';
import type { AccessParts } from './SignOnDesk.ts';
import { Turns } from './Turns.ts';

const MAX_WAITING = 16;

type Refused = Extract<OperatorChange, { done: false }>;
type Changed = { readonly action: AuditAction; readonly detail?: Record<string, unknown> };

/** What an administrator does with people and their sessions. The caller's rights were checked before. */
export class OperatorDesk {
  readonly #parts: AccessParts;
  readonly #turns = new Turns(MAX_WAITING);

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  accounts(): readonly OperatorAccount[] {
    const { operators, sessions, lockOut } = this.#parts;
    const lastSignOns = sessions.lastSignOns();
    return operators.all().map((one) => ({
      id: one.id,
      name: one.name,
      role: one.role,
      signsInWith: one.signsInWith,
      disabled: one.disabledAt !== null,
      secretSetAt: one.secretSetAt,
      secretGivenBy: one.secretGivenBy,
      lockedForMs: lockOut.personLockedForMs(one.id),
      lastSignOnAt: lastSignOns.get(one.id) ?? null,
    }));
  }

  /** @param secret null: the person can't sign in until one is given */
  async add(
    asked: { readonly name: string; readonly role: Role; readonly secret: Secret | null },
    by: Caller,
  ): Promise<OperatorChange> {
    const { name, role, secret } = asked;
    const hash = secret && (await this.#hash(secret, name));
    if (typeof hash === 'object' && hash !== null) return hash;
    return this.#commit(() => {
      const { operators, audit } = this.#parts;
      const added = operators.add({ name, role });
      if (typeof added === 'string') return refused(added);
      if (secret && hash) operators.setSecret(added.id, secret.kind, hash, by.operator);
      audit.append({
        by,
        action: 'operator.add',
        subject: added.id,
        detail: { name: added.name, role, secret: secret?.kind ?? null },
      });
      return { done: true, operator: added };
    });
  }

  setRole(id: string, role: Role, by: Caller): OperatorChange {
    const { operators, sessions } = this.#parts;
    return this.#change(id, by, (known) => {
      if (role !== 'administrator' && this.#isLast(known)) return 'lastAdministrator';
      if (known.role === role) return null;
      operators.setRole(id, role);
      sessions.forgetOperator(id);
      return { action: 'operator.role', detail: { from: known.role, to: role } };
    });
  }

  /** Also lifts a lock-out. The person is signed off everywhere. */
  async giveSecret(id: string, secret: Secret, by: Caller): Promise<OperatorChange> {
    const { operators, sessions, lockOut } = this.#parts;
    const name = operators.byId(id)?.name;
    if (name === undefined) return refused('unknownOperator');
    const hash = await this.#hash(secret, name);
    if (typeof hash !== 'string') return hash;
    return this.#change(id, by, () => {
      operators.setSecret(id, secret.kind, hash, by.operatorId === id ? null : by.operator);
      lockOut.forget(id);
      const ended = sessions.endAllOf(id);
      return { action: 'operator.secret', detail: { secret: secret.kind, sessionsEnded: ended } };
    });
  }

  setDisabled(id: string, disabled: boolean, by: Caller): OperatorChange {
    const { operators, sessions } = this.#parts;
    return this.#change(id, by, (known) => {
      if (disabled && this.#isLast(known)) return 'lastAdministrator';
      if ((known.disabledAt !== null) === disabled) return null;
      operators.setDisabled(id, disabled);
      if (!disabled) return { action: 'operator.enable' };
      return { action: 'operator.disable', detail: { sessionsEnded: sessions.endAllOf(id) } };
    });
  }

  unlock(id: string, by: Caller): OperatorChange {
    const { lockOut } = this.#parts;
    return this.#change(id, by, () => {
      lockOut.forget(id);
      return { action: 'operator.unlock' };
    });
  }

  /** What the person did stays recorded under their name. */
  remove(id: string, by: Caller): OperatorChange {
    const { operators, sessions, lockOut } = this.#parts;
    return this.#change(id, by, (known) => {
      if (this.#isLast(known)) return 'lastAdministrator';
      const ended = sessions.endAllOf(id);
      lockOut.forget(id);
      operators.remove(id);
      return { action: 'operator.remove', detail: { role: known.role, sessionsEnded: ended } };
    });
  }

  /** @param own the session that asks */
  sessions(own: string): readonly SessionView[] {
    return this.#parts.sessions.list(own);
  }

  /** @returns false when there is no such session now. */
  endSession(sessionId: string, by: Caller): boolean {
    const { db, sessions, audit, revisions } = this.#parts;
    const ended = db
      .transaction(() => {
        const whose = sessions.endById(sessionId);
        if (whose)
          audit.append({
            by,
            action: 'access.forcedOff',
            subject: whose.operatorId,
            detail: { name: whose.operator, desk: whose.desk },
          });
        return whose !== undefined;
      })
      .immediate();
    if (ended) revisions.bump('sessions');
    return ended;
  }

  #isLast({ id, role, signsInWith, disabledAt }: StoredOperator): boolean {
    const counts = role === 'administrator' && signsInWith !== null && disabledAt === null;
    return counts && !this.#parts.operators.hasAdministrator(id);
  }

  /** @param write returns what was changed, null when it is so already, or why it is refused */
  #change(
    id: string,
    by: Caller,
    write: (known: StoredOperator) => Changed | null | OperatorRefusal,
  ): OperatorChange {
    const { operators, audit } = this.#parts;
    return this.#commit(() => {
      const known = operators.byId(id);
      if (!known) return refused('unknownOperator');
      const outcome = write(known);
      if (typeof outcome === 'string') return refused(outcome);
      if (outcome) {
        const detail = { name: known.name, ...outcome.detail };
        audit.append({ by, action: outcome.action, subject: id, detail });
      }
      const { name, role } = operators.byId(id) ?? known;
      return { done: true, operator: { id, name, role } };
    });
  }

  #commit(write: () => OperatorChange): OperatorChange {
    const { db, revisions } = this.#parts;
    const outcome = db.transaction(write).immediate();
    if (outcome.done) {
      revisions.bump('operators');
      revisions.bump('sessions');
    }
    return outcome;
  }

  async #hash(secret: Secret, name: string): Promise<string | Refused> {
    const weak = refuseSecret(secret, name);
    if (weak) return refused(weak);
    const hash = await this.#turns.take(() => this.#parts.hasher.hash(secret.text));
    return hash ?? refused('busy');
  }
}

function refused(refusal: OperatorRefusal): Refused {
  return { done: false, refusal };
}
