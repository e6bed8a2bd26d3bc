import type { Least } from '#shared/contract/leastRoles.ts';
import { type Caller, mayActAs, type Role } from './Caller.ts';
import type { Sessions } from './Sessions.ts';

interface Refusals {
  readonly UNAUTHORIZED: () => Error;
  readonly FORBIDDEN: () => Error;
}

/** Decides, at every call and whatever transport brought it, who acts and whether they may. */
export class Gate {
  readonly #sessions: Pick<Sessions, 'resolve' | 'acted'>;

  constructor(sessions: Pick<Sessions, 'resolve' | 'acted'>) {
    this.#sessions = sessions;
  }

  /** @throws UNAUTHORIZED without a living session, FORBIDDEN when the person's role is below `least`. */
  require(session: string, errors: Refusals, least: Role = 'operator'): Caller {
    const caller = this.check(session, errors, least);
    this.#sessions.acted(session);
    return caller;
  }

  /** The same for a look: a page that fetches a list by itself is no act of its operator. */
  check(session: unknown, errors: Refusals, least: Role = 'operator'): Caller {
    const caller = typeof session === 'string' ? this.#sessions.resolve(session) : undefined;
    if (!caller) throw errors.UNAUTHORIZED();
    if (!mayActAs(caller.role, least)) throw errors.FORBIDDEN();
    return caller;
  }

  /** What the table of least roles asks of a call, before anything else is looked at. */
  guard(least: Least, input: unknown, errors: Refusals): void {
    if (least === 'anyone') return;
    const session =
      typeof input === 'object' && input !== null && 'session' in input ? input.session : undefined;
    this.check(session, errors, least);
  }
}
