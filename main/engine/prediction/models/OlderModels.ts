import type { ModelScores } from '#shared/prediction/verdict.ts';
import type { Logger } from '../../log.ts';
import { ModelError } from '../ModelError.ts';
import type { ModelShelf } from './ModelShelf.ts';
import { isProblem, type ModelRuntime, type UsableModel } from './ports.ts';

export interface OlderAnswer {
  readonly model: UsableModel;
  readonly scores: readonly (ModelScores | null)[];
}

/** Models that judged once and are not in charge now: an alarm of their time is explained by them, and by no other. */
export class OlderModels {
  readonly #shelf: Pick<ModelShelf, 'usable' | 'versionOf'>;
  readonly #runtime: Pick<ModelRuntime, 'open'>;
  readonly #log: Logger;

  constructor(parts: {
    readonly shelf: Pick<ModelShelf, 'usable' | 'versionOf'>;
    readonly runtime: Pick<ModelRuntime, 'open'>;
    readonly log: Logger;
  }) {
    this.#shelf = parts.shelf;
    this.#runtime = parts.runtime;
    this.#log = parts.log;
  }

  /** What it calls itself; null when this desk never had it. */
  versionOf(hash: string): string | null {
    return this.#shelf.versionOf(hash);
  }

  /**
   * Loaded for this one question, on a thread of its own, and let go after it.
   *
   * @param windows shape [count, STEPS, FEATURE_COUNT]; their memory is handed over
   * @returns null when its file is gone or was changed, eats other features than this program makes, or fails
   */
  async run(hash: string, windows: Float32Array, count: number): Promise<OlderAnswer | null> {
    const model = await this.#shelf.usable(hash);
    if (isProblem(model)) {
      this.#log.info({ hash, problem: model }, 'an older model can’t be asked any more');
      return null;
    }
    try {
      const open = await this.#runtime.open(model);
      try {
        return { model, scores: await open.run(windows, count) };
      } finally {
        await open.close();
      }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      this.#log.warn({ hash, problem: error.problem }, 'an older model failed when it was asked');
      return null;
    }
  }
}
