import type { MessageChannelMain, WebContents } from 'electron';
import { ENGINE_LOST, ENGINE_PORT } from '#shared/desktop/bridge.ts';
import type { EngineProcess } from './EngineProcess.ts';

type Engine = Pick<EngineProcess, 'connect' | 'isRunning' | 'retryDelayMs'>;

/**
 * Gives each page a port straight to the engine, now and after every restart. Telemetry then flows between those two
 * processes and never through this one.
 */
export class PageLink {
  readonly #engine: Engine;
  readonly #openChannel: () => MessageChannelMain;
  readonly #pages = new Set<WebContents>();

  constructor(engine: Engine, openChannel: () => MessageChannelMain) {
    this.#engine = engine;
    this.#openChannel = openChannel;
  }

  /** The page listens from now on and is told at once how things stand. */
  pageAsked(page: WebContents): void {
    this.#pages.add(page);
    if (this.#engine.isRunning()) this.#handOver(page);
    else page.send(ENGINE_LOST, this.#engine.retryDelayMs());
  }

  /** The page crashed or loads anew: it asks again when it can listen. */
  pageGone(page: WebContents): void {
    this.#pages.delete(page);
  }

  engineStarted(): void {
    for (const page of this.#livePages()) this.#handOver(page);
  }

  engineLost(willRetryInMs: number | null): void {
    for (const page of this.#livePages()) page.send(ENGINE_LOST, willRetryInMs);
  }

  #handOver(page: WebContents): void {
    const { port1, port2 } = this.#openChannel();
    this.#engine.connect(port1);
    page.postMessage(ENGINE_PORT, null, [port2]);
  }

  #livePages(): WebContents[] {
    for (const page of this.#pages) if (page.isDestroyed()) this.#pages.delete(page);
    return [...this.#pages];
  }
}
