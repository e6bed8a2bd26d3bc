/** The thread on which backups are made, so that neither a large day nor a slow share delays a reading. */
import { parentPort } from 'node:worker_threads';
import { toBackupError } from './BackupError.ts';
import type { BackupQuestion, BackupReply } from './backupMessages.ts';
import { prepareFolder } from './prepareFolder.ts';
import { runBackup } from './runBackup.ts';

async function answer(question: BackupQuestion): Promise<BackupReply> {
  const { id } = question;
  try {
    if (question.method === 'run') return { id, answer: await runBackup(question.request) };
    prepareFolder(question.request);
    return { id, answer: null };
  } catch (error) {
    const { code, message } = toBackupError(error, question.request.folder);
    return { id, code, message };
  }
}

parentPort?.on('message', (question: BackupQuestion) => {
  void answer(question).then((reply) => parentPort?.postMessage(reply));
});
