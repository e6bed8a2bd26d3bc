/** The thread on which the table of alarms is searched, so that a million of them delay no reading. */
import { parentPort } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { toStorageError } from '../../storage/StorageError.ts';
import type { AlarmReaderQuestion, AlarmReaderReply } from './alarmReaderMessages.ts';
import { readChanges, readOutline, readPage } from './readAlarms.ts';

function read(db: Database.Database, { method, request }: AlarmReaderQuestion) {
  if (method === 'page') return readPage(db, request.question);
  if (method === 'outline') return readOutline(db, request.question);
  return readChanges(db, request.question);
}

function answer(question: AlarmReaderQuestion): AlarmReaderReply {
  const { id, request } = question;
  try {
    const db = new Database(request.path, { readonly: true, fileMustExist: true });
    try {
      // One look: what an answer says in two statements is of the same moment.
      return { id, answer: db.transaction(() => read(db, question))() };
    } finally {
      db.close();
    }
  } catch (error) {
    const { code, message } = toStorageError(error, 'the table of alarms');
    return { id, code, message };
  }
}

parentPort?.on('message', (question: AlarmReaderQuestion) =>
  parentPort?.postMessage(answer(question)),
);
