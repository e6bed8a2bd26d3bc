import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Headless, startHeadless } from '../../support/headless.ts';
import { type RawAnswer, rawHttp, request } from '../../support/rawHttp.ts';

let desk: Headless;
beforeAll(async () => {
  desk = await startHeadless();
});
afterAll(() => desk.close());

/** Whatever was sent before, the desk answers a calm question as ever. */
async function stillWell(): Promise<void> {
  const response = await desk.get('/api/overview');
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty('system_status');
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const rpc = (path: string, body: string, headers: Record<string, string | number> = JSON_TYPE) =>
  request(`POST /rpc/${path}`, { ...headers, 'Content-Length': Buffer.byteLength(body) }, body);
const act = (input: unknown) => JSON.stringify({ json: input });
const many = (count: number, size: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`X-${at}`, 'v'.repeat(size)]));
const deep = (levels: number) => '{"json":'.concat('['.repeat(levels), ']'.repeat(levels), '}');

/** 0 stands for a connection that was closed without an answer. */
const REQUESTS: readonly (readonly [string, () => string | Buffer, readonly number[]])[] = [
  ['bytes that are no HTTP', () => randomBytes(2000), [400, 0]],
  ['a TLS greeting', () => Buffer.from('16030100a5010000a10303', 'hex'), [400, 0]],
  ['no Host', () => 'GET /healthz HTTP/1.1\r\n\r\n', [400]],
  ['no Host in HTTP/1.0', () => 'GET /healthz HTTP/1.0\r\n\r\n', [403]],
  ['an empty Host', () => request('GET /healthz', { Host: '' }), [400, 403]],
  ['an unknown method', () => request('BREW /api/overview'), [400]],
  ['a method that asks for a tunnel', () => request('CONNECT 127.0.0.1:22'), [0, 400, 404]],
  ['thousands of headers', () => request('GET /healthz', many(5000, 1)), [431]],
  ['one enormous header', () => request('GET /healthz', { Cookie: 'c'.repeat(100_000) }), [431]],
  ['an enormous path', () => request(`GET /${'p'.repeat(100_000)}`), [431, 414]],
  [
    'a header with a null byte',
    () => 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: \0\r\n\r\n',
    [400],
  ],
  [
    'two lengths',
    () => request('POST /rpc/desk/floors', { 'Content-Length': '2\r\nContent-Length: 3' }, '{}'),
    [400],
  ],
  [
    'a length and chunks',
    () =>
      request(
        'POST /rpc/desk/floors',
        { ...JSON_TYPE, 'Content-Length': 2, 'Transfer-Encoding': 'chunked' },
        '0\r\n\r\n',
      ),
    [400],
  ],
  [
    'an absurd length',
    () => request('POST /rpc/desk/floors', { ...JSON_TYPE, 'Content-Length': 1e12 }),
    [413],
  ],
  [
    'chunks of nonsense',
    () =>
      request('POST /rpc/desk/floors', { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }, 'zz\r\n'),
    [400],
  ],
  ['a body over the limit', () => rpc('desk/floors', `"${'x'.repeat(2_000_000)}"`), [413]],
  ['a body that is no JSON', () => rpc('desk/floors', '{"json":'), [400]],
  ['an array for a body', () => rpc('alarms/get', '[]'), [400]],
  ['a number for a body', () => rpc('alarms/get', '7'), [400]],
  ['null for a body', () => rpc('alarms/get', 'null'), [400]],
  ['no body', () => rpc('alarms/get', ''), [400]],
  ['a body nested 100,000 deep', () => rpc('alarms/get', deep(100_000)), [400, 500]],
  [
    'a poisoned prototype',
    () => rpc('alarms/get', '{"json":{"__proto__":{"alarmId":"x"}}}'),
    [400],
  ],
  ['no content type', () => rpc('alarms/get', '{}', {}), [415]],
  ['another content type', () => rpc('alarms/get', '<a/>', { 'Content-Type': 'text/xml' }), [415]],
  [
    'a form',
    () => rpc('alarms/get', 'a=b', { 'Content-Type': 'multipart/form-data; boundary=x' }),
    [415],
  ],
  ['an unknown procedure', () => rpc('alarms/launch', '{}'), [404]],
  ['a procedure of every object', () => rpc('__proto__/toString', '{}'), [404]],
  ['a part of the contract', () => rpc('alarms', '{}'), [404]],
  ['a call by GET', () => request('GET /rpc/desk/floors?data=%7B%7D'), [405]],
  ['wrong types', () => rpc('alarms/get', act({ alarmId: 7 })), [400]],
  ['a missing field', () => rpc('alarms/get', act({})), [400]],
  ['an act without a session', () => rpc('alarms/acknowledge', act({ alarmIds: ['x'] })), [401]],
  ['too much at once', () => rpc('alarms/history', act({ limit: 1001 })), [400]],
  // Whoever isn't known doesn't learn what an act would have needed besides.
  [
    'too many alarms, by nobody',
    () =>
      rpc('alarms/acknowledge', act({ session: 's'.repeat(32), alarmIds: Array(501).fill('x') })),
    [401],
  ],
  [
    'an unknown session',
    () => rpc('alarms/acknowledge', act({ session: 's'.repeat(32), alarmIds: ['x'] })),
    [401],
  ],
  [
    'an endless span of time',
    () => rpc('devices/timeline', act({ deviceId: 'd', from: 0, to: 1e300 })),
    [400],
  ],
  [
    'a span that runs backwards',
    () => rpc('devices/timeline', act({ deviceId: 'd', from: 2, to: 1 })),
    [400],
  ],
  ['an absurd limit', () => rpc('alarms/history', act({ limit: 1e9 })), [400]],
  ['SQL for an id', () => rpc('alarms/get', act({ alarmId: "x' OR '1'='1" })), [404]],
  [
    'a form for the token that never ends',
    () =>
      request(
        'POST /access',
        { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': 100_000 },
        'token=',
      ),
    [413],
  ],
  [
    'an upgrade to something else',
    () => request('GET /rpc', { Connection: 'Upgrade', Upgrade: 'h2c' }),
    [400],
  ],
  [
    'an upgrade elsewhere',
    () => request('GET /api/overview', { Connection: 'Upgrade', Upgrade: 'websocket' }),
    [404],
  ],
  [
    'an upgrade without a key',
    () => request('GET /rpc', { Connection: 'Upgrade', Upgrade: 'websocket' }),
    [400],
  ],
];

describe('over HTTP', () => {
  test.each(REQUESTS)(
    '%s is refused, and the next request is answered',
    async (_what, make, statuses) => {
      const answer: RawAnswer = await rawHttp(desk.url, make());
      expect(statuses).toContain(answer.status);
      expect(answer.body).not.toMatch(/node_modules|\.ts:\d|SQLITE|at \w+ \(/);
      await stillWell();
    },
  );

  test('a request that stops in the middle holds nothing up', async () => {
    const { hostname, port } = new URL(desk.url);
    const sockets = Array.from({ length: 50 }, () =>
      connect({ host: hostname, port: Number(port) }),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets)
      socket.write('POST /rpc/desk/floors HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ');
    await stillWell();
    for (const socket of sockets) socket.destroy();
  });

  test('an error says its code and nothing of the inside', async () => {
    const { body } = await rawHttp(desk.url, rpc('alarms/get', act({ alarmId: 'nothing' })));
    expect(JSON.parse(body)).toMatchObject({ json: { code: 'NOT_FOUND', defined: true } });
    expect(body).not.toContain('stack');
  });
});

describe('over WebSocket', () => {
  const opened = async () => {
    const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/rpc`);
    await once(socket, 'open');
    return socket;
  };
  const closed = async (socket: WebSocket): Promise<number> =>
    ((await once(socket, 'close')) as [number])[0];

  test.each<[string, string | Buffer, number]>([
    ['text that is no message', 'hello', 1003],
    ['an empty text', '', 1003],
    ['a message without a request', '{}', 1003],
    ['a request without an address', '{"i":"1","p":{}}', 1003],
    ['an address that is none', '{"i":"1","p":{"u":"http://["}}', 1003],
    ['null', 'null', 1003],
    ['random bytes', randomBytes(500), 1003],
    ['no bytes', Buffer.alloc(0), 1003],
    ['a message over the limit', 'x'.repeat(2_000_000), 1009],
  ])('%s ends that connection and no other', async (_what, message, code) => {
    const other = await opened();
    const socket = await opened();
    socket.on('error', () => undefined);
    socket.send(message);
    expect(await closed(socket)).toBe(code);
    expect(other.readyState).toBe(WebSocket.OPEN);
    other.send(JSON.stringify({ i: '1', p: { u: '/operators/list' } }));
    const [answer] = (await once(other, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toHaveProperty('i', '1');
    other.close();
    await stillWell();
  });

  test('a frame that breaks the protocol ends that connection', async () => {
    const { hostname, port } = new URL(desk.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(
      request('GET /rpc', {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': 13,
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      }),
    );
    await once(socket, 'data');
    // Reserved bits set, and not masked, which a client must do.
    socket.write(Buffer.from([0xff, 0x05, 1, 2, 3, 4, 5]));
    socket.resume();
    await once(socket, 'close');
    await stillWell();
  });

  test('an unknown procedure is an answer, not an end', async () => {
    const socket = await opened();
    socket.send(JSON.stringify({ i: '1', p: { u: '/alarms/launch' } }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString()).p.s).toBe(404);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
  });

  test('those that were cut off are counted', async () => {
    const text = await (await desk.get('/metrics')).text();
    expect(Number(/^emberwatch_clients_dropped_total (\d+)/m.exec(text)?.[1])).toBeGreaterThan(5);
  });
});
