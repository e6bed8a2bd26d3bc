/**
 * Who is on duty at this window. Seeing needs nobody; every act names a person.
 *
 * The session is kept in `sessionStorage`: it survives a reload, and ends with the window, so that whoever opens the
 * desk next isn't acting in the name of the shift before. The desk's name is a place and stays in `localStorage`.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OperatorView } from '#shared/contract/views.ts';
import { failureOf, type Request } from './engineClient.ts';

const SESSION_KEY = 'emberwatch.session';
const DESK_KEY = 'emberwatch.desk';

export interface SessionState {
  readonly session: string | null;
  readonly operator: OperatorView | null;
  readonly desk: string | null;
  /** Set while the sign-on dialog is open, with why. */
  readonly asking: 'chosen' | 'needed' | 'expired' | null;
}

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

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.state = createStore<SessionState>(() => ({
      session: parts.windowStorage.getItem(SESSION_KEY),
      operator: null,
      desk: parts.placeStorage.getItem(DESK_KEY),
      asking: null,
    }));
  }

  /** After a reload or a new link: learns whose session this is, and forgets it when it has ended. */
  async recognise(): Promise<void> {
    const { session } = this.state.getState();
    if (session === null) return;
    try {
      const operator = await this.#parts.request((client, options) =>
        client.operators.whoAmI({ session }, options),
      );
      this.state.setState({ operator });
    } catch (error) {
      if (failureOf(error).code === 'unauthorized') this.#forget();
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

  ask(): void {
    this.state.setState({ asking: 'chosen' });
  }

  async signOn(operatorId: string, desk: string): Promise<void> {
    const { session, operator } = await this.#parts.request((client, options) =>
      client.operators.signOn({ operatorId, desk }, options),
    );
    this.#parts.windowStorage.setItem(SESSION_KEY, session);
    this.#parts.placeStorage.setItem(DESK_KEY, desk);
    this.state.setState({ session, operator, desk, asking: null });
    this.#answer(session);
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

  #forget(): void {
    this.#parts.windowStorage.removeItem(SESSION_KEY);
    this.state.setState({ session: null, operator: null });
  }

  #answer(session: string | null): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(session);
  }
}
