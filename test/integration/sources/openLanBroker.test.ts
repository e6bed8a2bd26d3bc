/** The broker inside the desk as devices meet it: TLS with the desk's own certificate, credentials, and what each may do. */
import { X509Certificate } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import mqtt, { type IClientOptions } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LanBroker } from '#engine/sources/LanBroker.ts';
import { type Lan, openLan } from '#engine/sources/lan/openLan.ts';
import { type LanBrokerParts, openLanBroker } from '#engine/sources/openLanBroker.ts';
import { LanBrokerSettings } from '#shared/connections/lanBroker.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { FrameSink } from '../../support/frames.ts';
import { freePort } from '../../support/freePort.ts';
import { lanDatabase, MemorySecrets, TESTER } from '../../support/lan.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const topic = (device: string) => `fire-prediction/device/${device}/data`;
const opened: { stop(): Promise<void> }[] = [];
const clients: mqtt.MqttClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await Promise.all(opened.splice(0).map((broker) => broker.stop()));
});

interface Rig {
  readonly lan: Lan;
  readonly secrets: MemorySecrets;
  readonly broker: LanBroker;
  readonly sink: FrameSink;
  readonly port: number;
  readonly ca: string;
  readonly clock: { ms: number };
}

async function rig(more: Partial<LanBrokerParts> = {}, settings: object = {}): Promise<Rig> {
  const { log } = recordingLog();
  const clock = { ms: 0 };
  const secrets = new MemorySecrets();
  const { db, audit } = lanDatabase();
  const lan = openLan({
    db,
    audit,
    secrets,
    troubles: { set: () => undefined },
    now: Date.now,
    monotonicNow: () => clock.ms,
    log,
    changed: () => undefined,
  });
  const port = await freePort();
  const broker = openLanBroker({
    id: 'lan',
    settings: LanBrokerSettings.parse({ kind: 'lanBroker', host: '127.0.0.1', port, ...settings }),
    secrets,
    lan,
    now: Date.now,
    log,
    ...more,
  });
  opened.push(broker);
  const sink = new FrameSink({ batchMs: 1 }).attach(broker);
  await broker.listening();
  const ca = (await lan.authority.view()).certificate;
  return { lan, secrets, broker, sink, port, ca, clock };
}

async function connect({ port, ca }: Rig, options: IClientOptions = {}): Promise<mqtt.MqttClient> {
  const client = await mqtt.connectAsync(
    `mqtts://localhost:${port}`,
    { reconnectPeriod: 0, ca, ...options },
    false,
  );
  client.on('error', () => {});
  clients.push(client);
  return client;
}

async function given(at: Rig, name: string, devices: readonly string[]): Promise<IClientOptions> {
  const outcome = await at.lan.desk.add({ name, devices, proof: { kind: 'password' } }, TESTER);
  if (!outcome.done || outcome.secret === null) throw new Error('no secret was given');
  return { username: name, password: outcome.secret };
}

const refusals = ({ sink }: Rig) => sink.frames.map(({ refusal }) => refusal?.reason ?? 'taken');

