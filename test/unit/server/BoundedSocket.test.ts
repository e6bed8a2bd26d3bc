import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { BoundedSocket, SlowClientError } from '../../../main/server/BoundedSocket.ts';

/** A socket whose network is stopped until `flush`. */
class StoppedSocket {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  terminated = false;
  readonly #waiting: (() => void)[] = [];

  send(data: string, done: (error?: Error) => void): void {
    this.bufferedAmount += data.length;
    this.#waiting.push(() => {
      this.bufferedAmount -= data.length;
      done();
    });
  }
  terminate(): void {
    this.readyState = 3;
    this.terminated = true;
  }
  flush(): void {
    for (const done of this.#waiting.splice(0)) done();
  }
}

function setUp() {
  const socket = new StoppedSocket();
  const limits = { maxWaitingBytes: 100, maxOpenCalls: 2 };
  return { socket, bounded: new BoundedSocket(socket as unknown as WebSocket, limits) };
}

describe('a client’s outbox', () => {
  test('a send settles only when the client has taken it, so a stream can’t run ahead', async () => {
    const { socket, bounded } = setUp();
    let settled = false;
    const sent = bounded.send('event').then(() => {
      settled = true;
    });
    await Promise.resolve();
    expect(settled).toBe(false);
    socket.flush();
    await sent;
    expect(settled).toBe(true);
  });

  test('a client that takes nothing is cut off at the limit', async () => {
    const { socket, bounded } = setUp();
    void bounded.send('x'.repeat(101));
    expect(socket.terminated).toBe(false);
    await expect(bounded.send('one more')).rejects.toThrow(SlowClientError);
    expect(socket.terminated).toBe(true);
    await expect(bounded.send('and another')).rejects.toThrow('closed');
  });

  test('one answer may be larger than the limit: it is what waits that counts', async () => {
    const { socket, bounded } = setUp();
    const sent = bounded.send('x'.repeat(1000));
    socket.flush();
    await sent;
    void bounded.send('next');
    expect(socket.terminated).toBe(false);
  });
});

describe('a client’s open calls', () => {
  const never = () => new Promise<void>(() => undefined);

  test('one too many is refused', async () => {
    const { bounded } = setUp();
    void bounded.during(never);
    void bounded.during(never);
    await expect(bounded.during(never)).rejects.toThrow(SlowClientError);
  });

  test('calls that ended, well or not, make room', async () => {
    const { bounded } = setUp();
    await bounded.during(() => Promise.resolve());
    await bounded.during(() => Promise.reject(new Error('x'))).catch(() => undefined);
    void bounded.during(never);
    await expect(bounded.during(async () => undefined)).resolves.toBeUndefined();
  });
});
