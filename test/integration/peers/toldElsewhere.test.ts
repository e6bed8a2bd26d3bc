/** The whole engine beside another desk: what that tells first waits, what it has told is dropped, the rest goes out. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { recipientKey } from '#engine/notifications/recipients.ts';
import { startEngine } from '#engine/startEngine.ts';
import type { Contract } from '#shared/contract/contract.ts';
import type { DeliveryView } from '#shared/contract/notificationViews.ts';
import { signedOn } from '../../support/operators.ts';
import { TestPublisher } from '../../support/wire.ts';
import { temporaryFolder } from '../storage/folder.ts';

const SIGNING_KEY = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const TOPICS = { critical: true, high: true, model: true, system: true, emergency: true };
/** Smaller than any random one. */
const FIRST_ID = '00000000-0000-4000-8000-000000000000';

let server: Server;
let base: string;
let engine: Engine;
let publisher: TestPublisher;
let client: ContractRouterClient<Contract>;
let session: string;
/** What the other desk answers. */
let other: { deskId: string; reaches: string[]; deliveries: object[] };
const received: string[] = [];

beforeEach(async () => {
  received.length = 0;
  server = createServer((request, response) => {
    const url = request.url ?? '';
    if (request.method === 'POST') received.push(url);
    if (!url.startsWith('/api/acts')) return response.writeHead(204).end();
    const { deskId, reaches, deliveries } = other;
    const told = {
      simulated: false,
      reaches: Object.keys(TOPICS).map((topic) => ({ topic, recipients: reaches })),
      deliveries,
      next: deliveries.length,
    };
    return response.end(JSON.stringify({ siteId: 'site', deskId, acts: [], next: 0, told }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  other = { deskId: FIRST_ID, reaches: [recipientKey('webhook', `${base}/both`)], deliveries: [] };
  engine = await startEngine({
    dataDir: temporaryFolder(),
    modelPath: null,
    log: createLog('silent'),
    lanBroker: { host: '127.0.0.1', port: 0 },
    peers: [{ url: base, token: 'token' }],
  });
  client = createRouterClient(engine.router) as ContractRouterClient<Contract>;
  session = await signedOn(client, '관리자');
  const broker = await vi.waitUntil(() => {
    const feed = engine.desk.status().feeds[0];
    return feed?.state === 'connected' ? feed.address : undefined;
  });
  publisher = await TestPublisher.connect(broker);
});
afterEach(async () => {
  await publisher.end();
  await engine.close();
  server.closeAllConnections();
  server.close();
});

async function addHook(name: string): Promise<void> {
  const config = {
    name,
    enabled: true,
    language: 'ko',
    rate: { everySeconds: 1, burst: 50 },
    settings: {
      kind: 'webhook',
      url: `${base}/${name}`,
      topics: TOPICS,
      allowPlainHttp: false,
      ca: '',
    },
  } as const;
  const saved = await client.notifications.save({
    session,
    channelId: null,
    config,
    secrets: { signingKey: SIGNING_KEY },
  });
  expect(saved).toMatchObject({ done: true });
}

async function overview() {
  const { channels, otherDesks, notifications } = await client.notifications.overview({ session });
  const nameOf = new Map(channels.map(({ id, config }) => [id, config.name]));
  const deliveries = new Map<string, DeliveryView>();
  for (const one of notifications[0]?.deliveries ?? [])
    deliveries.set(nameOf.get(one.channelId) ?? '', one);
  return { otherDesks, deliveries };
}

const until = async <T>(what: () => Promise<T | undefined | false>): Promise<T> =>
  (await vi.waitUntil(what, { timeout: 20_000, interval: 25 })) as T;

test('what another desk tells first waits for its word, and its word is taken', async () => {
  await Promise.all([addHook('both'), addHook('alone')]);
  const { host } = new URL(base);
  await until(async () => (await overview()).otherDesks[0]?.state === 'inReach');
  expect((await overview()).otherDesks).toEqual([{ host, state: 'inReach', first: 'other' }]);

  await publisher.send('device-1', { status: 2_048, verifySts: 2_048 });
  const told = await until(async () => engine.desk.acts(0, 100, 0).told?.deliveries[0]);
  expect(told.recipient).toBe(recipientKey('webhook', `${base}/alone`));
  const { deliveries } = await overview();
  expect(deliveries.get('alone')).toMatchObject({ state: 'sent', heldUntil: null });
  expect(deliveries.get('both')).toMatchObject({
    state: 'waiting',
    attempts: 0,
    heldUntil: expect.any(Number),
  });

  other.deliveries.push({ ...told, recipient: other.reaches[0] });
  const dropped = await until(async () => {
    const both = (await overview()).deliveries.get('both');
    return both?.state === 'withdrawn' && both;
  });
  expect(dropped).toMatchObject({ heldUntil: null, toldBy: { desk: host, at: told.at } });
  expect(received).toEqual(['/alone']);
});

test('a copy of this desk is a trouble, and an administrator gives it an id of its own', async () => {
  other.deskId = engine.desk.acts(0, 1, null).deskId ?? '';
  const trouble = () => engine.desk.alarms().find(({ kind }) => kind === 'sameDeskId');
  const stands = await until(async () => trouble());
  expect(stands.conditionActive).toBe(true);
  expect((await overview()).otherDesks[0]).toMatchObject({ state: 'sameId', first: null });

  const supervisor = await signedOn(client, '책임자', { role: 'supervisor' });
  await expect(client.notifications.newDeskId({ session: supervisor })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await client.notifications.newDeskId({ session });
  expect(engine.desk.acts(0, 1, null).deskId).not.toBe(other.deskId);
});
