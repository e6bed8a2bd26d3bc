/** The thread on which passwords and PINs are hashed, so that signing on never delays a reading. */
import { parentPort } from 'node:worker_threads';
import type { ThreadReply } from '../threads/AskedThread.ts';
import { hashSecret, verifySecret } from './secretHash.ts';
import type { SecretCalls, SecretQuestion } from './secretMessages.ts';

async function reply(question: SecretQuestion): Promise<ThreadReply<SecretCalls, 'hashFailed'>> {
  const { id } = question;
  try {
    if (question.method === 'hash') return { id, answer: await hashSecret(question.request.text) };
    const { text, hash } = question.request;
    return { id, answer: await verifySecret(text, hash) };
  } catch (error) {
    // The library's messages speak of parameters, never of what was hashed.
    return { id, code: 'hashFailed', message: error instanceof Error ? error.message : 'unknown' };
  }
}

parentPort?.on('message', (question: SecretQuestion) => {
  void reply(question).then((answer) => parentPort?.postMessage(answer));
});