describe('a device with the credentials that the desk gave it', () => {
  let at: Rig;
  beforeAll(async () => {
    at = await rig();
    opened.splice(0);
  });
  afterAll(() => at.broker.stop());

  it('finds a server that its CA signed, for the name it connected to', async () => {
    const socket = connectTls({
      port: at.port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: at.ca,
    });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    expect(socket.authorized).toBe(true);
    expect(socket.getProtocol()).toBe('TLSv1.3');
    const shown = socket.getPeerX509Certificate();
    expect(shown?.checkIP('127.0.0.1')).toBe('127.0.0.1');
    // What is watched for its end is what devices are shown, with the authority behind it.
    const [watched] = at.broker.certificates;
    expect(watched?.purpose).toBe('server');
    expect(new X509Certificate(watched?.pem ?? '').fingerprint256).toBe(shown?.fingerprint256);
    expect(watched?.pem).toContain(at.ca.trim());
    socket.destroy();
  });

  it('publishes its own readings, and what is for another device is refused and not lost', async () => {
    const client = await connect(at, await given(at, 'd-1', ['d-1']));
    at.sink.frames.splice(0);
    await client.publishAsync(topic('d-1'), 'mine', { qos: 1 });
    await client.publishAsync(topic('d-2'), 'not mine', { qos: 1 });
    await client.publishAsync('fire-prediction/command', 'x', { qos: 1 });
    await client.publishAsync(topic('d-1'), 'mine again', { qos: 1 });
    expect(refusals(at)).toEqual(['taken', 'notAllowed', 'topicShape', 'taken']);
  });

  it('publishes for each device of a gateway and for no other', async () => {
    const client = await connect(at, await given(at, 'gateway-1', ['p-1', 'p-2']));
    at.sink.frames.splice(0);
    for (const device of ['p-1', 'p-2', 'gateway-1', 'p-3'])
      await client.publishAsync(topic(device), 'x', { qos: 1 });
    expect(refusals(at)).toEqual(['taken', 'taken', 'notAllowed', 'notAllowed']);
  });

  it('may subscribe to nothing, not even to itself', async () => {
    const client = await connect(at, await given(at, 'd-3', ['d-3']));
    const granted = await client
      .subscribeAsync([topic('d-3'), '#', '$SYS/#'])
      .catch((error: Error) => error);
    expect(granted instanceof Error ? [128] : granted.map(({ qos }) => qos)).toContain(128);
    at.sink.frames.splice(0);
    let heard = 0;
    client.on('message', () => heard++);
    await client.publishAsync(topic('d-3'), 'x', { qos: 1 });
    expect(heard).toBe(0);
  });

  it('can’t push out another one by taking its client id', async () => {
    const first = await connect(at, { ...(await given(at, 'd-4', ['d-4'])), clientId: 'same' });
    const second = await connect(at, { ...(await given(at, 'd-5', ['d-5'])), clientId: 'same' });
    await first.publishAsync(topic('d-4'), 'x', { qos: 1 });
    await second.publishAsync(topic('d-5'), 'x', { qos: 1 });
    expect([first.connected, second.connected]).toEqual([true, true]);
  });

  it('is cut off when its credentials are revoked, and does not come back', async () => {
    const login = await given(at, 'd-6', ['d-6']);
    const client = await connect(at, login);
    const credential = (await at.lan.desk.overview()).credentials.find(
      ({ name }) => name === 'd-6',
    );
    expect(credential).toMatchObject({ connected: true, kind: 'password', devices: ['d-6'] });
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    expect(at.lan.desk.revoke(credential?.id ?? '', TESTER)).toBe('done');
    await closed;
    await expect(connect(at, login)).rejects.toMatchObject({ code: 4 });
    const { refused } = await at.lan.desk.overview();
    expect(refused[0]).toMatchObject({ name: 'd-6', reason: 'unknownName', count: 1 });
  });

  it('signs in with a certificate of the desk’s, and with one it brought along', async () => {
    const made = await at.lan.desk.add(
      { name: 'c-1', devices: ['c-1'], proof: { kind: 'certificate', certificate: null } },
      TESTER,
    );
    if (!made.done || made.made === null) throw new Error('no certificate was made');
    const { certificate: cert, privateKey: key } = made.made;
    expect(new X509Certificate(cert).checkIssued(new X509Certificate(at.ca))).toBe(true);
    const own = await connect(at, { cert, key });
    const theirs = makeCertificates().client;
    await at.lan.desk.add(
      { name: 'c-2', devices: ['c-2'], proof: { kind: 'certificate', certificate: theirs.cert } },
      TESTER,
    );
    const brought = await connect(at, theirs);
    at.sink.frames.splice(0);
    await own.publishAsync(topic('c-1'), 'x', { qos: 1 });
    await own.publishAsync(topic('c-2'), 'x', { qos: 1 });
    await brought.publishAsync(topic('c-2'), 'x', { qos: 1 });
    expect(refusals(at)).toEqual(['taken', 'notAllowed', 'taken']);
    await expect(connect(at, makeCertificates().client)).rejects.toMatchObject({ code: 4 });
    expect((await at.lan.desk.overview()).refused[0]?.reason).toBe('unknownCertificate');
  });
});

it('shuts out who guesses for a minute, counts each try, and lets others of the address in', async () => {
  const at = await rig();
  const login = await given(at, 'd-1', ['d-1']);
  const other = await given(at, 'd-2', ['d-2']);
  const wrong = { ...login, password: 'wrong' };
  for (let i = 0; i < 10; i++) await expect(connect(at, wrong)).rejects.toMatchObject({ code: 4 });
  // Even the right one, so that a guess that hits isn't told apart.
  await expect(connect(at, login)).rejects.toMatchObject({ code: 4 });
  await connect(at, other);
  const { refused, refusedTotal } = await at.lan.desk.overview();
  expect(refused.map(({ reason, count }) => [reason, count])).toEqual([
    ['tooManyTries', 1],
    ['wrongSecret', 10],
  ]);
  expect(refusedTotal).toBe(11);
  at.clock.ms = 60_000;
  await connect(at, login);
});

