import mqtt from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackOff } from '#engine/sources/BackOff.ts';
import { MqttSource, type MqttSourceOptions } from '#engine/sources/MqttSource.ts';
import { FrameSink, type FrameSinkOptions } from '../../support/frames.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const WAIT = { timeout: 60_000, interval: 10 };
const topic = (device: string) => `fire-prediction/device/${device}/data`;

const running: { stop(): Promise<void> }[] = [];
const brokers: Mosquitto[] = [];

async function startBroker(
  options: Parameters<typeof Mosquitto.start>[0] = {},
): Promise<Mosquitto> {
  const broker = await Mosquitto.start(options);
  brokers.push(broker);
  return broker;
}

async function listen(
  broker: Mosquitto,
  options: Partial<MqttSourceOptions> = {},
  sinkOptions: FrameSinkOptions = { batchMs: 5 },
) {
  const source = new MqttSource({
    id: 'plant',
    url: broker.url,
    clientId: 'desk-1',
    log: recordingLog().log,
    backOff: new BackOff({ firstMs: 100, capMs: 100 }),
    ...options,
  });
  running.push(source);
  const sink = new FrameSink(sinkOptions).attach(source);
  await vi.waitFor(() => expect(source.status().state).toBe('connected'), WAIT);
  return { source, sink };
}

/** Publishes at QoS 1, all at once; resolves when the broker has taken them all. */
async function publish(
  broker: Mosquitto,
  messages: readonly (readonly [topic: string, payload: string | Buffer])[],
) {
  const client = await mqtt.connectAsync(broker.url, { protocolVersion: 4 });
  await Promise.all(messages.map(([to, payload]) => client.publishAsync(to, payload, { qos: 1 })));
  await client.endAsync();
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => [topic(`device-${i % 50}`), `m${from + i}`] as const);
const names = (count: number, from = 0) => numbered(count, from).map(([, payload]) => payload);

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  await Promise.all(brokers.splice(0).map((broker) => broker.dispose()));
});

describe.skipIf(!hasMosquitto).each([5, 4] as const)(
  'frames from mosquitto over MQTT version byte %i',
  (protocolVersion) => {
    it('delivers 5,000 messages once and in order, in batches, and leaves none at the broker', async () => {
      const broker = await startBroker({ config: ['max_queued_messages 0'] });
      const { source, sink } = await listen(broker, { protocolVersion });
      await publish(broker, numbered(5000));
      await vi.waitFor(() => expect(sink.frames.length).toBe(5000), WAIT);
      expect([...sink.texts].sort()).toEqual([...names(5000)].sort());
      expect(sink.texts).toEqual(names(5000));
      expect(sink.frames.some(({ duplicate }) => duplicate)).toBe(false);
      expect(sink.batches.timer + sink.batches.windowFull).toBeLessThan(2500);
      sink.close();
      await source.stop();

      const again = await listen(broker, { protocolVersion });
      await publish(broker, [[topic('last'), 'last']]);
      await vi.waitFor(() => expect(again.sink.frames.length).toBeGreaterThan(0), WAIT);
      expect(again.sink.texts).toEqual(['last']);
    });

    it('is sent again what was not acknowledged, and not what was', async () => {
      const broker = await startBroker();
      const first = await listen(broker, { protocolVersion }, {});
      await publish(broker, numbered(10));
      await vi.waitFor(() => expect(first.sink.frames.length).toBe(10), WAIT);
      for (const frame of first.sink.frames.slice(0, 4)) frame.ack();
      await first.source.stop();

      const second = await listen(broker, { protocolVersion });
      await vi.waitFor(() => expect(second.sink.frames.length).toBe(6), WAIT);
      expect(second.sink.texts).toEqual(names(6, 4));
      expect(second.sink.frames.every(({ duplicate, backlog }) => duplicate && backlog)).toBe(true);
    });

    it('marks what the broker kept while the desk was away, although it is sent for the first time', async () => {
      const broker = await startBroker();
      const first = await listen(broker, { protocolVersion });
      await first.source.stop();
      await publish(broker, numbered(3));
      const second = await listen(broker, { protocolVersion });
      await vi.waitFor(() => expect(second.sink.frames.length).toBe(3), WAIT);
      expect(second.sink.frames.map(({ duplicate, backlog }) => [duplicate, backlog])).toEqual([
        [false, true],
        [false, true],
        [false, true],
      ]);
    });

    it('survives the broker: killed and started again on its port, it goes on without a loss', async () => {
      const broker = await startBroker({ persistence: true });
      const { source, sink } = await listen(broker, { protocolVersion }, {});
      await publish(broker, numbered(15));
      await vi.waitFor(() => expect(sink.frames.length).toBe(15), WAIT);
      await broker.save();
      await broker.kill();
      await vi.waitFor(() => expect(source.status().state).not.toBe('connected'), WAIT);
      expect(source.status().problem).not.toBeNull();
      const dead = [...sink.frames];

      await broker.restart();
      await vi.waitFor(() => expect(sink.frames.length).toBe(30), WAIT);
      // The kept session delivers before the subscription is confirmed again.
      await vi.waitFor(
        () => expect(source.status()).toMatchObject({ state: 'connected', problem: null }),
        WAIT,
      );
      expect(sink.texts.slice(15)).toEqual(names(15));
      // Frames of the dead connection: their packet ids are in use again, for messages nobody has committed.
      for (const frame of dead) frame.ack();
      await source.stop();
      const after = await listen(broker, { protocolVersion });
      await vi.waitFor(() => expect(after.sink.frames.length).toBe(15), WAIT);
    });

    it('goes on when the broker is stopped in order, and messages come meanwhile to nobody but the queue', async () => {
      const broker = await startBroker({ persistence: true });
      const { source, sink } = await listen(broker, { protocolVersion });
      await broker.stop();
      await vi.waitFor(() => expect(source.status().state).toBe('down'), WAIT);
      await broker.restart();
      await publish(broker, numbered(100));
      await vi.waitFor(() => expect(new Set(sink.texts).size).toBe(100), WAIT);
    });

    it('passes on whatever comes: empty, binary, huge, and topics that nobody expects', async () => {
      const broker = await startBroker();
      const { sink } = await listen(broker, { protocolVersion });
      const odd: readonly (readonly [string, Buffer])[] = [
        [topic('empty'), Buffer.alloc(0)],
        [topic('binary'), Buffer.from([0, 255, 128, 0xc3, 0x28])],
        [topic('huge'), Buffer.alloc(1_000_000, 'x')],
        [topic(''), Buffer.from('no name')],
        [topic('소화전 함 3'), Buffer.from('{"가":1}')],
        [topic('..%2f..'), Buffer.from('null')],
      ];
      await publish(broker, odd);
      await vi.waitFor(() => expect(sink.frames.length).toBe(odd.length), WAIT);
      expect(sink.frames.map((frame) => [frame.topic, Buffer.from(frame.payload)])).toEqual(odd);
    });

    it('takes QoS 0 too, which needs no acknowledgement, and marks retained messages as old', async () => {
      const broker = await startBroker();
      const client = await mqtt.connectAsync(broker.url);
      await client.publishAsync(topic('old'), 'kept', { qos: 1, retain: true });
      const { sink } = await listen(broker, { protocolVersion });
      await vi.waitFor(() => expect(sink.texts).toEqual(['kept']), WAIT);
      await client.publishAsync(topic('new'), 'fleeting', { qos: 0 });
      await vi.waitFor(() => expect(sink.texts).toEqual(['kept', 'fleeting']), WAIT);
      expect(sink.frames.map(({ backlog }) => backlog)).toEqual([true, false]);
      for (const frame of sink.frames) frame.ack();
      await client.endAsync();
    });

    it('keeps receiving when a frame can not be handled', async () => {
      const broker = await startBroker();
      const { log, lines } = recordingLog();
      const { source, sink } = await listen(broker, { protocolVersion, log });
      const take = sink.frame.bind(sink);
      sink.frame = (frame) => {
        take(frame);
        if (sink.frames.length === 2) throw new Error('a bug in the pipeline');
      };
      await publish(broker, numbered(5));
      await vi.waitFor(() => expect(sink.frames.length).toBe(5), WAIT);
      expect(source.status().state).toBe('connected');
      expect(lines.join('')).toContain('a bug in the pipeline');
    });

    it('stays connected while commits are slow: the broker is still pinged', async () => {
      const broker = await startBroker({ config: ['log_type all'] });
      const { source, sink } = await listen(broker, { protocolVersion, keepAliveSeconds: 1 }, {});
      await publish(broker, numbered(3));
      await vi.waitFor(() => expect(sink.frames.length).toBe(3), WAIT);
      await vi.waitFor(() => {
        expect(broker.output.match(/Received PINGREQ from desk-1/g)?.length).toBeGreaterThan(2);
      }, WAIT);
      for (const frame of sink.frames) frame.ack();
      await vi.waitFor(() => {
        expect(broker.output.match(/Received PUBACK from desk-1/g)?.length).toBe(3);
      }, WAIT);
      expect(source.status().state).toBe('connected');
    });
  },
);

