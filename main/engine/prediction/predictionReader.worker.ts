/** The thread on which stored predictions are read, so that a chart never delays a reading. */
import { parentPort } from 'node:worker_threads';
import { type StorageErrorCode, toStorageError } from '../storage/StorageError.ts';
import type { ThreadReply } from '../threads/AskedThread.ts';
import { repairPredictions } from './predictionFile.ts';
import type { PredictionReaderCalls, PredictionReaderQuestion } from './predictionMessages.ts';
import { readPredictions } from './readPredictions.ts';

function reply(
  question: PredictionReaderQuestion,
): ThreadReply<PredictionReaderCalls, StorageErrorCode> {
  const { id } = question;
  try {
    if (question.method === 'timeline') return { id, answer: readPredictions(question.request) };
    const { path, at } = question.request;
    return { id, answer: repairPredictions(path, at) };
  } catch (error) {
    // Errors lose their class between threads, so the code travels as data.
    const { code, message } = toStorageError(error, 'predictions');
    return { id, code, message };
  }
}

parentPort?.on('message', (question: PredictionReaderQuestion) =>
  parentPort?.postMessage(reply(question)),
);
