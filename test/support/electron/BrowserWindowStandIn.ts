import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Rectangle,
  WebPreferences,
} from 'electron';
import { type BrowserParts, WebContentsStandIn } from './WebContentsStandIn.ts';

type Surface = Pick<
  BrowserWindow,
  | 'loadURL'
  | 'isDestroyed'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'show'
  | 'focus'
  | 'close'
  | 'getBounds'
  | 'getNormalBounds'
  | 'isFullScreen'
  | 'isMaximized'
  | 'maximize'
>;

/** What a page must have to be safe, written out: an option left away is refused like a wrong one. */
const REQUIRED = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  plugins: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
} as const satisfies WebPreferences;

const FORBIDDEN = [
  'enableBlinkFeatures',
  'additionalArguments',
] as const satisfies readonly (keyof WebPreferences)[];

/** @throws for the first preference that would leave a page unsafe. */
export function checkWebPreferences(preferences: WebPreferences = {}, packaged: boolean): void {
  for (const [name, value] of Object.entries(REQUIRED)) {
    const actual = preferences[name as keyof typeof REQUIRED];
    if (actual !== value) throw new Error(`unsafe webPreferences: ${name} is ${String(actual)}`);
  }
  for (const name of FORBIDDEN) {
    if (preferences[name] !== undefined) throw new Error(`unsafe webPreferences: ${name} is set`);
  }
  if (packaged && preferences.devTools !== false) {
    throw new Error('unsafe webPreferences: devTools in a packaged program');
  }
  const { preload } = preferences;
  if (preload === undefined || !isAbsolute(preload) || !existsSync(preload)) {
    throw new Error(`no preload at ${String(preload)}`);
  }
}

export interface WindowHost extends BrowserParts {
  readonly packaged: () => boolean;
  readonly opened: (window: BrowserWindowStandIn) => void;
  readonly closed: (window: BrowserWindowStandIn) => void;
}

export class BrowserWindowStandIn extends EventEmitter implements Surface {
  readonly webContents: WebContentsStandIn;
  readonly options: BrowserWindowConstructorOptions;
  focusCount = 0;
  shown = 0;
  readonly #host: WindowHost;
  #minimized = false;
  #maximised = false;
  #fullScreen: boolean;
  #bounds: Rectangle;

  constructor(host: WindowHost, options: BrowserWindowConstructorOptions = {}) {
    super();
    checkWebPreferences(options.webPreferences, host.packaged());
    this.#host = host;
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600, fullscreen = false } = options;
    this.#bounds = { x, y, width, height };
    this.#fullScreen = fullscreen;
    this.webContents = new WebContentsStandIn(host, options);
    host.opened(this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  minimize(): void {
    this.#minimized = true;
  }

  restore(): void {
    this.#minimized = false;
  }

  show(): void {
    this.shown += 1;
  }

  getBounds(): Rectangle {
    return this.#bounds;
  }

  getNormalBounds(): Rectangle {
    return this.#bounds;
  }

  isFullScreen(): boolean {
    return this.#fullScreen;
  }

  isMaximized(): boolean {
    return this.#maximised;
  }

  maximize(): void {
    this.#maximised = true;
    this.emit('maximize');
  }

  /** A person drags it somewhere. */
  moveTo(bounds: Rectangle): void {
    this.#bounds = bounds;
    this.emit('moved');
  }

  /** A person presses F11. */
  setFullScreen(on: boolean): void {
    this.#fullScreen = on;
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
  }

  focus(): void {
    this.focusCount += 1;
  }

  close(): void {
    if (this.isDestroyed()) return;
    this.emit('close', {});
    this.webContents.destroy();
    this.emit('closed');
    this.#host.closed(this);
  }
}
