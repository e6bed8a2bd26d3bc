import { Worker } from 'node:worker_threads';
import { WindowScores } from '#shared/prediction/protocol/WindowScores.ts';
import { MODEL_OUTPUTS, type ModelOutput } from '#shared/prediction/verdict.ts';
import { CliError } from '../exitCodes.ts';
import type { FileReport, Task, ThreadCall, ThreadData, ThreadMessage } from './messages.ts';

export interface Judgement {
  readonly reports: readonly FileReport[];
  /** Null without a model. */
  readonly windows: Readonly<Record<ModelOutput, WindowScores>> | null;
}

/**
 * Judges all files on several threads; each takes the next task when it is done with one.
 * @param read told the bytes that were read
 * @throws {CliError} when a thread fails: half of the files would give half of the truth
 */
export async function judgeAll(
  tasks: readonly Task[],
  jobs: number,
  data: ThreadData,
  read: (bytes: number) => void,
): Promise<Judgement> {
  const left = [...tasks];
  const reports: FileReport[] = [];
  const windows = Object.fromEntries(
    MODEL_OUTPUTS.map((output) => [output, new WindowScores()]),
  ) as Record<ModelOutput, WindowScores>;
  const workers: Worker[] = [];
  const ended: Promise<unknown>[] = [];

  const run = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./evaluate.worker.ts', import.meta.url), {
        workerData: data,
      });
      workers.push(worker);
      ended.push(new Promise((exit) => worker.once('exit', exit)));
      const call = (next: ThreadCall) => worker.postMessage(next);
      const fail = (why: string) => reject(new CliError(why));
      worker.on('message', (message: ThreadMessage) => {
        if (message.kind === 'read') return read(message.bytes);
        if (message.kind === 'failed') return fail(message.message);
        if (message.kind === 'finished') {
          if (message.windows)
            for (const output of MODEL_OUTPUTS) windows[output].merge(message.windows[output]);
          return resolve();
        }
        if (message.kind === 'judged') reports.push(message.report);
        call(left.shift() ?? 'finish');
      });
      worker.on('error', (error) => fail(`a thread of the evaluation failed: ${error.message}`));
      worker.on('exit', (code) => fail(`a thread of the evaluation ended with code ${code}`));
    });

  try {
    await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, run));
  } finally {
    // Asked, not terminated: a run of the model whose thread is gone when it answers ends the whole process.
    for (const worker of workers) worker.postMessage('stop' satisfies ThreadCall);
    await Promise.all(ended);
  }
  return { reports, windows: data.model === null ? null : windows };
}
