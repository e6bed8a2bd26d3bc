import type { ModelScores } from '#shared/prediction/verdict.ts';
import { AskedThread } from '../threads/AskedThread.ts';
import { keepRuntimePrivate } from './keepRuntimePrivate.ts';
import { ModelError } from './ModelError.ts';
import type { ModelCalls, ModelThreadCode } from './modelMessages.ts';
import type { ModelMetadata } from './modelMetadata.ts';
import type { ModelFile } from './readModelFile.ts';
import { scoresOf } from './scoresOf.ts';

export interface ModelThreadOptions {
  /** Longer than this and the model is of no use: windows come every minute, and alarms wait for them. */
  readonly timeoutMs?: { readonly load: number; readonly run: number };
  /** Milliseconds that `close` waits for a run that is under way. */
  readonly patienceMs?: number;
  /** Where the thread begins. */
  readonly url?: URL;
}

export interface ModelRun {
  /** In the order of the windows; null for a window of which the model made nothing that is a chance. */
  readonly scores: readonly (ModelScores | null)[];
  /** The memory that was given, to be used again. */
  readonly windows: Float32Array;
  /** Milliseconds that the runtime took. */
  readonly ms: number;
}

const TIMEOUT_MS = { load: 30_000, run: 10_000 } as const;

/** The engine's end of the thread on which one model runs. */
export class ModelThread {
  readonly hash: string;
  readonly metadata: ModelMetadata;
  readonly #file: ModelFile;
  readonly #thread: AskedThread<ModelCalls, ModelThreadCode>;

  constructor(file: ModelFile, options: ModelThreadOptions = {}) {
    keepRuntimePrivate();
    this.#file = file;
    this.hash = file.hash;
    this.metadata = file.metadata;
    this.#thread = new AskedThread<ModelCalls, ModelThreadCode>({
      url: options.url ?? new URL('./model.worker.ts', import.meta.url),
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      failed: (code, message) => new ModelError(code, `${file.path}: ${message}`),
      lost: (reason, why) =>
        why === 'tooLong'
          ? new ModelError('tooSlow', `${file.path}: ${reason}`)
          : new ModelError('runtimeFailed', `${file.path}: its thread was lost: ${reason}`),
      closed: () => new ModelError('runtimeFailed', 'the engine is closing'),
      endsWhenAsked: true,
      ...(options.patienceMs !== undefined && { patienceMs: options.patienceMs }),
    });
  }

  /** Loads it and tries it. @throws ModelError */
  async load(): Promise<void> {
    await this.#thread.ask('load', { bytes: this.#file.bytes });
  }

  /**
   * @param windows shape [count, STEPS, FEATURE_COUNT], which may be followed by room. Its memory is handed over, and
   *   comes back with the answer; when the model fails it is lost.
   * @throws ModelError
   */
  async run(windows: Float32Array, count: number): Promise<ModelRun> {
    const answer = await this.#thread.ask('run', { windows, count }, [
      windows.buffer as ArrayBuffer,
    ]);
    return { scores: scoresOf(answer.scores, count), windows: answer.windows, ms: answer.ms };
  }

  /** Resolves when a run that is under way has ended, or hangs. */
  async close(): Promise<void> {
    await this.#thread.close();
  }

  /** Resolves when its thread has ended after `close`, however long that takes. */
  async ended(): Promise<void> {
    await this.#thread.ended();
  }
}
