/** A model file for the batch commands: read, checked and run as the desk does it, but on the command's own thread. */
import { existsSync } from 'node:fs';
import { bundledModel as expectedModel } from '#engine/prediction/bundledModel.ts';
import { ModelSession } from '#engine/prediction/ModelSession.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';
import { scoresOf } from '#engine/prediction/scoresOf.ts';
import type { ModelScores, OperatingPoint } from '#shared/prediction/verdict.ts';
import { CliError } from '../exitCodes.ts';
import { messageOf } from '../options.ts';

export interface LoadedModel {
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
  readonly version: string;
  readonly points: readonly OperatingPoint[];
  /**
   * @param windows shape [count, STEPS, FEATURE_COUNT]
   * @returns null for a window of which the model made something that is no chance
   * @throws {CliError} when the runtime fails
   */
  run(windows: Float32Array, count: number): Promise<readonly (ModelScores | null)[]>;
}

/** The model that came with the program; null when it came without. */
export function bundledModel(): string | null {
  const file = expectedModel();
  return existsSync(file) ? file : null;
}

/** @throws {CliError} for whatever the desk would refuse, with its reason */
export async function loadModel(file: string): Promise<LoadedModel> {
  const read = await readModelFile(file);
  if (!read.ok) throw new CliError(`--model ${read.problem.detail} (${read.problem.code})`);
  const { bytes, hash, metadata } = read.file;
  const refused = (error: unknown) => new CliError(`--model ${file}: ${messageOf(error)}`);
  const session = await ModelSession.load(bytes).catch((error: unknown) => {
    throw refused(error);
  });
  return {
    hash,
    version: metadata.modelVersion,
    points: metadata.operatingPoints,
    run: async (windows, count) => {
      const scores = await session.run(windows, count).catch((error: unknown) => {
        throw refused(error);
      });
      return scoresOf(scores, count);
    },
  };
}
