/** The thread on which a model runs: a slow or broken one keeps nobody waiting but itself. */
import { parentPort } from 'node:worker_threads';
import { END, type ThreadReply } from '../threads/AskedThread.ts';
import { ModelSession } from './ModelSession.ts';
import type { ModelCalls, ModelQuestion, ModelThreadCode } from './modelMessages.ts';
import { SessionError } from './SessionError.ts';

type Reply = ThreadReply<ModelCalls, ModelThreadCode>;

let session: ModelSession | undefined;

async function reply(question: ModelQuestion): Promise<Reply> {
  const { id } = question;
  try {
    if (question.method === 'load') {
      session = await ModelSession.load(question.request.bytes);
      return { id, answer: null };
    }
    if (session === undefined) throw new SessionError('runtimeFailed', 'no model was loaded');
    const { windows, count } = question.request;
    const begun = performance.now();
    const scores = await session.run(windows, count);
    return { id, answer: { windows, scores, ms: performance.now() - begun } };
  } catch (error) {
    const code = error instanceof SessionError ? error.code : 'runtimeFailed';
    return { id, code, message: error instanceof Error ? error.message : String(error) };
  }
}

/** One after the other: the runtime has one thread, and so an answer's time is its own. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (question: ModelQuestion | typeof END) => {
  if (question === END) {
    last.then(() => parentPort?.close());
    return;
  }
  last = last.then(async () => {
    const answer = await reply(question);
    const given =
      'answer' in answer && answer.answer !== null
        ? [answer.answer.windows.buffer as ArrayBuffer, answer.answer.scores.buffer as ArrayBuffer]
        : [];
    parentPort?.postMessage(answer, given);
  });
});
