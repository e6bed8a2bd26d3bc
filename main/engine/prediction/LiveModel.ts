import type { Logger } from '../log.ts';
import { BackOff } from '../sources/BackOff.ts';
import { ModelError, problemOf } from './ModelError.ts';
import { type ModelRun, ModelThread, type ModelThreadOptions } from './ModelThread.ts';
import type { ModelFile, ModelProblem, ModelRead } from './readModelFile.ts';

/** Reads the model's file, again at each attempt: it may have been put there meanwhile. */
export type ModelSource = () => Promise<ModelRead>;

export interface LiveModelParts {
  /** Null when this desk runs without a model on purpose, which is no problem. */
  readonly source: ModelSource | null;
  readonly thread?: ModelThreadOptions;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  /** Told what is wrong, and null once the model works. */
  readonly problem: (problem: ModelProblem | null) => void;
  readonly random?: () => number;
}

/** Longest wait before a model that failed is tried again. */
const RETRY_CAP_MS = 300_000;

/** Each thread that hangs in the runtime takes a core: with as many the model is not tried again. */
const MAX_HANGING = 3;

/**
 * The model in charge, on a thread of its own. One that fails is given up with its thread, told of, and tried again after
 * a while: what it can't say is unavailable, and nothing waits for it.
 */
export class LiveModel {
  readonly #parts: LiveModelParts;
  readonly #backOff: BackOff;
  /** Threads that were given up and have not ended yet. */
  readonly #leaving = new Set<ModelThread>();
  #source: ModelSource | null;
  #file: ModelFile | null = null;
  #thread: ModelThread | null = null;
  /** The one attempt that counts; an older one, overtaken by `use`, ends for itself. */
  #attempt = 0;
  #loading: Promise<void> | null = null;
  #retryAt = Number.POSITIVE_INFINITY;
  #problem: ModelProblem | null = null;
  /** It loaded and failed over real windows: only a run shows that it works again. */
  #failedRunning = false;

  constructor(parts: LiveModelParts) {
    this.#parts = parts;
    this.#source = parts.source;
    this.#backOff = new BackOff({
      capMs: RETRY_CAP_MS,
      ...(parts.random && { random: parts.random }),
    });
  }

  /** The file in use; null without one. Known before the model is loaded. */
  get file(): ModelFile | null {
    return this.#file;
  }

  get available(): boolean {
    return this.#thread !== null;
  }

  get problem(): ModelProblem | null {
    return this.#problem;
  }

  /** Resolves when the file has been read; it is loaded and tried after that (`loaded`). */
  async start(): Promise<void> {
    if (this.#source === null) return;
    await new Promise<void>((read) => {
      this.#load(read);
    });
  }

  /** Puts another file in charge, or none. Resolves when it is loaded, or has failed. */
  async use(source: ModelSource | null): Promise<void> {
    this.#source = source;
    this.#file = null;
    this.#failedRunning = false;
    this.#backOff.reset();
    this.#giveUp();
    if (source === null) this.#tell(null);
    else this.#load();
    await this.loaded();
  }

  /** Resolves when no attempt to load is under way. */
  async loaded(): Promise<void> {
    while (this.#loading) await this.#loading;
  }

  /** Call it about once a second. */
  tick(): void {
    if (this.#loading || this.#parts.monotonicNow() < this.#retryAt) return;
    if (this.#leaving.size >= MAX_HANGING) return;
    this.#load();
  }

  /** As `ModelThread.run`. @returns null when the model is unavailable, or became so with these windows. */
  async run(
    windows: Float32Array,
    count: number,
  ): Promise<(ModelRun & { file: ModelFile }) | null> {
    const [thread, file] = [this.#thread, this.#file];
    if (thread === null || file === null) return null;
    try {
      const run = await thread.run(windows, count);
      if (thread === this.#thread) this.#ran(run);
      return { ...run, file };
    } catch (error) {
      if (thread === this.#thread) {
        this.#failedRunning = true;
        this.#failed(problemOf(error));
      }
      return null;
    }
  }

  async close(): Promise<void> {
    this.#attempt++;
    this.#source = null;
    this.#retryAt = Number.POSITIVE_INFINITY;
    this.#giveUp();
    await this.#loading;
    await Promise.all([...this.#leaving].map((thread) => thread.close()));
  }

  #load(read: () => void = () => undefined): void {
    const loading = this.#tryLoading(++this.#attempt, read).finally(() => {
      if (this.#loading === loading) this.#loading = null;
    });
    this.#loading = loading;
  }

  async #tryLoading(attempt: number, read: () => void): Promise<void> {
    this.#retryAt = Number.POSITIVE_INFINITY;
    const overtaken = () => attempt !== this.#attempt;
    let thread: ModelThread | undefined;
    try {
      const found = await this.#source?.();
      if (overtaken() || !found) return;
      if (!found.ok) throw new ModelError(found.problem.code, found.problem.detail);
      this.#file = found.file;
      read();
      thread = new ModelThread(found.file, this.#parts.thread);
      await thread.load();
      if (overtaken()) {
        this.#leave(thread);
        return;
      }
      this.#thread = thread;
      const { hash, metadata } = found.file;
      this.#parts.log.info({ hash, version: metadata.modelVersion }, 'the model is ready');
      if (this.#failedRunning) return;
      this.#backOff.reset();
      this.#tell(null);
    } catch (error) {
      if (thread) this.#leave(thread);
      if (!overtaken()) this.#failed(problemOf(error));
    } finally {
      read();
    }
  }

  #ran({ scores, ms: _ms }: ModelRun): void {
    const wrong = scores.filter((one) => one === null).length;
    if (wrong > 0) {
      this.#tell({
        code: 'wrongOutputs',
        detail: `${this.#file?.path}: ${wrong} of ${scores.length} windows gave no chance between 0 and 1`,
      });
      return;
    }
    this.#failedRunning = false;
    this.#backOff.reset();
    this.#tell(null);
  }

  #failed(problem: ModelProblem): void {
    this.#giveUp();
    this.#retryAt = this.#parts.monotonicNow() + 1_000 + this.#backOff.next();
    this.#parts.log.error({ problem }, 'the model is unavailable and will be tried again');
    this.#tell(problem);
  }

  #giveUp(): void {
    const thread = this.#thread;
    this.#thread = null;
    if (thread) this.#leave(thread);
  }

  /** A thread that hangs in the runtime may take its time to end; nobody waits for it. */
  #leave(thread: ModelThread): void {
    this.#leaving.add(thread);
    const left = thread.close().then(() => thread.ended());
    void left.then(() => this.#leaving.delete(thread));
  }

  #tell(problem: ModelProblem | null): void {
    this.#problem = problem;
    this.#parts.problem(problem);
  }
}
