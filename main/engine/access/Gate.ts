import { type Caller, mayActAs, type Role } from './Caller.ts';
import type { Operators } from './Operators.ts';

interface Refusals {
  readonly UNAUTHORIZED: () => Error;
  readonly FORBIDDEN: () => Error;
}

/** Decides, at every call and whatever transport brought it, who acts and whether they may. */
export class Gate {
  readonly #operators: Pick<Operators, 'resolve'>;

  constructor(operators: Pick<Operators, 'resolve'>) {
    this.#operators = operators;
  }

  /** @throws UNAUTHORIZED without a living session, FORBIDDEN when the person's role is below `least`. */
  require(session: string, errors: Refusals, least: Role = 'operator'): Caller {
    const caller = this.#operators.resolve(session);
    if (!caller) throw errors.UNAUTHORIZED();
    if (!mayActAs(caller.role, least)) throw errors.FORBIDDEN();
    return caller;
  }
}
