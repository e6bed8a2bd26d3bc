import { Worker } from 'node:worker_threads';
import { StorageError } from '../StorageError.ts';
import type { ReaderCalls, ReaderMethod, ReaderReply } from './readerMessages.ts';

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: StorageError) => void;
  readonly timer: NodeJS.Timeout;
}

/** A chart that takes longer is of no use to anyone; saving what is left of a damaged day may. */
const TIMEOUT_MS: Readonly<Record<ReaderMethod, number>> = {
  timeline: 30_000,
  latest: 30_000,
  repair: 600_000,
};

/**
 * The engine's end of the reader thread. The thread is started by the first question, and again by the first after it
 * died; every question is answered or rejected, also when the thread dies with it.
 */
export class ReaderThread {
  readonly #workerUrl: URL;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #nextId = 1;
  #closed = false;

  constructor(workerUrl: URL) {
    this.#workerUrl = workerUrl;
  }

  ask<Method extends ReaderMethod>(
    method: Method,
    request: ReaderCalls[Method]['request'],
  ): Promise<ReaderCalls[Method]['answer']> {
    if (this.#closed) return Promise.reject(closed());
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    return new Promise<ReaderCalls[Method]['answer']>((resolve, reject) => {
      const timer = setTimeout(
        () => this.#lose(worker, `no answer to ${method} in time`),
        TIMEOUT_MS[method],
      );
      this.#pending.set(id, { resolve, reject, timer });
      // The thread keeps the process alive only while somebody waits for it.
      worker.ref();
      worker.postMessage({ id, method, request });
    });
  }

  /** Questions that are still open are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#rejectAll(closed());
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#workerUrl);
    worker.on('message', (reply: ReaderReply) => this.#answered(worker, reply));
    worker.on('error', (error) =>
      this.#lose(worker, error instanceof Error ? error.message : String(error)),
    );
    worker.on('exit', (code) => this.#lose(worker, `it exited with code ${code}`));
    return worker;
  }

  #answered(worker: Worker, reply: ReaderReply): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    if (this.#pending.size === 0) worker.unref();
    if ('code' in reply) pending.reject(new StorageError(reply.code, reply.message));
    else pending.resolve(reply.answer as never);
  }

  #lose(worker: Worker, reason: string): void {
    // A thread that was already replaced or closed has nobody waiting for it.
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    this.#rejectAll(
      new StorageError(
        'readerFailed',
        `reading history failed: ${reason}. Ask again; recording goes on.`,
      ),
    );
  }

  #rejectAll(error: StorageError): void {
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#pending.clear();
  }
}

function closed(): StorageError {
  return new StorageError('closed', 'the telemetry store is closed');
}
