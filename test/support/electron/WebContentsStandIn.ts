import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  MessagePortMain,
  RenderProcessGoneDetails,
  WebContents,
  WebFrameMain,
} from 'electron';
import type { IpcMainStandIn } from './IpcMainStandIn.ts';
import { detachAll } from './MessagePortStandIn.ts';
import { PageStandIn } from './PageStandIn.ts';
import type { ProtocolStandIn } from './ProtocolStandIn.ts';

type Surface = Pick<
  WebContents,
  | 'send'
  | 'postMessage'
  | 'isDestroyed'
  | 'setWindowOpenHandler'
  | 'forcefullyCrashRenderer'
  | 'setAudioMuted'
>;
type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

/** As much of a frame as a sender check looks at. */
export type Frame = Pick<WebFrameMain, 'url' | 'parent'> | null;

export interface BrowserParts {
  readonly ipcMain: IpcMainStandIn;
  readonly protocol: ProtocolStandIn;
}

/** A page's owner in the main process. `attempt…` and `send…As` are the moves of an attacker. */
export class WebContentsStandIn extends EventEmitter implements Surface {
  /** The page of the last load; none before, after a crash, and when loading failed. */
  page: PageStandIn | undefined;
  readonly loads: string[] = [];
  muted = false;
  readonly #parts: BrowserParts;
  readonly #preload: string;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #destroyed = false;

  constructor(parts: BrowserParts, { webPreferences }: BrowserWindowConstructorOptions) {
    super();
    this.#parts = parts;
    this.#preload = webPreferences?.preload ?? '';
  }

  async load(url: string): Promise<void> {
    this.loads.push(url);
    this.page = undefined;
    const response = await this.#parts.protocol.fetch(url).catch(() => undefined);
    if (!response?.ok) {
      this.emit('did-fail-load', {}, -2, 'ERR_FAILED', url, true);
      throw new Error(`ERR_FAILED (-2) loading '${url}'`);
    }
    this.page = new PageStandIn(url, this.#preload, (channel, args) => {
      this.sendAs({ url, parent: null }, channel, ...args);
    });
    this.emit('did-finish-load');
  }

  send(channel: string, ...args: unknown[]): void {
    this.page?.deliver(channel, structuredClone(args));
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    this.page?.deliver(channel, [structuredClone(message)], detachAll(transfer));
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setAudioMuted(muted: boolean): void {
    this.muted = muted;
  }

  destroy(): void {
    this.#destroyed = true;
    this.page = undefined;
    this.emit('destroyed');
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  forcefullyCrashRenderer(): void {
    this.crash('killed');
  }

  crash(reason: RenderProcessGoneDetails['reason'] = 'crashed'): void {
    this.page = undefined;
    const details: RenderProcessGoneDetails = { reason, exitCode: 1 };
    this.emit('render-process-gone', {}, details);
  }

  /** @returns whether the page may go there. */
  attemptNavigation(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    url: string,
  ): boolean {
    return this.#allowed(event, { url, isMainFrame: event !== 'will-frame-navigate' });
  }

  /** @returns whether a `<webview>` may be attached. */
  attemptWebview(): boolean {
    return this.#allowed('will-attach-webview', {});
  }

  /** @returns whether `window.open` opens anything. */
  attemptWindow(url: string): boolean {
    const details = { url, frameName: '', features: '', disposition: 'new-window' as const };
    return (
      this.#openHandler({ ...details, referrer: { url: '', policy: 'default' } }).action === 'allow'
    );
  }

  /** A message from any frame of this page, ours or not. */
  sendAs(frame: Frame, channel: string, ...args: unknown[]): void {
    this.#parts.ipcMain.receive(channel, { sender: this, senderFrame: frame }, args);
  }

  #allowed(event: string, details: object): boolean {
    let allowed = true;
    this.emit(event, {
      ...details,
      preventDefault: () => {
        allowed = false;
      },
    });
    return allowed;
  }
}
