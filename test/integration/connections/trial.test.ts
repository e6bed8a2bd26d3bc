/** Each step of a test that can fail, made to fail: over real TLS, a real broker, and one that says what it is told. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runSteps } from '#engine/connections/steps/runSteps.ts';
import type { TestTarget } from '#engine/connections/steps/step.ts';
import { ConnectionSettings } from '#shared/connections/connection.ts';
import type { StepResult } from '#shared/connections/testStep.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { makeCertificates, type TestCertificates } from '../../support/certificates.ts';
import { freePort } from '../../support/freePort.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';
import { connack, publish, type Script, ScriptedBroker } from '../../support/scriptedBroker.ts';
import { TestPublisher, topicOf, wire } from '../../support/wire.ts';

async function tried(
  settings: Record<string, unknown>,
  said: Partial<TestTarget> = {},
): Promise<readonly StepResult[]> {
  const target: TestTarget = {
    settings: ConnectionSettings.parse({ kind: 'mqtt', ...settings }),
    secrets: {},
    unavailable: [],
    clientId: 'desk-test-1',
    decoding: { powerUnit: 'kW', powerFactorUnit: 'ratio' },
    messageMs: 50,
    live: () => null,
    lanDevices: () => 0,
    now: Date.now,
    ...said,
  };
  const results: StepResult[] = [];
  let passed: boolean | undefined;
  for await (const event of runSteps(target, { monotonicNow: () => performance.now() })) {
    if (event.type === 'result') results.push(event.result);
    if (event.type === 'done') passed = event.passed;
  }
  expect(passed).toBe(results.every(({ level }) => level !== 'fail'));
  return results;
}

/** The last result's step and finding: what the test came to. */
async function last(...asked: Parameters<typeof tried>): Promise<StepResult | undefined> {
  return (await tried(...asked)).at(-1);
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('before MQTT', () => {
  let certificates: TestCertificates;
  let others: TestCertificates;
  beforeAll(() => {
    certificates = makeCertificates();
    others = makeCertificates();
  });

  const encrypted = async (pair: { cert: string; key: string }, options = {}) => {
    const server = createTlsServer({ ...pair, ...options });
    server.on('tlsClientError', () => undefined);
    return `mqtts://127.0.0.1:${await listening(server)}`;
  };

  test('a name that nobody knows, and a port that nobody listens at', async () => {
    expect(await last({ url: 'mqtt://no-such-broker.invalid:1883' })).toMatchObject({
      step: 'name',
      level: 'fail',
      values: { host: 'no-such-broker.invalid' },
    });
    expect(await last({ url: `mqtt://127.0.0.1:${await freePort()}` })).toMatchObject({
      step: 'tcp',
      finding: 'tcpRefused',
    });
  });

  test('their certificate: of another name, over, of an unknown authority', async () => {
    const { ca } = certificates;
    const url = await encrypted(certificates.otherServer);
    expect(await last({ url, ca })).toMatchObject({
      step: 'tls',
      finding: 'tlsOtherName',
      values: { host: '127.0.0.1', names: 'elsewhere.example' },
    });
    expect(await last({ url: await encrypted(certificates.expired), ca })).toMatchObject({
      finding: 'tlsExpired',
      values: { now: expect.stringMatching(/UTC$/) },
    });
    const good = await encrypted(certificates.server);
    expect(await last({ url: good, ca: others.ca })).toMatchObject({ finding: 'tlsUntrusted' });
    expect(await last({ url: good })).toMatchObject({ finding: 'tlsUntrusted' });
  });

  test('a port without TLS, and one that demands a certificate that is not there', async () => {
    const plain = createServer((socket) => socket.once('data', () => socket.end()));
    const url = `mqtts://127.0.0.1:${await listening(plain)}`;
    expect(await last({ url })).toMatchObject({ step: 'tls', finding: 'tlsPlain' });
    const { ca } = certificates;
    const asking = await encrypted(certificates.server, {
      ca,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    });
    expect(await last({ url: asking, ca })).toMatchObject({ finding: 'tlsOwnRefused' });
  });

  test('the own certificate and key, judged before anything is sent', async () => {
    const url = 'mqtts://127.0.0.1:1';
    const { cert, key } = certificates.client;
    const own = (certificate: string, privateKey: string, said: Partial<TestTarget> = {}) =>
      last({ url, certificate }, { secrets: { privateKey }, ...said });
    const day = 86_400_000;
    expect(await own(cert, others.client.key)).toMatchObject({ finding: 'keyOther' });
    expect(await own(key, cert)).toMatchObject({ finding: 'certificateSwapped' });
    expect(await own(cert, cert)).toMatchObject({ finding: 'keySwapped' });
    expect(await own(cert, '')).toMatchObject({ finding: 'keyMissing' });
    expect(await own('nonsense', key)).toMatchObject({ finding: 'certificateUnreadable' });
    expect(await own(cert, key, { now: () => Date.now() + 5 * day })).toMatchObject({
      finding: 'certificateExpired',
    });
    expect(await own(cert, key, { now: () => Date.now() - 5 * day })).toMatchObject({
      finding: 'certificateNotYet',
    });
    const [first] = await tried({ url, certificate: cert }, { secrets: { privateKey: key } });
    // A test's certificates live for two days.
    expect(first).toMatchObject({ step: 'certificate', level: 'warn', finding: 'certificateSoon' });
  });
});

describe('what a broker answers', () => {
  const answering = async (script: Script) => {
    const broker = await ScriptedBroker.start(script);
    onTestFinished(() => broker.stop());
    return { url: broker.url };
  };

  test.each([
    [0x86, 'mqttCredentials'],
    [0x87, 'mqttNotAuthorised'],
    [0x85, 'mqttClientId'],
    [0x97, 'mqttBusy'],
    [0x81, 'mqttOther'],
  ])('CONNACK %i is %s', async (reason, finding) => {
    const settings = await answering({ onConnect: connack(5, reason) });
    expect(await last(settings)).toMatchObject({ step: 'mqtt', level: 'fail', finding });
  });

  test('a broker that hangs up, one that knows no version, one that refuses the subscription', async () => {
    expect(await last(await answering({ onConnect: 'close' }))).toMatchObject({
      step: 'mqtt',
      finding: 'mqttClosed',
      values: { client: 'desk-test-1' },
    });
    expect(await last(await answering({ onConnect: connack(4, 1) }))).toMatchObject({
      finding: 'mqttVersion',
    });
    const refusing = await answering({ onConnect: connack(5, 0), onSubscribe: 0x87 });
    expect(await last(refusing)).toMatchObject({
      step: 'subscribe',
      finding: 'subscribeRefused',
      values: { filter: 'fire-prediction/device/+/data' },
    });
  });

  test('a live connection that another desk has thrown out is told, whatever the test finds', async () => {
    const settings = await answering({ onConnect: connack(5, 0), onSubscribe: 1 });
    const live = { problemCode: 'takenOver' } as FeedStatus;
    expect(await tried(settings, { live: () => live })).toContainEqual(
      expect.objectContaining({ step: 'mqtt', level: 'warn', finding: 'mqttTaken' }),
    );
  });

  test('whoever stops watching ends the test and its connection', async () => {
    const broker = await ScriptedBroker.start({ onConnect: 'silence' });
    onTestFinished(() => broker.stop());
    const stop = new AbortController();
    const events: string[] = [];
    const target = {
      settings: ConnectionSettings.parse({ kind: 'mqtt', url: broker.url }),
      secrets: {},
      unavailable: [],
      clientId: 'desk-test-1',
      decoding: { powerUnit: 'kW', powerFactorUnit: 'ratio' },
      messageMs: 50,
      live: () => null,
      lanDevices: () => 0,
      now: Date.now,
    } as const;
    for await (const event of runSteps(target, { monotonicNow: () => 0, signal: stop.signal })) {
      events.push(event.type);
      if (event.type === 'begun' && event.step === 'mqtt') stop.abort();
    }
    expect(events.at(-1)).toBe('begun');
  });
});

describe.skipIf(!hasMosquitto)('a real broker', () => {
  let certificates: TestCertificates;
  let broker: Mosquitto;
  let secure: Mosquitto;
  beforeAll(async () => {
    certificates = makeCertificates();
    [broker, secure] = await Promise.all([
      Mosquitto.start(),
      Mosquitto.start({ tls: { certificates, requireClient: true } }),
    ]);
  });
  afterAll(() => Promise.all([broker.dispose(), secure.dispose()]));

  test('a message that can be read passes; one that can not is told with its reason', async () => {
    const publisher = await TestPublisher.connect(broker.url);
    onTestFinished(() => publisher.end());
    const { url } = broker;
    expect((await last({ url }))?.finding).toBe('messageNone');
    const sending = setInterval(() => void publisher.raw(topicOf('device-1'), '{"volt":1}'), 10);
    const unreadable = await last({ url }, { messageMs: 20_000 });
    expect(unreadable).toMatchObject({ step: 'message', level: 'fail' });
    expect(unreadable).toMatchObject({
      finding: 'messageUnreadable',
      values: { topic: topicOf('device-1') },
    });
    clearInterval(sending);
    const good = setInterval(
      () => void publisher.raw(topicOf('device-1'), JSON.stringify(wire('device-1'))),
      10,
    );
    expect(await last({ url }, { messageMs: 20_000 })).toMatchObject({
      level: 'ok',
      finding: 'messageRead',
      values: { device: 'device-1' },
    });
    clearInterval(good);
  });

  test('a certificate of its own lets it in; without one, or with a stranger’s, it says so', async () => {
    const { ca, client } = certificates;
    const { url } = secure;
    const results = await tried(
      { url, ca, certificate: client.cert },
      { secrets: { privateKey: client.key } },
    );
    expect(results.map(({ step }) => step)).toEqual([
      'certificate',
      'tcp',
      'tls',
      'mqtt',
      'subscribe',
      'message',
    ]);
    expect(results.every(({ level }) => level !== 'fail')).toBe(true);
    // In TLS 1.3 the other side says no only after the handshake.
    expect(await last({ url, ca })).toMatchObject({ level: 'fail', finding: 'tlsOwnRefused' });
    const stranger = makeCertificates().client;
    expect(
      await last(
        { url, ca, certificate: stranger.cert },
        { secrets: { privateKey: stranger.key } },
      ),
    ).toMatchObject({ level: 'fail', finding: 'tlsOwnRefused' });
  });
});

test('a serial port that is not there', async () => {
  const settings = { kind: 'serialNdjson', path: '/dev/no-such-port' };
  expect(await tried(settings)).toEqual([
    expect.objectContaining({
      step: 'port',
      finding: 'portMissing',
      values: { path: settings.path },
    }),
  ]);
});

test('the broker inside the desk: its port taken, free, and without anybody who may come in', async () => {
  const server = createServer();
  const port = await listening(server);
  const settings = { kind: 'lanBroker', host: '127.0.0.1' };
  expect(await last({ ...settings, port })).toMatchObject({
    step: 'listen',
    finding: 'listenTaken',
  });
  const free = await tried({ ...settings, port: await freePort() });
  expect(free.map(({ finding }) => finding)).toEqual([
    'certificateOwn',
    'listenFree',
    'devicesNone',
    'messageNotOn',
  ]);
});

test('scripted publishing is understood by the trial as well', async () => {
  const broker = await ScriptedBroker.start({
    onConnect: [...connack(5, 0), ...publish(5, 1, topicOf('d'), 'x')],
    onSubscribe: 1,
  });
  onTestFinished(() => broker.stop());
  expect(await last({ url: broker.url })).toMatchObject({
    finding: 'messageUnreadable',
    values: { reason: 'notJson' },
  });
});
