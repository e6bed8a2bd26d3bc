import { connect as connectTcp } from 'node:net';
import mqtt, { type IClientOptions } from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackOff } from '#engine/sources/BackOff.ts';
import { LanBroker, type LanBrokerOptions } from '#engine/sources/LanBroker.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { FrameSink, type FrameSinkOptions } from '../../support/frames.ts';
import { freePort } from '../../support/freePort.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const WAIT = { timeout: 30_000, interval: 5 };
const topic = (device: string) => `fire-prediction/device/${device}/data`;

const brokers: LanBroker[] = [];
const clients: mqtt.MqttClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
});

async function listen(options: Partial<LanBrokerOptions> = {}, sinkOptions: FrameSinkOptions = {}) {
  const { log, lines } = recordingLog();
  const broker = new LanBroker({ id: 'lan', port: 0, log, ...options });
  brokers.push(broker);
  const sink = new FrameSink(sinkOptions).attach(broker);
  const port = await broker.listening();
  return {
    broker,
    sink,
    port,
    lines,
    url: `${options.tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`,
  };
}

async function device(url: string, options: IClientOptions = {}): Promise<mqtt.MqttClient> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...options }, false);
  client.on('error', () => {});
  clients.push(client);
  return client;
}

describe('a device that publishes to the embedded broker', () => {
  it('gets its acknowledgement only after the commit', async () => {
    const { sink, url } = await listen();
    const client = await device(url);
    const answered: string[] = [];
    const sent = client
      .publishAsync(topic('a'), 'reading', { qos: 1 })
      .then(() => answered.push('a'));
    await vi.waitFor(() => expect(sink.texts).toEqual(['reading']), WAIT);
    expect(sink.frames[0]).toMatchObject({
      sourceId: 'lan',
      topic: topic('a'),
      duplicate: false,
      backlog: false,
    });
    // A second message that is acknowledged at once comes back, although it was sent later: the first still waits.
    const other = await device(url);
    const second = other.publishAsync(topic('b'), 'other', { qos: 1 });
    await vi.waitFor(() => expect(sink.frames).toHaveLength(2), WAIT);
    sink.frames[1]?.ack();
    await second;
    expect(answered).toEqual([]);
    sink.frames[0]?.ack();
    await sent;
    expect(answered).toEqual(['a']);
  });

  it('is not acknowledged when it went away before the commit, and sends again', async () => {
    const { sink, url } = await listen();
    const client = await device(url, { clientId: 'gateway', clean: false, reconnectPeriod: 1 });
    const sent = client.publishAsync(topic('a'), 'reading', { qos: 1 });
    await vi.waitFor(() => expect(sink.frames).toHaveLength(1), WAIT);
    client.stream.destroy();
    await vi.waitFor(() => expect(sink.frames).toHaveLength(2), WAIT);
    sink.frames[0]?.ack();
    sink.frames[1]?.ack();
    await sent;
    expect(sink.texts).toEqual(['reading', 'reading']);
  });

  it('may send many at once: batches close without a timer, and nothing is lost', async () => {
    const { sink, url } = await listen({}, { batchMs: 50 });
    const gateways = await Promise.all([device(url), device(url)]);
    await Promise.all(
      Array.from({ length: 3000 }, (_, i) =>
        gateways[i % 2]?.publishAsync(topic(`d${i % 9}`), `m${i}`, { qos: 1 }),
      ),
    );
    expect(new Set(sink.texts).size).toBe(3000);
    expect(sink.batches.windowFull).toBeGreaterThan(sink.batches.timer);
  });

  it('needs no acknowledgement at QoS 0, and gets one at QoS 2 after the commit', async () => {
    const { sink, url } = await listen();
    const client = await device(url);
    await client.publishAsync(topic('a'), 'zero', { qos: 0 });
    const two = client.publishAsync(topic('a'), 'two', { qos: 2 });
    await vi.waitFor(() => expect(sink.texts).toEqual(['zero', 'two']), WAIT);
    for (const frame of sink.frames) frame.ack();
    await two;
  });

  it('has no session to come back to: what one holds in memory is never given back', async () => {
    const { url } = await listen({ allowViewers: true });
    for (let times = 0; times < 2; times++) {
      const client = mqtt.connect(url, { reconnectPeriod: 0, clean: false, clientId: 'gateway-1' });
      clients.push(client);
      const accepted = new Promise((resolve) => client.once('connect', resolve));
      expect(await accepted).toMatchObject({ sessionPresent: false });
      await client.subscribeAsync('#');
      await client.endAsync();
    }
  });

  it('may send garbage as a payload: that is for the decoder to judge', async () => {
    const { sink, url } = await listen({}, { batchMs: 1 });
    const client = await device(url);
    const odd = [Buffer.alloc(0), Buffer.from([0, 255, 0xc3, 0x28]), Buffer.alloc(60_000, 'x')];
    for (const payload of odd) await client.publishAsync(topic('소화전'), payload, { qos: 1 });
    expect(sink.frames.map(({ payload }) => Buffer.from(payload))).toEqual(odd);
  });

  it('leaves nothing behind in the broker: a retained reading is taken once and not kept', async () => {
    const { sink, url } = await listen({ allowViewers: true }, { batchMs: 1 });
    const client = await device(url);
    await client.publishAsync(topic('a'), 'kept?', { qos: 1, retain: true });
    expect(sink.frames[0]?.backlog).toBe(true);
    const viewer = await device(url);
    const seen: string[] = [];
    viewer.on('message', (_topic, payload) => seen.push(payload.toString()));
    await viewer.subscribeAsync('#');
    await client.publishAsync(topic('a'), 'live', { qos: 1 });
    await vi.waitFor(() => expect(seen).toEqual(['live']), WAIT);
  });
});

