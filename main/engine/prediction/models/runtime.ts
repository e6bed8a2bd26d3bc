import { ModelError } from '../ModelError.ts';
import { ModelThread, type ModelThreadOptions } from '../ModelThread.ts';
import { type ModelFile, readModelFile } from '../readModelFile.ts';
import type { ModelRuntime, UsableModel } from './ports.ts';

/** Real files on real threads, one thread a model. */
export function modelRuntime(thread?: ModelThreadOptions): ModelRuntime {
  return {
    async read(path, hash) {
      const read = await readModelFile(path, hash);
      return read.ok ? usableModel(read.file) : read.problem;
    },
    async open(model) {
      // Read again and held to its hash: what was checked is what runs.
      const read = await readModelFile(model.path, model.hash);
      if (!read.ok) throw new ModelError(read.problem.code, read.problem.detail);
      const running = new ModelThread(read.file, thread);
      try {
        await running.load();
      } catch (error) {
        await running.close();
        throw error;
      }
      let loaded = true;
      return {
        model,
        async run(windows, count) {
          // A thread that was lost comes back without its model.
          if (!loaded) await running.load();
          loaded = false;
          const { scores } = await running.run(windows, count);
          loaded = true;
          return scores;
        },
        close: () => running.close(),
      };
    },
  };
}

function usableModel({ path, hash, metadata }: ModelFile): UsableModel {
  return {
    path,
    hash,
    version: metadata.modelVersion,
    trainedAt: metadata.trainedAt,
    schemaVersion: metadata.schema.version,
    trainingDataHash: metadata.trainingDataHash,
    points: metadata.operatingPoints,
    carrying: metadata.carrying,
    card: metadata.card,
    reference: metadata.reference.features,
  };
}
