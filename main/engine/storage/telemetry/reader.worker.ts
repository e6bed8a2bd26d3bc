/** The thread on which history is read, so that a chart never delays a reading. */
import { parentPort } from 'node:worker_threads';
import { toStorageError } from '../StorageError.ts';
import type { ReaderCalls, ReaderMethod, ReaderQuestion, ReaderReply } from './readerMessages.ts';
import { readLatest } from './readLatest.ts';
import { readTimeline } from './readTimeline.ts';
import { repairSegment } from './repairSegment.ts';
import { summariseDay } from './summaries/summariseDay.ts';

const answers: {
  readonly [Method in ReaderMethod]: (
    request: ReaderCalls[Method]['request'],
  ) => ReaderCalls[Method]['answer'];
} = {
  timeline: readTimeline,
  latest: readLatest,
  repair: ({ path, at }) => repairSegment(path, at),
  summarise: summariseDay,
};

function reply<Method extends ReaderMethod>(question: ReaderQuestion<Method>): ReaderReply {
  const { id, method, request } = question;
  try {
    return { id, answer: answers[method](request) };
  } catch (error) {
    // Errors lose their class between threads, so the code travels as data.
    const { code, message } = toStorageError(error, 'history');
    return { id, code, message };
  }
}

parentPort?.on('message', (question: ReaderQuestion) => parentPort?.postMessage(reply(question)));
