/** Keeps one link to the engine and one live subscription on it, for as long as the page is open. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FloorView, LiveEvent } from '#shared/contract/views.ts';
import { type Request, requester } from './engineClient.ts';
import type { Link, OpenLink } from './links.ts';
import { backOffMs, type Monitoring, monitoring, RELINK_AFTER_MS } from './staleness.ts';

/** Keys of the dictionary's `lost.reason`. */
export type LostReason = 'unreachable' | 'silent' | 'closed';

export interface ConnectionState {
  readonly monitoring: Monitoring;
  /** Monotonic time of the newest live event; null before the first. */
  readonly lastEventAt: number | null;
  readonly reason: LostReason;
  /** Attempts since the last live event. */
  readonly attempts: number;
  /** The desktop shell has stopped restarting the engine; only a person brings it back. */
  readonly gaveUp: boolean;
}

export interface ConnectionParts {
  readonly open: OpenLink;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly onFloors: (floors: readonly FloorView[]) => void;
  readonly onEvent: (event: LiveEvent) => void;
}

const OPEN_TIMEOUT_MS = 5_000;

export class EngineConnection {
  readonly state: StoreApi<ConnectionState>;
  readonly request: Request;
  readonly #parts: ConnectionParts;
  readonly #startedAt: number;
  #link: Link | null = null;
  #stopped = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#startedAt = parts.now();
    this.request = requester(() => this.#link?.client ?? null);
    this.state = createStore<ConnectionState>(() => ({
      monitoring: 'starting',
      lastEventAt: null,
      reason: 'unreachable',
      attempts: 0,
      gaveUp: false,
    }));
  }

  /** Runs until `stop`. Every failure ends in another attempt: a desk that gives up is a desk that is off. */
  async run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      this.state.setState((state) => ({ attempts: state.attempts + 1 }));
      const before = this.state.getState().lastEventAt;
      const reason = await this.#once();
      if (this.#stopped) return;
      this.state.setState({ reason });
      failures = this.state.getState().lastEventAt === before ? failures + 1 : 0;
      await this.#parts.wait(backOffMs(failures));
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#link?.close();
  }

  gaveUp(given: boolean): void {
    this.state.setState({ gaveUp: given });
  }

  /** Asks again for the floors: a device stands on one that the page has no plan of. */
  async refreshFloors(): Promise<void> {
    try {
      this.#parts.onFloors(
        await this.request((client, options) => client.desk.floors(undefined, options)),
      );
    } catch {
      // The next snapshot asks again.
    }
  }

  /** Called a few times a second: judges by the page's own clock, because a dead engine sends nothing to judge by. */
  tick(): void {
    const { lastEventAt } = this.state.getState();
    const now = this.#parts.now();
    const verdict = monitoring({ startedAt: this.#startedAt, lastEventAt }, now);
    if (verdict !== this.state.getState().monitoring) {
      this.state.setState(verdict === 'lost' ? { monitoring: verdict } : { monitoring: verdict });
    }
    if (this.#link !== null && now - this.#lastSign() >= RELINK_AFTER_MS) {
      this.state.setState({ reason: 'silent' });
      this.#link.close();
    }
  }

  #linkedAt = 0;

  #lastSign(): number {
    return Math.max(this.#linkedAt, this.state.getState().lastEventAt ?? 0);
  }

  async #once(): Promise<LostReason> {
    let link: Link;
    try {
      link = await this.#parts.open(AbortSignal.timeout(OPEN_TIMEOUT_MS));
    } catch {
      return 'unreachable';
    }
    this.#link = link;
    this.#linkedAt = this.#parts.now();
    try {
      await Promise.race([link.closed, this.#follow(link)]);
    } catch {
      // Whatever broke, the answer is the same: close and make a new link.
    } finally {
      this.#link = null;
      link.close();
    }
    return this.#parts.now() - this.#lastSign() >= RELINK_AFTER_MS ? 'silent' : 'closed';
  }

  async #follow(link: Link): Promise<void> {
    const floors = this.refreshFloors();
    // Without a signal: aborting writes to the link, and this ends only when the link has.
    const events = await link.client.desk.live();
    // The plans first, or the first snapshot's devices would stand on no floor for a moment.
    await floors;
    for await (const event of events) {
      // A link that was given up may still hand over what it had read.
      if (this.#link !== link) return;
      this.state.setState({
        lastEventAt: this.#parts.now(),
        monitoring: 'live',
        attempts: 0,
        gaveUp: false,
      });
      this.#parts.onEvent(event);
    }
  }
}
