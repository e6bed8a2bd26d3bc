/** Whether this page can be seen, and what keeps the screen from going dark. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DisplayState } from '#shared/annunciation/seat.ts';

/** A page that counts as visible and was not drawn for this long is not on any screen. */
const UNDRAWN_MS = 10_000;
/** After a refusal. */
const ASK_AGAIN_MS = 30_000;

type Page = Pick<Window, 'requestAnimationFrame'> & {
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener'>;
  readonly navigator: { readonly wakeLock?: WakeLock };
};

export interface Display {
  readonly display: DisplayState;
  /** Whether the browser holds the screen awake; null where it can't be asked to. */
  readonly awake: boolean | null;
}

export class DisplayWatch {
  readonly state: StoreApi<Display>;
  readonly #page: Page;
  /** Monotonic milliseconds. */
  readonly #now: () => number;
  #drawnAt: number;
  #waiting = false;
  #asking = false;
  #askAt = Number.NEGATIVE_INFINITY;
  #locked = false;

  constructor(page: Page, now: () => number) {
    this.#page = page;
    this.#now = now;
    this.#drawnAt = now();
    this.state = createStore<Display>(() => ({
      display: 'visible',
      awake: page.navigator.wakeLock === undefined ? null : false,
    }));
    page.document.addEventListener('visibilitychange', () => {
      // What was not drawn while it was hidden says nothing about now.
      this.#drawnAt = now();
      this.tick();
    });
  }

  /** The desktop shell says that the operating system's lock hides the page: it is drawn and nobody sees it. */
  screenLocked(locked: boolean): void {
    this.#locked = locked;
    this.tick();
  }

  /** Called a few times a second, also while the page is hidden. */
  tick(): void {
    const visible = this.#page.document.visibilityState === 'visible';
    if (visible) {
      this.#expectFrame();
      this.#keepAwake();
    }
    const display = !visible
      ? 'hidden'
      : this.#locked || this.#now() - this.#drawnAt >= UNDRAWN_MS
        ? 'asleep'
        : 'visible';
    if (display !== this.state.getState().display) this.state.setState({ display });
  }

  #expectFrame(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#page.requestAnimationFrame(() => {
      this.#waiting = false;
      this.#drawnAt = this.#now();
    });
  }

  /** The browser lets go of it whenever the page is hidden, so it is asked for again. */
  async #keepAwake(): Promise<void> {
    const { wakeLock } = this.#page.navigator;
    if (wakeLock === undefined || this.#asking || this.state.getState().awake === true) return;
    if (this.#now() < this.#askAt) return;
    this.#asking = true;
    try {
      const lock = await wakeLock.request('screen');
      this.state.setState({ awake: true });
      lock.addEventListener('release', () => this.state.setState({ awake: false }), { once: true });
    } catch {
      // For a low battery, or by a policy. It is shown meanwhile.
      this.#askAt = this.#now() + ASK_AGAIN_MS;
    } finally {
      this.#asking = false;
    }
  }
}
