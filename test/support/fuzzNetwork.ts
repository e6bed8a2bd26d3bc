/** The desk's doors, given bad bytes: REST, RPC over HTTP and WebSocket, and the broker for the LAN. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt from 'mqtt';
import { WebSocket } from 'ws';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { contract } from '#shared/contract/contract.ts';
import { type RunningServer, startServer } from '../../main/server/startServer.ts';
import { fuzzOf, mutated, noise, oddMessage, oddPayload, oddTopic, whole } from './fuzz.ts';
import type { Counts } from './fuzzTargets.ts';

const TOKEN = 'a-token-of-the-tests-and-nothing-else';
/** Bad requests may leave the other side waiting for more: this long, then the connection is cut. */
const PATIENCE_MS = 2_000;
const REST = [
  '/api/overview',
  '/api/alerts?limit=10',
  '/api/device/a',
  '/api/device/a/readings?limit=5',
  '/metrics',
  '/healthz',
  '/',
] as const;

const PROCEDURES = Object.entries(contract).flatMap(([area, procedures]) =>
  Object.keys(procedures).map((name) => `${area}/${name}`),
) as [string, ...string[]];

interface Doors {
  readonly engine: Engine;
  readonly server: RunningServer;
  readonly brokerPort: number;
}

/**
 * @throws when a door stops answering what is right, or a message of the LAN is neither stored nor quarantined nor
 * a repetition
 */
export async function fuzzNetwork(seed: number, cases: number): Promise<Counts> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-fuzz-'));
  const log = createLog('silent');
  const engine = await startEngine({
    dataDir,
    modelPath: null,
    log,
    lanBroker: { host: '127.0.0.1', port: 0 },
  });
  const server = await startServer({
    engine,
    host: '127.0.0.1',
    port: 0,
    token: TOKEN,
    rendererDir: path.join(dataDir, 'no-page'),
    log,
  });
  try {
    const doors = { engine, server, brokerPort: await brokerPort(engine) };
    const each = Math.ceil(cases / 4);
    const counts = {
      ...(await fuzzHttp(seed, each, doors)),
      ...(await fuzzWebSocket(seed, each, doors)),
      ...(await fuzzMqttBytes(seed, each, doors)),
      ...(await fuzzMqttMessages(seed, each, doors)),
    };
    await stillWell(doors);
    return counts;
  } finally {
    await server.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function brokerPort(engine: Engine): Promise<number> {
  for (;;) {
    const feed = engine.desk.status().feeds[0];
    if (feed?.state === 'connected') return Number(new URL(feed.address).port);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function stillWell({ server }: Doors): Promise<void> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${server.url}/api/overview`, { headers });
  if (response.status !== 200) throw new Error(`the desk answers ${response.status}`);
  await response.json();
}

/** Sends bytes, and no more; @returns what came back until the other side closed */
function exchange(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host: '127.0.0.1', port });
    const cut = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(cut);
      resolve(received);
    });
    socket.end(bytes);
  });
}

async function fuzzHttp(seed: number, cases: number, { server }: Doors): Promise<Counts> {
  const random = fuzzOf(seed, 'http');
  const port = Number(new URL(server.url).port);
  const counts: Record<string, number> = {};
  for (let n = 0; n < cases; n++) {
    const rest = whole(random, 2) === 0;
    const body = rest
      ? Buffer.alloc(0)
      : Buffer.from(JSON.stringify({ json: oddMessage(random, 'a', 1) }));
    const head = [
      rest ? `GET ${random.pick(REST)} HTTP/1.1` : `POST /rpc/${random.pick(PROCEDURES)} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${TOKEN}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Connection: close',
      '',
      '',
    ].join('\r\n');
    const wanted = Buffer.concat([Buffer.from(head), body]);
    const request = whole(random, 3) === 0 ? wanted : mutated(random, wanted);
    const status = (await exchange(port, request)).slice(9, 12) || 'closed';
    // What is asked wrongly is refused, and is no fault of the program's.
    if (status === '500')
      throw new Error(`seed ${seed}, case ${n}: 500 to ${request.toString('latin1')}`);
    counts[`http ${status}`] = (counts[`http ${status}`] ?? 0) + 1;
  }
  return counts;
}

