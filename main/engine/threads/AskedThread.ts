import { setTimeout as sleep } from 'node:timers/promises';
import { type Transferable, Worker } from 'node:worker_threads';

/** What can be asked of a thread: each method's request and answer. Both must survive structured cloning. */
type Calls<Methods> = { readonly [Name in keyof Methods]: { request: unknown; answer: unknown } };

export interface ThreadQuestion<Methods extends Calls<Methods>, Name extends keyof Methods> {
  readonly id: number;
  readonly method: Name;
  readonly request: Methods[Name]['request'];
}

/** Errors lose their class between threads, so the code travels as data. */
export type ThreadReply<Methods extends Calls<Methods>, Code extends string> =
  | { readonly id: number; readonly answer: Methods[keyof Methods]['answer'] }
  | { readonly id: number; readonly code: Code; readonly message: string };

/** Said to a thread that is asked to end: it answers nothing more, and goes when what it is at is done. */
export const END = null;

export interface ThreadParts<Methods extends Calls<Methods>, Code extends string> {
  readonly url: URL;
  /** An answer that takes longer is of no use to anyone, and the thread that owes it is given up. */
  readonly timeoutMs: { readonly [Name in keyof Methods]: number };
  readonly failed: (code: Code, message: string) => Error;
  /** For the questions that were open when the thread died, or when one of them took too long. */
  readonly lost: (reason: string, why: 'died' | 'tooLong') => Error;
  readonly closed: () => Error;
  /**
   * Asks the thread to end (`END`) instead of stopping it where it is. For threads that run native code on threads of its
   * own, like onnxruntime-node: its answer finds nobody there, and that ends the whole process.
   */
  readonly endsWhenAsked?: boolean;
  /** Milliseconds that `close` waits for a thread that doesn't end when it is asked to. */
  readonly patienceMs?: number;
  /**
   * A thread that nobody asked anything for so long is ended, and its memory given back; the next question starts
   * another. For work that comes a few times a day. Kept for good unless given.
   */
  readonly idleMs?: number;
}

const PATIENCE_MS = 15_000;

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The engine's end of a worker thread. The thread is started by the first question, and again by the first after it
 * died; every question is answered or rejected, also when the thread dies with it.
 */
export class AskedThread<Methods extends Calls<Methods>, Code extends string> {
  readonly #parts: ThreadParts<Methods, Code>;
  readonly #pending = new Map<number, Pending>();
  /** Threads that nobody asks any more and that have not ended yet. */
  readonly #leaving = new Set<Promise<unknown>>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #nextId = 1;
  #closed = false;

  constructor(parts: ThreadParts<Methods, Code>) {
    this.#parts = parts;
  }

  /** @param transfer what the thread takes over instead of a copy; it is gone here, also when the thread dies with it */
  ask<Name extends keyof Methods>(
    method: Name,
    request: Methods[Name]['request'],
    transfer: readonly Transferable[] = [],
  ): Promise<Methods[Name]['answer']> {
    if (this.#closed) return Promise.reject(this.#parts.closed());
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    return new Promise<Methods[Name]['answer']>((resolve, reject) => {
      const timer = setTimeout(
        () => this.#lose(worker, `no answer to ${String(method)} in time`, 'tooLong'),
        this.#parts.timeoutMs[method],
      );
      this.#pending.set(id, { resolve, reject, timer });
      // The thread keeps the process alive only while somebody waits for it.
      worker.ref();
      worker.postMessage({ id, method, request }, transfer);
    });
  }

  /** Questions that are still open are rejected at once. Resolves when the thread has ended, or hangs. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#rejectAll(this.#parts.closed());
    if (worker) this.#leave(worker);
    const patience = new AbortController();
    const { patienceMs = PATIENCE_MS } = this.#parts;
    // Also what keeps the process from ending around a thread at work.
    const waited = sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([this.ended(), waited]);
    patience.abort();
  }

  /** Resolves when every thread that was left has ended, however long that takes. */
  async ended(): Promise<void> {
    await Promise.all(this.#leaving);
  }

  #start(): Worker {
    const worker = new Worker(this.#parts.url);
    worker.on('message', (reply: ThreadReply<Methods, Code>) => this.#answered(worker, reply));
    worker.on('error', (error) =>
      this.#lose(worker, error instanceof Error ? error.message : String(error)),
    );
    worker.on('exit', (code) => this.#lose(worker, `it exited with code ${code}`));
    return worker;
  }

  #answered(worker: Worker, reply: ThreadReply<Methods, Code>): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    if (this.#pending.size === 0) this.#rest(worker);
    if ('code' in reply) pending.reject(this.#parts.failed(reply.code, reply.message));
    else pending.resolve(reply.answer as never);
  }

  #rest(worker: Worker): void {
    worker.unref();
    const { idleMs } = this.#parts;
    if (idleMs === undefined) return;
    this.#idle = setTimeout(() => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#leave(worker);
    }, idleMs).unref();
  }

  #lose(worker: Worker, reason: string, why: 'died' | 'tooLong' = 'died'): void {
    // A thread that was already replaced or closed has nobody waiting for it.
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#leave(worker);
    this.#rejectAll(this.#parts.lost(reason, why));
  }

  #leave(worker: Worker): void {
    const left = this.#parts.endsWhenAsked === true ? ended(worker) : worker.terminate();
    this.#leaving.add(left);
    void left.finally(() => this.#leaving.delete(left));
  }

  #rejectAll(error: Error): void {
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#pending.clear();
  }
}

async function ended(worker: Worker): Promise<void> {
  // One that has died says so no more.
  if (worker.threadId === -1) return;
  await new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
    worker.unref();
    worker.postMessage(END);
  });
}
