import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { MessagePort } from 'node:worker_threads';
import type { ContextBridge, IpcRenderer } from 'electron';

/** What a page sees of a message posted to its window. */
export interface PageMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly ports: readonly MessagePort[];
}

type PreloadListener = (
  event: { readonly ports: readonly MessagePort[] },
  ...args: unknown[]
) => void;
type Send = (channel: string, args: readonly unknown[]) => void;

/**
 * A renderer process: the built preload in a context where only `require('electron')` works and only what a preload
 * needs exists, and the page's world, which is the test.
 */
export class PageStandIn {
  /** What `contextBridge` put into the page's world. */
  readonly exposed: Record<string, unknown> = {};
  readonly #messages: PageMessage[] = [];
  readonly #waiting: ((message: PageMessage) => void)[] = [];
  readonly #listeners = new Map<string, PreloadListener[]>();

  constructor(address: string, preload: string, send: Send) {
    const url = new URL(address);
    // Node calls the origin of a scheme that it doesn't know "null"; Chromium knows it as a standard scheme.
    const origin = `${url.protocol}//${url.host}`;
    const window = {
      location: { href: address, origin },
      postMessage: (message: unknown, target: string, transfer: MessagePort[] = []) => {
        if (target === '*' || target === origin) this.#post(message, origin, transfer);
      },
    };
    const electron = {
      contextBridge: { exposeInMainWorld: (key, api) => this.#expose(key, api) } satisfies Pick<
        ContextBridge,
        'exposeInMainWorld'
      >,
      ipcRenderer: {
        on: (channel: string, listener: PreloadListener) => {
          this.#listeners.set(channel, [...(this.#listeners.get(channel) ?? []), listener]);
        },
        send: (channel, ...args) => send(channel, structuredClone(args)),
      } satisfies Pick<IpcRenderer, 'send'> & Record<'on', unknown>,
    };
    const require = (name: string): unknown => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return electron;
    };
    const context = createContext({ window, require, module: { exports: {} }, exports: {} });
    runInContext(readFileSync(preload, 'utf8'), context, { filename: preload });
  }

  /** The next message that reached the page, in order; waits for one that is still to come. */
  next(): Promise<PageMessage> {
    const message = this.#messages.shift();
    if (message) return Promise.resolve(message);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Messages that arrived and were not asked for. */
  get unread(): number {
    return this.#messages.length;
  }

  /** From the main process. Arguments are copies, and a channel that nobody listens to is a mistake. */
  deliver(channel: string, args: readonly unknown[], ports: readonly MessagePort[] = []): void {
    const listeners = this.#listeners.get(channel);
    if (!listeners) throw new Error(`the preload has no listener for ${channel}`);
    for (const listener of listeners) listener({ ports }, ...structuredClone(args));
  }

  #expose(key: string, api: unknown): void {
    if (key in this.exposed) throw new Error(`${key} is exposed already`);
    if (typeof api !== 'object' || api === null) throw new Error(`${key} is no object`);
    // Functions cross as proxies whose arguments and results are copied; all else is copied.
    this.exposed[key] = Object.fromEntries(
      Object.entries(api).map(([name, value]) => [
        name,
        typeof value === 'function' ? proxy(value) : structuredClone(value),
      ]),
    );
  }

  #post(message: unknown, origin: string, transfer: MessagePort[]): void {
    const { data, ports } = structuredClone(
      { data: message, ports: [...transfer] },
      { transfer: [...transfer] },
    );
    const received: PageMessage = { data, origin, ports };
    const waiter = this.#waiting.shift();
    if (waiter) waiter(received);
    else this.#messages.push(received);
  }
}

function proxy(target: (...args: unknown[]) => unknown) {
  return (...args: unknown[]): unknown => structuredClone(target(...structuredClone(args)));
}