describe('the embedded broker refuses', () => {
  it.each(['fire-prediction/device/a', 'fire-prediction/device/a/data/more', 'other', '$SYS/x'])(
    'the topic %s: the message is handed on as refused, and the connection stays',
    async (elsewhere) => {
      const { sink, url } = await listen({}, { batchMs: 1 });
      const client = await device(url);
      await client.publishAsync(elsewhere, 'x', { qos: 1 });
      await client.publishAsync(topic('a'), 'reading', { qos: 1 });
      expect(sink.frames.map(({ refusal }) => refusal?.reason)).toEqual(['topicShape', undefined]);
    },
  );

  it('a packet larger than the limit, by its header: before its bytes are collected, and says whose it was', async () => {
    const { sink, port, lines } = await listen({ maximumPayloadBytes: 1000 });
    const closed = await new Promise((resolve) => {
      const socket = connectTcp(port, '127.0.0.1', () => {
        socket.write(Buffer.from('101000044d5154540402003c000464657631', 'hex'));
        // Once it is answered: PUBLISH that announces 200 MB.
        socket.once('data', () => socket.write(Buffer.from([0x32, 0x80, 0x84, 0xaf, 0x5f, 0, 1])));
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve('closed'));
      socket.resume();
    });
    expect(closed).toBe('closed');
    await vi.waitFor(() => expect(sink.frames).toHaveLength(1), WAIT);
    expect(sink.frames[0]?.refusal).toEqual({
      reason: 'tooLarge',
      detail: 'a packet is larger than 2024 bytes, from dev1',
    });
    expect(lines.join()).toContain('"client":"dev1"');
  });

  it('bytes that are no MQTT, and goes on serving others', async () => {
    const { sink, port, url } = await listen({}, { batchMs: 1 });
    for (const garbage of [
      'GET / HTTP/1.1\r\n\r\n',
      '\0\0\0\0',
      '\xff\xff\xff\xff\xff\xff',
      '\x10\x00',
    ]) {
      await new Promise((resolve) => {
        const socket = connectTcp(port, '127.0.0.1', () =>
          socket.end(Buffer.from(garbage, 'latin1')),
        );
        socket.on('error', () => {});
        socket.on('close', resolve);
        socket.resume();
      });
    }
    const client = await device(url);
    await client.publishAsync(topic('a'), 'fine', { qos: 1 });
    expect(sink.texts).toEqual(['fine']);
  });

  it('subscriptions, unless viewers are allowed', async () => {
    const closed = await listen();
    const spy = await device(closed.url);
    await expect(spy.subscribeAsync('#')).rejects.toThrow();
  });

  it.each([
    ['a wrong password', { username: 'gateway', password: 'wrong' }],
    ['a wrong name', { username: 'other', password: 'correct horse' }],
    ['a name without a password', { username: 'gateway' }],
    ['nobody in particular', {}],
  ])('%s', async (_who, credentials) => {
    const { url, lines } = await listen({
      credentials: { username: 'gateway', password: 'correct horse' },
    });
    await expect(device(url, credentials)).rejects.toThrow(/refused|authorized/i);
    await expect(
      device(url, { username: 'gateway', password: 'correct horse' }),
    ).resolves.toBeDefined();
    expect(lines.join('')).not.toContain('correct horse');
  });

  it('to listen on the network without asking who is there', () => {
    const { log } = recordingLog();
    const make = (options: Partial<LanBrokerOptions>) => () =>
      new LanBroker({ id: 'lan', port: 0, host: '0.0.0.0', log, ...options });
    expect(make({})).toThrow('user name and password');
    expect(make({ allowAnonymous: true })).not.toThrow();
    expect(make({ credentials: { username: 'a', password: 'b' } })).not.toThrow();
  });
});

describe('the embedded broker', () => {
  it('speaks TLS and asks devices for a certificate of its authority', async () => {
    const certificates = makeCertificates();
    const { url, sink } = await listen(
      { tls: { ...certificates.server, ca: certificates.ca } },
      { batchMs: 1 },
    );
    await expect(device(url, { ca: certificates.ca })).rejects.toThrow();
    const client = await device(url, { ca: certificates.ca, ...certificates.client });
    await client.publishAsync(topic('a'), 'secret', { qos: 1 });
    expect(sink.texts).toEqual(['secret']);
  });

  it('says that its port is taken, and listens once it is free', async () => {
    const port = await freePort();
    const first = await listen({ port });
    const timers = new ManualTimers();
    const { log } = recordingLog();
    const second = new LanBroker({
      id: 'two',
      port,
      log,
      timers,
      backOff: new BackOff({ random: () => 0.5 }),
    });
    brokers.push(second);
    const sink = new FrameSink().attach(second);
    await vi.waitFor(() => expect(second.status().state).toBe('down'), WAIT);
    expect(second.status()).toMatchObject({
      problemCode: 'portInUse',
      problem: 'Another program already listens on this port.',
    });
    await first.broker.stop();
    timers.fire(500);
    expect(await second.listening()).toBe(port);
    expect(second.status()).toMatchObject({
      state: 'connected',
      problem: null,
      address: `mqtt://127.0.0.1:${port}`,
    });
    expect(sink.states).toEqual(['connecting', 'down', 'connected']);
  });

  it('stops with an unusable certificate, and says so', async () => {
    const { log } = recordingLog();
    const broker = new LanBroker({ id: 'lan', port: 0, log, tls: { cert: 'none', key: 'none' } });
    brokers.push(broker);
    new FrameSink().attach(broker);
    await expect(broker.listening()).rejects.toThrow();
    expect(broker.status()).toMatchObject({ state: 'stopped', problemCode: 'configuration' });
  });

  it('closes its connections when it is stopped; held messages are the devices’ again', async () => {
    const { broker, sink, url, port } = await listen();
    const client = await device(url);
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(topic('a'), 'x', { qos: 1 });
    await vi.waitFor(() => expect(sink.frames).toHaveLength(1), WAIT);
    await broker.stop();
    await closed;
    sink.frames[0]?.ack();
    expect(broker.status().state).toBe('stopped');
    await expect(device(`mqtt://127.0.0.1:${port}`)).rejects.toThrow();
  });
});
