import { afterEach, describe, expect, test, vi } from 'vitest';
import { AskedThread } from '../../../main/engine/threads/AskedThread.ts';

interface Calls {
  which: { request: null; answer: number };
}

let thread: AskedThread<Calls, never> | undefined;
afterEach(async () => {
  await thread?.close();
  thread = undefined;
});

function start(idleMs?: number): () => Promise<number> {
  const asked = new AskedThread<Calls, never>({
    url: new URL('../../support/workers/threadId.worker.ts', import.meta.url),
    timeoutMs: { which: 30_000 },
    failed: (_, message) => new Error(message),
    lost: (reason) => new Error(reason),
    closed: () => new Error('closed'),
    ...(idleMs !== undefined && { idleMs }),
  });
  thread = asked;
  return () => asked.ask('which', null);
}

describe('a thread that nobody asks anything', () => {
  test('is ended after its time, and the next question is answered by another', async () => {
    const which = start(1);
    const first = await which();
    await vi.waitFor(async () => expect(await which()).not.toBe(first), { timeout: 30_000 });
  });

  test('is kept until then', async () => {
    const which = start(60_000);
    const first = await which();
    expect(await Promise.all([which(), which()])).toEqual([first, first]);
    expect(await which()).toBe(first);
  });

  test('is kept for good when no time is given', async () => {
    const which = start();
    const first = await which();
    expect(await which()).toBe(first);
  });
});
