/** The thread on which the record is searched and verified, so that neither delays a reading. */
import { parentPort } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { toStorageError } from '../storage/StorageError.ts';
import type { AuditQuestion, AuditReply } from './auditMessages.ts';
import { readPage } from './readPage.ts';
import { verifyFile } from './verifyFile.ts';

async function answer(question: AuditQuestion): Promise<AuditReply> {
  const { id, method, request } = question;
  try {
    if (method === 'verify') {
      return { id, answer: await verifyFile(request.path, request.headFiles) };
    }
    const db = new Database(request.path, { readonly: true, fileMustExist: true });
    try {
      return { id, answer: readPage(db, request.query) };
    } finally {
      db.close();
    }
  } catch (error) {
    const { code, message } = toStorageError(error, 'the audit record');
    return { id, code, message };
  }
}

parentPort?.on('message', (question: AuditQuestion) => {
  void answer(question).then((reply) => parentPort?.postMessage(reply));
});
