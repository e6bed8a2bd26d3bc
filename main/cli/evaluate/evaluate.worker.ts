/** One of the threads that `evaluate` judges files on, one device stream at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { WindowScores } from '#shared/prediction/protocol/WindowScores.ts';
import { MODEL_OUTPUTS, type ModelOutput, type ModelScores } from '#shared/prediction/verdict.ts';
import { CliError } from '../exitCodes.ts';
import { messageOf } from '../options.ts';
import { loadModel } from '../prediction/modelFile.ts';
import { WindowBatch } from '../prediction/WindowBatch.ts';
import { judgeFile } from './judgeFile.ts';
import type { Task, ThreadCall, ThreadData, ThreadMessage } from './messages.ts';

const { model: file, devices } = workerData as ThreadData;

function say(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

const windows = Object.fromEntries(
  MODEL_OUTPUTS.map((output) => [output, new WindowScores()]),
) as Record<ModelOutput, WindowScores>;

let stopping = false;

/** A model that is out of its mind over some windows can't be judged by the others. */
function whole(scores: readonly (ModelScores | null)[]): readonly ModelScores[] {
  const known = scores.filter((one) => one !== null);
  if (known.length < scores.length)
    throw new CliError(`--model ${file}: it gave no chance between 0 and 1 for a window`);
  return known;
}

async function answer(
  call: Task | 'finish',
  batch: WindowBatch<ModelScores> | null,
): Promise<void> {
  if (call === 'finish') {
    const saved = MODEL_OUTPUTS.map((output) => [output, windows[output].save()]);
    say({ kind: 'finished', windows: batch && Object.fromEntries(saved) });
    parentPort?.close();
    return;
  }
  const read = (bytes: number) => {
    if (stopping) throw new Error('stopped');
    say({ kind: 'read', bytes });
  };
  say({ kind: 'judged', report: await judgeFile(call, devices, batch, windows, read) });
}

try {
  const model = file === null ? null : await loadModel(file);
  const batch =
    model &&
    new WindowBatch(model.points, async (all, count) => {
      if (stopping) throw new Error('stopped');
      return whole(await model.run(all, count));
    });
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', (call: ThreadCall) => {
    if (call === 'stop') {
      stopping = true;
      void last.then(() => parentPort?.close());
      return;
    }
    last = answer(call, batch).catch((error: unknown) =>
      say({ kind: 'failed', message: messageOf(error) }),
    );
  });
  say({ kind: 'ready' });
} catch (error) {
  say({ kind: 'failed', message: messageOf(error) });
}