it('lets in nobody who shows nothing, or speaks without TLS', async () => {
  const at = await rig();
  await expect(connect(at)).rejects.toMatchObject({ code: 4 });
  const plain = mqtt.connect(`mqtt://127.0.0.1:${at.port}`, { reconnectPeriod: 0 });
  plain.on('error', () => {});
  clients.push(plain);
  await new Promise<void>((resolve) => plain.once('close', () => resolve()));
  const { refused } = await at.lan.desk.overview();
  expect(refused.map(({ address, reason }) => [address, reason])).toEqual([
    ['127.0.0.1', 'tlsFailed'],
    ['127.0.0.1', 'nothingShown'],
  ]);
});

it('listens with the administrator’s own certificate, whose key is a secret', async () => {
  const certificates = makeCertificates();
  const secrets = new MemorySecrets();
  await secrets.set('connections/lan/privateKey', certificates.server.key);
  const at = await rig(
    { secrets, privateKeyName: 'connections/lan/privateKey' },
    { certificate: { type: 'given', chain: certificates.server.cert } },
  );
  await connect({ ...at, ca: certificates.ca }, await given(at, 'd-1', ['d-1']));
  expect(at.broker.status().state).toBe('connected');
});

it('says what is wrong when the key can’t be read, and tries again', async () => {
  const { log } = recordingLog();
  const { lan, secrets } = await rig();
  const certificates = makeCertificates();
  const broker = openLanBroker({
    id: 'lan',
    settings: LanBrokerSettings.parse({
      kind: 'lanBroker',
      host: '127.0.0.1',
      port: await freePort(),
      certificate: { type: 'given', chain: certificates.server.cert },
    }),
    secrets,
    privateKeyName: 'absent',
    lan,
    now: Date.now,
    log,
  });
  opened.push(broker);
  new FrameSink().attach(broker);
  await vi.waitFor(() => expect(broker.status().state).toBe('down'));
  expect(broker.status().problem).toContain('the key of the certificate');
});

it('is announced on the port that it listens on, and taken back when it stops', async () => {
  const said: (number | 'gone')[] = [];
  const announce = (port: number) => {
    said.push(port);
    return async () => {
      said.push('gone');
    };
  };
  const { log } = recordingLog();
  const broker = new LanBroker({ id: 'lan', port: 0, announce, log });
  new FrameSink().attach(broker);
  const port = await broker.listening();
  await broker.stop();
  expect(said).toEqual([port, 'gone']);
});

it('takes no more connections of an address that nobody has signed in by, and ends without waiting for them', async () => {
  const at = await rig();
  const silent: Socket[] = [];
  for (let n = 0; n < 50; n++) {
    const socket = connectTcp(at.port, '127.0.0.1');
    silent.push(socket);
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
  }
  const oneMore = connectTcp(at.port, '127.0.0.1');
  oneMore.on('error', () => undefined);
  await new Promise((resolve) => oneMore.once('close', resolve));
  expect((await at.lan.desk.overview()).refused[0]).toMatchObject({ reason: 'tooManyTries' });
  // Half of a handshake each, and nobody waits for the other half.
  await at.broker.stop();
  for (const socket of silent) socket.destroy();
});

it('has a certificate for its new name as soon as it looks again', async () => {
  const { lan } = await rig();
  const timers = new ManualTimers();
  let names = ['localhost', '127.0.0.1'];
  const broker = new LanBroker({
    id: 'lan',
    port: 0,
    tls: { keyPair: () => lan.authority.serverCertificate(names), names: () => names },
    access: lan.access,
    timers,
    log: recordingLog().log,
  });
  opened.push(broker);
  new FrameSink().attach(broker);
  const port = await broker.listening();
  const namesNow = () =>
    new Promise<string>((resolve) => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()?.subjectAltName ?? '');
        socket.destroy();
      });
    });
  expect(await namesNow()).not.toContain('desk.building');
  names = [...names, 'desk.building'];
  timers.fire(3_600_000);
  await vi.waitFor(async () => expect(await namesNow()).toContain('desk.building'));
});
