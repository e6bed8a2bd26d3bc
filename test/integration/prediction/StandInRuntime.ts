import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ModelRuntime, OpenModel, UsableModel } from '#engine/prediction/models/ports.ts';
import type { ModelProblem } from '#shared/contract/prediction.ts';
import { FEATURE_COUNT, FEATURE_SCHEMA, STEPS } from '#shared/prediction/schema.ts';
import { POINTS } from '../../support/modelFile.ts';
import { scoresOf } from './ModelScenario.ts';

/**
 * Stands for the inference where a test is about which model judges and who decided: a file of it is the text `model`,
 * a version, and the probability that it always says. The real files and the real runtime have their own tests.
 */
export class StandInRuntime implements ModelRuntime {
  /** Those that are open now, by version. */
  readonly running: string[] = [];
  /** What it is asked to run waits for this. */
  gate: Promise<void> = Promise.resolve();
  failing: string | null = null;

  async read(path: string, hash?: string): Promise<UsableModel | ModelProblem> {
    if (!existsSync(path)) return { code: 'missing', detail: path };
    const bytes = readFileSync(path);
    const [word, version, says] = bytes.toString().split(' ');
    if (word !== 'model' || !version || !says)
      return { code: 'notAModel', detail: `${path}: not a model` };
    const found = createHash('sha256').update(bytes).digest('hex');
    if (hash !== undefined && hash !== found) return { code: 'hashMismatch', detail: path };
    return {
      path,
      hash: found,
      version,
      trainedAt: Number(says),
      schemaVersion: FEATURE_SCHEMA.version,
      trainingDataHash: '0'.repeat(64),
      points: POINTS,
      carrying: 'probability',
      card: { sets: [] },
      reference: [],
    };
  }

  async open(model: UsableModel): Promise<OpenModel> {
    if (this.failing !== null) throw new Error(this.failing);
    this.running.push(model.version);
    const says = Number(readFileSync(model.path).toString().split(' ')[2]);
    return {
      model,
      run: async (windows, count) => {
        await this.gate;
        if (this.failing !== null) throw new Error(this.failing);
        if (windows.length !== count * STEPS * FEATURE_COUNT) throw new Error('wrong shape');
        return Array.from({ length: count }, () => scoresOf(says));
      },
      close: async () => {
        this.running.splice(this.running.indexOf(model.version), 1);
      },
    };
  }
}
