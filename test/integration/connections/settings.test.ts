/** Ways in that come, change and go while the engine runs. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startAedes } from '../../support/aedesBroker.ts';
import { signedOn } from '../../support/operators.ts';
import { TestPublisher, topicOf, wire } from '../../support/wire.ts';
import { withRaw } from '../storage/folder.ts';
import { ConnectionsDesk, findings } from './ConnectionsDesk.ts';

const SECRET = 'a-password-nobody-may-see';

let broker: Awaited<ReturnType<typeof startAedes>>;
let publisher: TestPublisher;
let desk: ConnectionsDesk;

const settings = (change: Record<string, unknown> = {}) => ({
  kind: 'mqtt',
  url: broker.url,
  ...change,
});
const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 30_000 });
const committed = () => desk.engine.desk.report().readingsCommitted;

beforeAll(async () => {
  broker = await startAedes();
  publisher = await TestPublisher.connect(broker.url);
  desk = new ConnectionsDesk(mkdtempSync(path.join(tmpdir(), 'emberwatch-connections-')));
  await desk.start();
});
afterAll(async () => {
  await desk.end();
  await publisher.end();
  await broker.stop();
});

const remove = (connectionId: string) =>
  desk.client.connections.remove({ session: desk.administrator, connectionId });

test('a connection is open when it is saved, and closed and open again without a restart', async () => {
  const { client, administrator: session } = desk;
  expect(desk.engine.desk.status().feeds).toEqual([]);
  const id = await desk.save(settings());
  await until(() => desk.feed(id)?.state === 'connected');
  await publisher.send('device-1');
  await until(() => committed() === 1);

  // Off: what is sent meanwhile waits at the broker, and nothing that was taken in is taken twice.
  await client.connections.setEnabled({ session, connectionId: id, enabled: false });
  expect(desk.feed(id)).toBeUndefined();
  await publisher.send('device-1');
  await client.connections.setEnabled({ session, connectionId: id, enabled: true });
  await until(() => committed() === 2);
  expect(desk.engine.desk.report().duplicatesIgnored).toBe(0);

  // What has come and is not on disk yet is committed and acknowledged before the connection is closed.
  for (let n = 0; n < 40; n++)
    await publisher.raw(topicOf('device-2'), JSON.stringify(wire('device-2', { idx: n + 1 })));
  await until(() => desk.engine.desk.report().framesReceived === 42);
  await remove(id);
  expect(committed()).toBe(42);
  expect(desk.feed(id)).toBeUndefined();
});

test('a secret is sealed apart: not in the database, the log, an answer or the audit record', async () => {
  const { client, administrator: session, dataDir } = desk;
  await expect(
    client.connections.save({
      session,
      connectionId: null,
      config: desk.config(settings({ username: 'desk' })),
    }),
  ).resolves.toEqual({ done: false, refusal: 'secretNeeded' });
  const id = await desk.save(settings({ username: 'desk' }), { secrets: { password: SECRET } });
  // Changed without typing it again: it stays.
  await desk.save(settings({ username: 'desk', keepAliveSeconds: 60 }), { connectionId: id });
  const overview = await client.connections.overview({ session });
  expect(overview.connections[0]?.secrets).toEqual(['password']);
  expect(overview.sealedBy).toBe('keyFile');
  const audit = await client.audit.list({ session });
  const dump = withRaw(path.join(dataDir, 'control-room.db'), (db) => db.serialize());
  for (const where of [
    JSON.stringify(overview),
    JSON.stringify(audit),
    desk.lines.join('\n'),
    dump.toString('latin1'),
    readFileSync(path.join(dataDir, 'secrets.json'), 'latin1'),
  ])
    expect(where).not.toContain(SECRET);
  expect(JSON.stringify(audit)).toContain('connections.change');

  // Without the user name nobody needs the password any more.
  await desk.save(settings(), { connectionId: id });
  expect(JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')).secrets).toEqual({});
  await remove(id);
});

test('only an administrator changes anything, a supervisor sees, an operator does not', async () => {
  const { client } = desk;
  const supervisor = await signedOn(client, '이책임', { role: 'supervisor' });
  const operator = await signedOn(client, '박근무', { role: 'operator' });
  await expect(client.connections.overview({ session: operator })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await client.connections.overview({ session: supervisor });
  const config = desk.config(settings());
  const refused = { code: 'FORBIDDEN' };
  const session = supervisor;
  await expect(
    client.connections.save({ session, connectionId: null, config }),
  ).rejects.toMatchObject(refused);
  await expect(
    client.connections.test({ session, connectionId: null, settings: config.settings }),
  ).rejects.toMatchObject(refused);
  await expect(
    client.connections.moveSetUp({ session, step: 'done', later: false }),
  ).rejects.toMatchObject(refused);
  await expect(
    client.site.save({ session, name: { ko: '가', en: 'a' }, timeZone: 'UTC' }),
  ).rejects.toMatchObject(refused);
});

test('after a restart connections are open again, the set-up goes on where it was left, and a secret that can not be opened is said', async () => {
  const { client, administrator: session, dataDir } = desk;
  expect(await client.connections.setUp()).toEqual({
    step: 'site',
    later: false,
    simulated: false,
  });
  await client.site.save({
    session,
    name: { ko: '한빛 빌딩', en: 'Hanbit' },
    timeZone: 'America/New_York',
  });
  expect(desk.engine.desk.status()).toMatchObject({
    siteName: { ko: '한빛 빌딩' },
    timeZone: 'America/New_York',
  });
  const unknown = { ko: '가', en: 'a' };
  await expect(
    client.site.save({ session, name: unknown, timeZone: 'Mars/Base' }),
  ).rejects.toMatchObject({ code: 'CONFLICT' });
  await client.connections.moveSetUp({ session, step: 'connection', later: true });
  const plain = await desk.save(settings());
  const locked = await desk.save(settings({ username: 'desk' }), {
    config: desk.config(settings({ username: 'desk' }), '잠긴 것'),
    secrets: { password: SECRET },
  });

  await desk.stop();
  writeFileSync(path.join(dataDir, 'secrets.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`);
  await desk.start();
  expect(await desk.client.connections.setUp()).toMatchObject({ step: 'connection', later: true });
  expect(desk.engine.desk.status()).toMatchObject({ timeZone: 'America/New_York' });
  await until(() => desk.feed(plain)?.state === 'connected');
  expect(desk.feed(locked)).toMatchObject({ state: 'stopped', problemCode: 'configuration' });
  const results = await desk.test(settings({ username: 'desk' }), { connectionId: locked });
  expect(findings(results)).toEqual(['secretUnavailable']);
});
