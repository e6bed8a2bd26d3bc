import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { DeskCalls, DeskReply } from './messages.ts';

const LAST_LINES = 20;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The soak's end of the process in which its desk runs. Every question is answered, or rejected when the desk dies. */
export class SoakDesk {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #lastLines: string[] = [];
  #nextId = 1;
  /** What the desk logged, warnings and worse. */
  warnings = 0;

  constructor() {
    this.#process = fork(new URL('./deskProcess.ts', import.meta.url), {
      execArgv: ['--max-semi-space-size=8', '--expose-gc'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#process.on('message', (reply: DeskReply) => this.#answered(reply));
    this.#process.on('exit', (code, signal) => this.#died(`${code ?? signal}`));
    createInterface({ input: this.#process.stderr! }).on('line', (line) => {
      this.warnings++;
      this.#lastLines.push(line);
      if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift();
    });
  }

  get pid(): number {
    return this.#process.pid!;
  }

  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  ask<Name extends keyof DeskCalls>(
    method: Name,
    request: DeskCalls[Name]['request'],
  ): Promise<DeskCalls[Name]['answer']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#process.send({ id, method, request });
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    await this.ask('stop', null);
    await gone;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #answered(reply: DeskReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('problem' in reply) waiting?.reject(new Error(reply.problem));
    else waiting?.resolve(reply.answer);
  }

  #died(how: string): void {
    const error = new Error(`the desk ended (${how}):\n${this.#lastLines.join('\n')}`);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
