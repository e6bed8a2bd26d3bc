import type { MessagePortMain, UtilityProcess } from 'electron';
import type { Logger } from '#engine/log.ts';
import type { EngineCommand, EngineSettings } from './engineCommand.ts';
import { RestartBackoff } from './RestartBackoff.ts';

/** How long a quitting program waits for the last commit before it ends the engine by force. */
const STOP_TIMEOUT_MS = 10_000;

export interface EngineProcessOptions {
  /** Starts the built engine entry with `stdio: 'pipe'`. */
  readonly fork: () => UtilityProcess;
  readonly settings: EngineSettings;
  readonly log: Logger;
  /** Where the engine's own log lines go, as they came. */
  readonly output: { write(chunk: string): unknown };
  /** What the engine asks of the shell. @returns null for what is no question */
  readonly answer?: (message: unknown) => Promise<EngineCommand | null>;
  /** An engine process exists: pages may have ports again. */
  readonly onStarted: () => void;
  /** @param willRetryInMs null when the bound is reached and nothing will be tried any more. */
  readonly onLost: (willRetryInMs: number | null) => void;
}

type State =
  | { readonly is: 'stopped' }
  | { readonly is: 'running'; readonly child: UtilityProcess }
  | { readonly is: 'waiting'; readonly delayMs: number; readonly timer: NodeJS.Timeout }
  | { readonly is: 'gaveUp' };

/**
 * Keeps one engine process alive, within bounds. The engine has a process of its own so that its crash costs the
 * desk a second and not the window, and a hanging window costs no reading.
 */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #backoff = new RestartBackoff();
  #state: State = { is: 'stopped' };

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#state.is === 'running') return;
    if (this.#state.is === 'waiting') clearTimeout(this.#state.timer);
    const startedAt = performance.now();
    const child = this.#options.fork();
    this.#state = { is: 'running', child };
    for (const stream of [child.stdout, child.stderr]) {
      // Decoding by stream and not by chunk: a chunk may end inside a Korean character.
      stream?.setEncoding('utf8').on('data', (text: string) => this.#options.output.write(text));
    }
    // Without a listener Node would throw this in the shell; `exit` follows and decides what happens.
    child.on('error', (type, location) => {
      this.#options.log.error({ type, location }, 'the engine hit a fatal error');
    });
    child.on('message', (message: unknown) => this.#answer(child, message));
    child.once('exit', (code) => this.#exited(child, code, performance.now() - startedAt));
    this.#post({ type: 'start', settings: this.#options.settings });
    this.#options.onStarted();
  }

  /** A person's wish after the bound was reached; does nothing while an engine runs or is due. */
  restart(): void {
    if (this.#state.is !== 'gaveUp') return;
    this.#backoff.reset();
    this.start();
  }

  /** @returns false when there is no engine to take the port. */
  connect(port: MessagePortMain): boolean {
    return this.#post({ type: 'client' }, [port]);
  }

  resumed(): void {
    this.#post({ type: 'resumed' });
  }

  isRunning(): boolean {
    return this.#state.is === 'running';
  }

  /** For a page that asks while there is no engine: the wait of the attempt that is due, null after giving up. */
  retryDelayMs(): number | null {
    return this.#state.is === 'waiting' ? this.#state.delayMs : null;
  }

  /** Asks the engine to close its files; ends it by force when it does not within `STOP_TIMEOUT_MS`. Never rejects. */
  async stop(): Promise<void> {
    const state = this.#state;
    if (state.is === 'waiting') clearTimeout(state.timer);
    this.#state = { is: 'stopped' };
    if (state.is !== 'running') return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => {
        this.#options.log.error('the engine did not stop in time and is ended by force');
        state.child.kill();
        // A process that ignores even this must not keep the program from quitting.
        resolve();
      }, STOP_TIMEOUT_MS);
      state.child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      state.child.postMessage({ type: 'shutdown' } satisfies EngineCommand);
    });
  }

  #post(command: EngineCommand, ports: MessagePortMain[] = []): boolean {
    if (this.#state.is !== 'running') return false;
    this.#state.child.postMessage(command, ports);
    return true;
  }

  async #answer(child: UtilityProcess, message: unknown): Promise<void> {
    const answer = (await this.#options.answer?.(message)) ?? null;
    // Asked by an engine that is gone meanwhile: its successor has questions of its own.
    if (answer === null || this.#state.is !== 'running' || this.#state.child !== child) return;
    child.postMessage(answer);
  }

  #exited(child: UtilityProcess, code: number, aliveMs: number): void {
    if (this.#state.is !== 'running' || this.#state.child !== child) return;
    const delayMs = this.#backoff.afterFailure(aliveMs);
    this.#options.log.error({ code, aliveMs, willRetryInMs: delayMs }, 'the engine is gone');
    if (delayMs === null) {
      this.#state = { is: 'gaveUp' };
    } else {
      const timer = setTimeout(() => this.start(), delayMs);
      this.#state = { is: 'waiting', delayMs, timer };
    }
    this.#options.onLost(delayMs);
  }
}
