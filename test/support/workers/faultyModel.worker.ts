/**
 * A model's thread that fails in the middle of a run when it starts with `FAULTY_MODEL` in its environment, `die` or
 * `hang`, and is the real one without.
 */
import { parentPort } from 'node:worker_threads';
import type { ModelQuestion } from '../../../main/engine/prediction/modelMessages.ts';
import { END } from '../../../main/engine/threads/AskedThread.ts';

const fault = process.env['FAULTY_MODEL'];

if (fault === undefined) await import('../../../main/engine/prediction/model.worker.ts');
else
  parentPort?.on('message', (question: ModelQuestion | typeof END) => {
    // What hangs doesn't end when it is asked to.
    if (question === END) return;
    const { id, method } = question;
    if (method === 'load') parentPort?.postMessage({ id, answer: null });
    else if (fault === 'die') process.exit(7);
  });
