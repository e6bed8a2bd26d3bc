import type { MessageChannelMain, WebContents } from 'electron';
import { ENGINE_LOST, ENGINE_PORT } from '#shared/desktop/bridge.ts';
import type { EngineProcess } from './EngineProcess.ts';

type Engine = Pick<EngineProcess, 'connect' | 'isRunning' | 'retryDelayMs'>;

/**
 * Gives the page a port straight to the engine, now and after every restart. Telemetry then flows between those two
 * processes and never through this one.
 */
export class PageLink {
  readonly #engine: Engine;
  readonly #openChannel: () => MessageChannelMain;
  #page: WebContents | undefined;

  constructor(engine: Engine, openChannel: () => MessageChannelMain) {
    this.#engine = engine;
    this.#openChannel = openChannel;
  }

  /** The page listens from now on and is told at once how things stand. */
  pageAsked(page: WebContents): void {
    this.#page = page;
    if (this.#engine.isRunning()) this.#handOver(page);
    else page.send(ENGINE_LOST, this.#engine.retryDelayMs());
  }

  /** The page crashed or loads anew: it asks again when it can listen. */
  pageGone(): void {
    this.#page = undefined;
  }

  engineStarted(): void {
    const page = this.#livePage();
    if (page) this.#handOver(page);
  }

  engineLost(willRetryInMs: number | null): void {
    this.#livePage()?.send(ENGINE_LOST, willRetryInMs);
  }

  #handOver(page: WebContents): void {
    const { port1, port2 } = this.#openChannel();
    this.#engine.connect(port1);
    page.postMessage(ENGINE_PORT, null, [port2]);
  }

  #livePage(): WebContents | undefined {
    return this.#page?.isDestroyed() ? undefined : this.#page;
  }
}
