/** The ways into AWS IoT Core, against what of it can be had here: TLS with ALPN and SNI, WebSocket, MQTT 5 answers. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAwsIot } from '#engine/sources/openAwsIot.ts';
import type { Resumption } from '#engine/sources/source.ts';
import { AwsIotSettings } from '#shared/connections/awsIot.ts';
import {
  type AwsFront,
  startCredentialEndpoint,
  startTlsFront,
  startWebSocketFront,
} from '../../support/awsFront.ts';
import { makeCertificates, type TestCertificates } from '../../support/certificates.ts';
import { FrameSink } from '../../support/frames.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import {
  connack,
  connackKeeping,
  disconnect,
  publish,
  type Script,
  ScriptedBroker,
} from '../../support/scriptedBroker.ts';

const WAIT = { timeout: 30_000, interval: 5 };
const NOW = Date.UTC(2026, 0, 5, 1, 2, 3);
const FILTER = 'fire-prediction/device/+/data';
const PERMANENT = 900_000;

let certificates: TestCertificates;
beforeAll(() => {
  certificates = makeCertificates();
});

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop();
});

async function scripted(script: Script = {}): Promise<ScriptedBroker> {
  const broker = await ScriptedBroker.start(script);
  open.push(broker);
  return broker;
}

async function front(
  start: typeof startTlsFront,
  options: Omit<Parameters<typeof startTlsFront>[0], 'certificates'>,
): Promise<AwsFront> {
  const started = await start({ certificates, ...options });
  open.push(started);
  return started;
}

function listen(auth: object, more: object = {}, secrets: Record<string, string> = {}) {
  const timers = new ManualTimers();
  const { log, lines } = recordingLog();
  const source = openAwsIot({
    id: 'aws-iot-1',
    settings: AwsIotSettings.parse({
      kind: 'awsIot',
      endpoint: 'localhost',
      ca: certificates.ca,
      auth,
      ...more,
    }),
    secrets: { privateKey: certificates.client.key, ...secrets },
    clientId: 'desk-1',
    now: () => NOW,
    log,
    timers,
  });
  open.push(source);
  const sink = new FrameSink();
  const resumed: Resumption[] = [];
  source.start({
    frame: (frame) => sink.frame(frame),
    windowFull: () => sink.windowFull(),
    changed: () => undefined,
    resumed: (resumption) => resumed.push(resumption),
  });
  const becomes = (state: string) =>
    vi.waitFor(
      () => expect(source.status().state, JSON.stringify(source.status())).toBe(state),
      WAIT,
    );
  return { source, sink, timers, lines, resumed, becomes };
}

const withCertificate = (port: number) => ({
  type: 'certificate',
  port,
  certificate: certificates.client.cert,
});

describe('the way in', () => {
  it('with a certificate on a port that isn’t MQTT’s own says by ALPN what it speaks, and names the host', async () => {
    const broker = await scripted();
    const { port, seen } = await front(startTlsFront, { broker: broker.url });
    const { becomes, sink, source } = listen(withCertificate(port));
    await becomes('connected');
    expect(seen).toEqual([{ alpn: 'x-amzn-mqtt-ca', serverName: 'localhost', client: 'client' }]);
    expect(broker).toMatchObject({ versions: [5], clientIds: ['desk-1'], filters: [FILTER] });

    broker.send(publish(5, 1, 'fire-prediction/device/a/data', 'm1'));
    await vi.waitFor(() => expect(sink.texts).toEqual(['m1']), WAIT);
    expect(broker.acknowledged).toEqual([]);
    sink.close();
    await vi.waitFor(() => expect(broker.acknowledged).toEqual([1]), WAIT);
    expect(source.certificates?.map(({ purpose }) => purpose)).toEqual(['client', 'authority']);
  });

  it('with a custom authoriser says `mqtt`, and tells it everything in the user name', async () => {
    const broker = await scripted();
    const { port, seen } = await front(startTlsFront, { broker: broker.url });
    const auth = {
      type: 'authorizer',
      port,
      authorizerName: 'desks',
      username: 'desk',
      tokenKeyName: 'token',
      tokenSignature: 'a+b/c==',
    };
    const { becomes } = listen(auth, {}, { authorizerToken: 'se cret' });
    await becomes('connected');
    expect(seen).toEqual([{ alpn: 'mqtt', serverName: 'localhost', client: undefined }]);
    expect(broker.usernames).toEqual([
      'desk?x-amz-customauthorizer-name=desks&token=se%20cret&x-amz-customauthorizer-signature=a%2Bb%2Fc%3D%3D',
    ]);
  });

  it('with a custom authoriser over WebSocket tells it the same', async () => {
    const broker = await scripted();
    const { port, seen } = await front(startWebSocketFront, { broker: broker.url });
    const { becomes } = listen({
      type: 'authorizer',
      transport: 'webSocket',
      port,
      authorizerName: 'desks',
    });
    await becomes('connected');
    expect(seen).toMatchObject([{ url: '/mqtt', serverName: 'localhost' }]);
    expect(broker.usernames).toEqual(['?x-amz-customauthorizer-name=desks']);
  });

  it('with a signature signs each attempt anew, for the host as the request names it', async () => {
    const broker = await scripted({ onConnect: connack(5, 0x88) });
    const { port, seen } = await front(startWebSocketFront, { broker: broker.url });
    const auth = {
      type: 'sigV4',
      port,
      region: 'ap-northeast-2',
      credentials: { type: 'keys', accessKeyId: 'AKIA0123456789ABCDEF' },
    };
    const { becomes, timers } = listen(auth, {}, { secretAccessKey: 'key' });
    await becomes('down');
    broker.script = {};
    timers.waiting[0]?.callback();
    await becomes('connected');
    expect(seen).toHaveLength(2);
    for (const { url, host } of seen) {
      expect(host).toBe(`localhost:${port}`);
      expect(url).toMatch(
        /^\/mqtt\?X-Amz-Algorithm=AWS4-HMAC-SHA256&.*X-Amz-Signature=[0-9a-f]{64}$/,
      );
    }
  });

  it('with lent credentials signs with them, and borrows again only before they end', async () => {
    const lender = await startCredentialEndpoint({
      certificates,
      expiration: new Date(NOW + 3_600_000).toISOString(),
    });
    open.push(lender);
    const broker = await scripted({ onConnect: connack(5, 0x88) });
    const { port, seen } = await front(startWebSocketFront, { broker: broker.url });
    const credentials = {
      type: 'iotRoleAlias',
      endpoint: `localhost:${lender.port}`,
      roleAlias: 'desk',
      thingName: 'desk-1',
      certificate: certificates.client.cert,
      ca: certificates.ca,
    };
    const { becomes, timers } = listen({ type: 'sigV4', port, region: 'eu-west-1', credentials });
    await becomes('down');
    timers.waiting[0]?.callback();
    await vi.waitFor(() => expect(seen).toHaveLength(2), WAIT);
    for (const { url } of seen) {
      expect(url).toContain('X-Amz-Credential=ASIALENT%2F20260105%2Feu-west-1%2Fiotdevicegateway');
      expect(url).toMatch(/&X-Amz-Security-Token=token-1$/);
    }
    expect(lender.seen).toMatchObject([
      { client: 'client', url: '/role-aliases/desk/credentials' },
    ]);
  });

  it.each([
    [403, 'credentialsRefused', 'HTTP 403'],
    [503, 'brokerBusy', 'HTTP 503'],
    [200, 'protocolError', 'HTTP 200'],
  ])('that answers a WebSocket with %i is %s', async (refuse, problemCode, said) => {
    const broker = await scripted();
    const { port } = await front(startWebSocketFront, { broker: broker.url, refuse });
    const { becomes, source } = listen({ type: 'authorizer', transport: 'webSocket', port });
    await becomes('down');
    expect(source.status()).toMatchObject({ problemCode });
    expect(source.status().problem).toContain(said);
  });

  it('whose credentials can’t be had says so, and is tried again', async () => {
    const auth = {
      type: 'sigV4',
      port: 1,
      region: 'ap-northeast-2',
      credentials: {
        type: 'iotRoleAlias',
        endpoint: 'localhost:1',
        roleAlias: 'desk',
        thingName: 'desk-1',
        certificate: certificates.client.cert,
      },
    };
    const { becomes, source, timers } = listen(auth);
    await becomes('down');
    expect(source.status().problemCode).toBe('credentialsExpired');
    expect(timers.waiting).toHaveLength(1);
  });

  it('whose region nobody says can’t be opened', () => {
    const credentials = { type: 'sso', profile: 'desk' };
    expect(() => listen({ type: 'sigV4', credentials })).toThrow(
      /localhost does not say its region/,
    );
  });
});

describe('a subscription that is refused', () => {
  const refused = async (script: Script) => {
    const broker = await scripted(script);
    const { port } = await front(startTlsFront, { broker: broker.url });
    return { broker, ...listen(withCertificate(port)) };
  };

  it('stops the way in with a sentence; it is asked again a quarter of an hour later, not in a loop', async () => {
    const { broker, becomes, source, timers } = await refused({ onSubscribe: 0x87 });
    await becomes('stopped');
    expect(source.status()).toMatchObject({
      problemCode: 'subscriptionRefused',
      problem: `The broker refuses the subscription to ${FILTER} (reason 135).`,
    });
    expect(timers.waiting.map(({ ms }) => ms)).toEqual([PERMANENT]);
    broker.script = {};
    timers.fire(PERMANENT);
    await becomes('connected');
    expect(source.status().problem).toBeNull();
  });

  it('is recognised when the broker says goodbye instead of answering it', async () => {
    const { becomes, source } = await refused({ onSubscribe: disconnect(0x87) });
    await becomes('stopped');
    expect(source.status().problemCode).toBe('subscriptionRefused');
  });

  it('or closes without a word, the third time in a row: once may be the network', async () => {
    const { broker, becomes, source, timers } = await refused({ onSubscribe: 'close' });
    for (const attempt of [1, 2]) {
      await becomes('down');
      expect(broker.filters).toHaveLength(attempt);
      timers.waiting[0]?.callback();
      timers.waiting.shift();
    }
    await becomes('stopped');
    expect(source.status().problem).toContain('it may not be allowed');
    expect(timers.waiting.map(({ ms }) => ms)).toEqual([PERMANENT]);
  });

  it('for a quota is asked again soon', async () => {
    const { becomes, timers } = await refused({ onSubscribe: 0x97 });
    await becomes('down');
    expect(timers.waiting[0]?.ms).toBeLessThan(1000);
  });
});

describe('the session', () => {
  it('that the broker keeps for a shorter time than asked is told in the log', async () => {
    const broker = await scripted({ onConnect: connackKeeping(60) });
    const { port } = await front(startTlsFront, { broker: broker.url });
    const { becomes, lines } = listen(withCertificate(port), { sessionSeconds: 600 });
    await becomes('connected');
    expect(lines.join('')).toContain('"sessionSeconds":60');
  });

  it('that is gone after a cut tells since when something may be missing; one that was kept, that nothing is', async () => {
    const broker = await scripted();
    const { port } = await front(startTlsFront, { broker: broker.url });
    const { becomes, resumed, timers } = listen(withCertificate(port));
    await becomes('connected');
    const again = async (script: Script) => {
      broker.script = script;
      broker.cut();
      await becomes('down');
      timers.waiting.find(({ ms }) => ms <= 4000)?.callback();
      await becomes('connected');
    };
    await again({});
    await again({ onConnect: connack(5, 0, true) });
    expect(resumed.map(({ quietSince, sessionKept }) => ({ quietSince, sessionKept }))).toEqual([
      { quietSince: null, sessionKept: false },
      { quietSince: NOW, sessionKept: false },
      { quietSince: NOW, sessionKept: true },
    ]);
  });

  it('that another desk takes over stops for good', async () => {
    const broker = await scripted();
    const { port } = await front(startTlsFront, { broker: broker.url });
    const { becomes, source } = listen(withCertificate(port));
    await becomes('connected');
    broker.send(disconnect(0x8e));
    await becomes('stopped');
    expect(source.status().problemCode).toBe('takenOver');
  });
});

describe('several connections', () => {
  it('share one subscription under their own client ids, and count as connected while one is', async () => {
    const broker = await scripted();
    const { port } = await front(startTlsFront, { broker: broker.url });
    const { becomes, source, sink, resumed } = listen(withCertificate(port), {
      connections: 2,
      shareName: 'night',
    });
    await vi.waitFor(() => expect(broker.filters).toHaveLength(2), WAIT);
    await becomes('connected');
    expect([...broker.clientIds].sort()).toEqual(['desk-1-1', 'desk-1-2']);
    expect(broker.filters).toEqual([`$share/night/${FILTER}`, `$share/night/${FILTER}`]);

    // As many as the broker sends before it waits, the newest first: nothing more can come, so they leave, in order.
    const message = (n: number) => JSON.stringify({ n, timestamp: NOW + n });
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    broker.sendToFirst(
      ...numbers.map((n) => publish(5, n + 1, 'fire-prediction/device/a/data', message(99 - n))),
    );
    await vi.waitFor(() => expect(broker.acknowledged).toHaveLength(100), WAIT);
    expect(sink.texts).toEqual(numbers.map(message));
    expect(source.status()).toMatchObject({ id: 'aws-iot-1', state: 'connected' });
    expect(resumed).toMatchObject([{ sourceId: 'aws-iot-1', quietSince: null }]);
  });
});
