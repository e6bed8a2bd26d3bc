/**
 * Who is on duty at this window. Seeing needs nobody; every act names a person.
 *
 * The session is kept in `sessionStorage`: it survives a reload, and ends with the window, so that whoever opens the
 * desk next isn't acting in the name of the shift before. The desk's name is a place and stays in `localStorage`, and
 * so does who signed on here last, who is the most likely to do it again.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Secret } from '#shared/access/secret.ts';
import type { SignedOnView, SignOnAnswer } from '#shared/contract/operatorViews.ts';
import { failureOf, type Request } from './engineClient.ts';

const SESSION_KEY = 'emberwatch.session';
const DESK_KEY = 'emberwatch.desk';
const LAST_OPERATOR_KEY = 'emberwatch.lastOperator';

/** Why the dialog is open: somebody wants to act, or has to, or hands over, or changes their own secret. */
export type Asking = 'chosen' | 'needed' | 'expired' | 'handOver' | 'changeSecret';

export interface SessionState {
  readonly session: string | null;
  readonly operator: SignedOnView | null;
  readonly desk: string | null;
  readonly lastOperatorId: string | null;
  /** Set while the sign-on dialog is open, with why. */
  readonly asking: Asking | null;
  /** The shift was ended elsewhere, and nobody has looked since. */
  readonly ended: boolean;
}

export type Refusal = Extract<SignOnAnswer, { done: false }>;

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface SessionParts {
  readonly request: Request;
  readonly windowStorage: Store;
  readonly placeStorage: Store;
}

export class DeskSession {
  readonly state: StoreApi<SessionState>;
  readonly #parts: SessionParts;
  #waiting: ((session: string | null) => void)[] = [];
  /** While a session is being exchanged for another, the old one's end is no news. */
  #exchanging = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.state = createStore<SessionState>(() => ({
      session: parts.windowStorage.getItem(SESSION_KEY),
      operator: null,
      desk: parts.placeStorage.getItem(DESK_KEY),
      lastOperatorId: parts.placeStorage.getItem(LAST_OPERATOR_KEY),
      asking: null,
      ended: false,
    }));
  }

  /**
   * After a reload or a new link, and whenever sessions changed: learns whose session this is and with which role, and
   * forgets it when it has ended.
   */
  async recognise(): Promise<void> {
    const { session } = this.state.getState();
    if (session === null || this.#exchanging) return;
    const isStill = () => this.state.getState().session === session && !this.#exchanging;
    try {
      const operator = await this.#parts.request((client, options) =>
        client.operators.whoAmI({ session }, options),
      );
      if (isStill()) this.state.setState({ operator });
    } catch (error) {
      if (failureOf(error).code !== 'unauthorized' || !isStill()) return;
      this.#forget();
      this.state.setState({ ended: true });
    }
  }

  /** @returns the session, asking for a sign-on first when there is none; null when the operator declines. */
  require(): Promise<string | null> {
    const { session, asking } = this.state.getState();
    if (session !== null) return Promise.resolve(session);
    if (asking === null) this.state.setState({ asking: 'needed' });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The engine no longer knows the session: forget it and ask again. */
  expire(): void {
    this.#forget();
    this.state.setState({ asking: 'expired' });
  }

  ask(why: 'chosen' | 'handOver' | 'changeSecret' = 'chosen'): void {
    this.state.setState({ asking: why });
  }

  /** @returns why not; null once the shift has begun. */
  signOn(operatorId: string, secret: string, desk: string): Promise<Refusal | null> {
    return this.#exchange(
      desk,
      this.#parts.request((client, options) =>
        client.operators.signOn({ operatorId, secret, desk }, options),
      ),
    );
  }

  /** The first start. */
  makeAdministrator(name: string, secret: Secret, desk: string): Promise<Refusal | null> {
    return this.#exchange(
      desk,
      this.#parts.request((client, options) =>
        client.operators.makeAdministrator({ name, secret, desk }, options),
      ),
    );
  }

  /** The next person takes over this desk; nothing else on the screen changes. */
  async handOver(operatorId: string, secret: string): Promise<Refusal | null> {
    const { session, desk } = this.state.getState();
    const here = desk ?? '';
    if (session === null) return this.signOn(operatorId, secret, here);
    try {
      return await this.#exchange(
        here,
        this.#parts.request((client, options) =>
          client.operators.handOver({ session, operatorId, secret }, options),
        ),
      );
    } catch (error) {
      if (failureOf(error).code !== 'unauthorized') throw error;
      // The shift had ended already, so there is nobody left to take over from.
      return this.signOn(operatorId, secret, here);
    }
  }

  async changeSecret(current: string, secret: Secret): Promise<Refusal | null> {
    const { session, desk } = this.state.getState();
    if (session === null) return null;
    return this.#exchange(
      desk ?? '',
      this.#parts.request((client, options) =>
        client.operators.changeSecret({ session, current, secret }, options),
      ),
    );
  }

  cancel(): void {
    this.state.setState({ asking: null });
    this.#answer(null);
  }

  async signOff(): Promise<void> {
    const { session } = this.state.getState();
    // Forgotten here first: an engine that can't be reached must not keep somebody on duty at this window.
    this.#forget();
    if (session === null) return;
    await this.#parts
      .request((client, options) => client.operators.signOff({ session }, options))
      .catch(() => null);
  }

  async #exchange(desk: string, asked: Promise<SignOnAnswer>): Promise<Refusal | null> {
    this.#exchanging = true;
    try {
      const answer = await asked;
      if (!answer.done) return answer;
      const { session, operator } = answer;
      this.#parts.windowStorage.setItem(SESSION_KEY, session);
      this.#parts.placeStorage.setItem(DESK_KEY, desk);
      this.#parts.placeStorage.setItem(LAST_OPERATOR_KEY, operator.id);
      const lastOperatorId = operator.id;
      this.state.setState({ session, operator, desk, lastOperatorId, asking: null, ended: false });
      this.#answer(session);
      return null;
    } finally {
      this.#exchanging = false;
    }
  }

  #forget(): void {
    this.#parts.windowStorage.removeItem(SESSION_KEY);
    this.state.setState({ session: null, operator: null, ended: false });
  }

  #answer(session: string | null): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(session);
  }
}