async function fuzzWebSocket(seed: number, cases: number, { server }: Doors): Promise<Counts> {
  const random = fuzzOf(seed, 'webSocket');
  let opened = 0;
  let socket: WebSocket | undefined;
  for (let n = 0; n < cases; n++) {
    if (socket?.readyState !== WebSocket.OPEN) {
      socket = new WebSocket(`${server.url.replace('http', 'ws')}/rpc/ws`, {
        headers: { authorization: `Bearer ${TOKEN}`, origin: server.url },
      });
      socket.on('error', () => undefined);
      await once(socket, 'open');
      opened++;
    }
    const call = {
      i: String(n),
      p: { u: `/${random.pick(PROCEDURES)}`, b: { json: oddMessage(random, 'a', 1) } },
    };
    const bytes = Buffer.from(JSON.stringify(call));
    const message = whole(random, 3) === 0 ? bytes : mutated(random, bytes);
    await new Promise<void>((resolve) =>
      socket?.send(whole(random, 2) === 0 ? message : message.toString('utf8'), () => resolve()),
    );
  }
  if (socket?.readyState === WebSocket.OPEN) {
    socket.close();
    await once(socket, 'close');
  }
  return { socketsOpened: opened };
}

/** What is no MQTT, or nearly is. */
async function fuzzMqttBytes(seed: number, cases: number, doors: Doors): Promise<Counts> {
  const random = fuzzOf(seed, 'mqttBytes');
  const hello = Buffer.from('101000044d5154540402003c000464657631', 'hex');
  let closed = 0;
  for (let n = 0; n < cases; n++) {
    const topic = Buffer.from(oddTopic(random, 'a'));
    const payload = oddPayload(random, 'a', 1).subarray(0, 60);
    const body = Buffer.concat([Buffer.from([0, topic.length & 0xff]), topic, payload]);
    const publish = Buffer.concat([Buffer.from([0x30, Math.min(127, body.length)]), body]);
    const bytes = Buffer.concat([hello, publish, noise(random, whole(random, 8))]);
    await exchange(doors.brokerPort, mutated(random, bytes));
    closed++;
  }
  return { mqttConnections: closed };
}

/** Messages that MQTT carries, whatever is in them: stored, quarantined or a repetition, and answered. */
async function fuzzMqttMessages(seed: number, cases: number, doors: Doors): Promise<Counts> {
  const random = fuzzOf(seed, 'mqttMessages');
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${doors.brokerPort}`);
  const before = doors.engine.desk.report();
  let sent = 0;
  const waiting: Promise<unknown>[] = [];
  for (let n = 0; n < cases; n++) {
    const id = `d-${whole(random, 9)}`;
    const topic = oddTopic(random, id);
    // The client itself refuses these.
    if (topic === '' || /[+#]/.test(topic) || topic.includes('\0') || !topic.isWellFormed())
      continue;
    sent++;
    waiting.push(client.publishAsync(topic, oddPayload(random, id, Date.now()), { qos: 1 }));
  }
  await Promise.all(waiting);
  await client.endAsync();
  const after = doors.engine.desk.report();
  const counts = {
    sent: after.framesReceived - before.framesReceived,
    stored: after.readingsCommitted,
    repeated: after.duplicatesIgnored,
    quarantined: after.quarantineTotal,
  };
  if (
    counts.sent !== sent ||
    counts.stored + counts.repeated + counts.quarantined !== after.framesReceived
  )
    throw new Error(
      `seed ${seed}: ${JSON.stringify({ ...counts, received: after.framesReceived })}`,
    );
  return counts;
}
