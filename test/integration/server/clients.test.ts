import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Headless, startHeadless } from '../../support/headless.ts';
import { request } from '../../support/rawHttp.ts';

let desk: Headless | undefined;
afterEach(async () => {
  await desk?.close();
  desk = undefined;
});

const metric = async (host: Headless, name: string) => {
  const text = await (await host.get('/metrics')).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
};
const reaches = (host: Headless, name: string, value: number) =>
  vi.waitFor(async () => expect(await metric(host, name)).toBe(value), { timeout: 30_000 });

const socketUrl = ({ url }: Headless) => `${url.replace('http', 'ws')}/rpc`;

/** A WebSocket client that asks and never reads. */
async function deaf({ url }: Headless): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  socket.write(
    request('GET /rpc', {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': 13,
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    }),
  );
  await once(socket, 'readable');
  return socket;
}

/** A masked text frame of RFC 6455, mask zero. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126
      ? [0x80 | payload.length]
      : [0xfe, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
}

describe('a client that asks and never reads', () => {
  test('is cut off instead of growing the desk’s memory, and others don’t notice', async () => {
    const host = await startHeadless({ socketLimits: { maxWaitingBytes: 256 * 1024 } });
    desk = host;
    const calm = new WebSocket(socketUrl(host));
    await once(calm, 'open');
    const socket = await deaf(host);
    await reaches(host, 'emberwatch_clients', 2);
    let asked = 0;
    const ask = () => {
      // Every answer is the whole threshold table: far more bytes come out than go in.
      const calls = Array.from({ length: 50 }, () =>
        frame(JSON.stringify({ i: String(asked++), p: { u: '/system/thresholds' } })),
      );
      if (socket.writable) socket.write(Buffer.concat(calls), () => setImmediate(ask));
    };
    ask();
    await reaches(host, 'emberwatch_clients', 1);
    expect(await metric(host, 'emberwatch_clients_dropped_total')).toBeGreaterThan(0);
    socket.destroy();
    calm.send(JSON.stringify({ i: '1', p: { u: '/operators/list' } }));
    await once(calm, 'message');
    calm.close();
  });
});

describe('how many', () => {
  test('a client may open so many streams, and one more ends it', async () => {
    desk = await startHeadless({ socketLimits: { maxOpenCalls: 3 } });
    const socket = new WebSocket(socketUrl(desk));
    await once(socket, 'open');
    for (let stream = 0; stream < 4; stream++)
      socket.send(JSON.stringify({ i: String(stream), p: { u: '/desk/live' } }));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1008);
  });

  test('the sixty-fifth client is told to come later', async () => {
    const host = await startHeadless();
    desk = host;
    const sockets = Array.from({ length: 64 }, () => new WebSocket(socketUrl(host)));
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    const late = new WebSocket(socketUrl(host));
    const status = new Promise((resolve) =>
      late.on('unexpected-response', (_request, answer) => resolve(answer.statusCode)),
    );
    late.on('error', () => undefined);
    expect(await status).toBe(503);
    sockets[0]?.close();
    await reaches(host, 'emberwatch_clients', 63);
    const next = new WebSocket(socketUrl(host));
    await once(next, 'open');
  });
});

describe('closing', () => {
  test('tells every client that the desk is going, and frees the port', async () => {
    const host = await startHeadless();
    const socket = new WebSocket(socketUrl(host));
    await once(socket, 'open');
    socket.send(JSON.stringify({ i: '1', p: { u: '/desk/live' } }));
    await once(socket, 'message');
    const closed = once(socket, 'close') as Promise<[number]>;
    await host.close();
    expect((await closed)[0]).toBe(1001);
    await expect(fetch(`${host.url}/healthz`)).rejects.toThrow();
  });

  test('does not wait for a client that answers nothing, nor for an open event stream', async () => {
    const host = await startHeadless();
    const socket = await deaf(host);
    const stream = await fetch(`${host.url}/rpc/desk/live`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(stream.headers.get('content-type')).toMatch(/event-stream/);
    const drained = stream.text().catch(() => 'cut');
    await host.close();
    await drained;
    socket.destroy();
  });
});
