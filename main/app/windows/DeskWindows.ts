import type { BrowserWindow, Screen, WebContents } from 'electron';
import { SCREEN_LOCKED, SHOW_ALARM } from '#shared/desktop/bridge.ts';
import { WINDOW_KINDS, type WindowKind } from '#shared/desktop/windows.ts';
import type { StateFile } from '../StateFile.ts';
import {
  type Display,
  firstPlace,
  placeWindow,
  type Rectangle,
  type WindowPlace,
} from './windowPlaces.ts';

/** What a window is opened with, beside what every window has. */
export interface Opening {
  readonly kind: WindowKind;
  /** Null: where the system puts it. */
  readonly bounds: Rectangle | null;
  readonly fullScreen: boolean;
  readonly maximised: boolean;
}

export interface DeskWindowsParts {
  /** Makes the window and loads its page. */
  readonly open: (opening: Opening) => BrowserWindow;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching'>;
  readonly places: Pick<StateFile<WindowPlace[]>, 'read' | 'write'>;
}

/**
 * The windows of one desk, at most one of each kind. They come back at the next start where they were. With the desk's
 * own window the others close too: only that one makes a sound and takes acts.
 */
export class DeskWindows {
  readonly #parts: DeskWindowsParts;
  readonly #open = new Map<WindowKind, BrowserWindow>();
  readonly #places: Map<WindowKind, WindowPlace>;
  readonly #loaded = new WeakSet<WebContents>();
  /** An alarm that is shown as soon as the desk's page can hear of it. */
  #wanted: string | null = null;
  #locked = false;
  #closing = false;

  constructor(parts: DeskWindowsParts) {
    this.#parts = parts;
    this.#places = new Map(parts.places.read().map((place) => [place.kind, place]));
  }

  /** The desk first, then whatever else was open when the program ended. */
  restore(): void {
    this.open('desk');
    for (const kind of WINDOW_KINDS) if (this.#places.has(kind)) this.open(kind);
  }

  /** Brings it up when it is open already. */
  open(kind: WindowKind): BrowserWindow {
    const there = this.#open.get(kind);
    if (there && !there.isDestroyed()) {
      if (there.isMinimized()) there.restore();
      there.show();
      there.focus();
      return there;
    }
    const window = this.#parts.open(this.#opening(kind));
    this.#open.set(kind, window);
    this.#keepPlace(kind, window);
    return window;
  }

  /** Somebody opened a notification or a link: the desk comes up and shows the alarm. */
  showAlarm(alarmId: string): void {
    const { webContents } = this.open('desk');
    this.#wanted = alarmId;
    if (this.#loaded.has(webContents)) this.loaded(webContents);
  }

  /** A page can hear: what waited for it is told, and how things are. */
  loaded(page: WebContents): void {
    this.#loaded.add(page);
    if (this.#wanted !== null && this.#open.get('desk')?.webContents === page) {
      page.send(SHOW_ALARM, this.#wanted);
      this.#wanted = null;
    }
    if (this.#locked) page.send(SCREEN_LOCKED, true);
  }

  /** The operating system hid every page behind its lock, or no longer does. */
  screenLocked(locked: boolean): void {
    this.#locked = locked;
    for (const window of this.#live()) window.webContents.send(SCREEN_LOCKED, locked);
  }

  #live(): BrowserWindow[] {
    return [...this.#open.values()].filter((window) => !window.isDestroyed());
  }

  #opening(kind: WindowKind): Opening {
    const displays = this.#displays();
    const place = this.#places.get(kind);
    if (!place) return { kind, maximised: false, ...firstPlace(kind, displays) };
    const { fullScreen, maximised } = place;
    return { kind, fullScreen, maximised, bounds: placeWindow(place, displays).bounds };
  }

  #displays(): [Display, ...Display[]] {
    const { screen } = this.#parts;
    const primary = screen.getPrimaryDisplay();
    return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
  }

  #keepPlace(kind: WindowKind, window: BrowserWindow): void {
    const keep = () => {
      if (window.isDestroyed() || window.isMinimized()) return;
      const bounds = window.getNormalBounds();
      const { id, bounds: at } = this.#parts.screen.getDisplayMatching(window.getBounds());
      this.#places.set(kind, {
        kind,
        bounds,
        display: { id, bounds: at },
        fullScreen: window.isFullScreen(),
        maximised: window.isMaximized(),
      });
      this.#save();
    };
    window.on('moved', keep);
    window.on('resized', keep);
    window.on('maximize', keep);
    window.on('unmaximize', keep);
    window.on('enter-full-screen', keep);
    window.on('leave-full-screen', keep);
    window.on('close', () => {
      keep();
      // The program ends with the desk: what was open beside it is open again at the next start.
      if (kind === 'desk') this.#closing = true;
    });
    window.on('closed', () => {
      this.#open.delete(kind);
      if (kind === 'desk') {
        for (const other of this.#live()) other.close();
        return;
      }
      if (this.#closing) return;
      // Closed by a person: it stays closed.
      this.#places.delete(kind);
      this.#save();
    });
  }

  /** The program quits: windows that close now were not closed by a person. */
  quitting(): void {
    this.#closing = true;
  }

  #save(): void {
    this.#parts.places.write([...this.#places.values()]);
  }
}