describe.skipIf(!hasMosquitto)('the in-flight window', () => {
  it('closes the batch when the declared receive maximum is reached: no timer is needed', async () => {
    const broker = await startBroker();
    const { sink } = await listen(broker, { receiveMaximum: 10 }, {});
    await publish(broker, numbered(500));
    await vi.waitFor(() => expect(sink.frames.length).toBe(500), WAIT);
    expect(sink.batches).toEqual({ windowFull: 50, timer: 0 });
  });

  it('reads no further when nothing is committed, and drops nothing', async () => {
    // MQTT 3.1.1 and a broker without a limit: only the socket can hold it back.
    const broker = await startBroker({
      config: ['max_inflight_messages 0', 'max_queued_messages 0'],
    });
    const { sink } = await listen(
      broker,
      { protocolVersion: 4, receiveMaximum: 25 },
      { commit: () => {} },
    );
    await publish(broker, numbered(1000));
    await vi.waitFor(() => expect(sink.frames.length).toBe(100), WAIT);
    let released = 0;
    await vi.waitFor(() => {
      for (; released < sink.frames.length; released += 1) sink.frames[released]?.ack();
      expect(sink.frames.length).toBe(1000);
    }, WAIT);
    expect(sink.texts).toEqual(names(1000));
  });
});

describe.skipIf(!hasMosquitto)('another desk with the same client id', () => {
  it('is suspected when the broker cuts the connection again and again without saying why', async () => {
    // mosquitto before 2.0.15 closes the older connection without a word, and MQTT 3.1.1 has none for it.
    const broker = await startBroker();
    const first = await listen(broker, { protocolVersion: 4 });
    const second = await listen(broker, { protocolVersion: 4 });
    await vi.waitFor(() => {
      expect([first, second].map(({ source }) => source.status().problem).join()).toContain(
        'Another desk may use this client id',
      );
    }, WAIT);
    // Once the other one is gone the link holds, and the hint goes when it has held for a while.
    await second.source.stop();
    await vi.waitFor(() => expect(first.source.status().state).toBe('connected'), WAIT);
  });
});
