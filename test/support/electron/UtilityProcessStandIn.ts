import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { ForkOptions, MessagePortMain, UtilityProcess } from 'electron';
import { detachAll } from './MessagePortStandIn.ts';

type Surface = Pick<UtilityProcess, 'postMessage' | 'kill' | 'stdout' | 'stderr'>;

/** What a POSIX system reports of a process that was told to end (128 + SIGTERM). */
const KILLED = 143;

/** A `utilityProcess` that is a worker thread: its own event loop, a parent port, and an exit code. */
export class UtilityProcessStandIn extends EventEmitter implements Surface {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Resolves with the exit code once the `exit` listeners ran. */
  readonly exited: Promise<number>;
  readonly #worker: Worker;
  #output = '';
  #killed = false;

  constructor(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}) {
    super();
    if (!isAbsolute(modulePath) || !existsSync(modulePath)) {
      throw new Error(`no entry at ${modulePath}`);
    }
    const piped = options.stdio === 'pipe';
    this.#worker = new Worker(new URL('./utilityWorker.ts', import.meta.url), {
      argv: [...args],
      workerData: { modulePath },
      stdout: piped,
      stderr: piped,
    });
    this.stdout = piped ? this.#worker.stdout : null;
    this.stderr = piped ? this.#worker.stderr : null;
    this.stdout?.on('data', (chunk) => {
      this.#output += String(chunk);
      this.emit('stand-in:output');
    });
    this.#worker.on('message', (message: unknown) => this.emit('message', message));
    // What ends a thread with an error ends a process with code 1, which `exit` reports.
    this.#worker.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      this.#worker.once('exit', (threadCode) => {
        // A thread that is terminated early reports 0, which of a process would mean that all went well.
        const code = this.#killed ? KILLED : threadCode;
        this.emit('exit', code);
        resolve(code);
      });
    });
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    const ports = detachAll(transfer);
    this.#worker.postMessage({ message, ports }, ports);
  }

  kill(): boolean {
    this.#killed = true;
    void this.#worker.terminate();
    return true;
  }

  /** Resolves once the process has written the text. */
  async said(text: string): Promise<void> {
    while (!this.#output.includes(text)) await once(this, 'stand-in:output');
  }
}
