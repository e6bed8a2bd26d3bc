/** A thread that says which one it is. */
import { parentPort, threadId } from 'node:worker_threads';

parentPort?.on('message', ({ id }: { readonly id: number }) =>
  parentPort?.postMessage({ id, answer: threadId }),
);
