import mqtt from 'mqtt';
import { pino } from 'pino';
import { MqttSource } from '#engine/sources/MqttSource.ts';
import type { Frame } from '#engine/sources/source.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { type Measurement, measurement, median } from '../measure.ts';
import { type EncodedMessage, encodedMessages } from '../messages.ts';

const BATCH = 500;
/** As many unacknowledged messages as AWS IoT Core sends; mosquitto's own number is 20. */
export const BROKER = ['max_queued_messages 0', 'max_inflight_messages 100'] as const;
const SESSION = {
  protocolVersion: 5,
  clientId: 'desk',
  clean: false,
  properties: { sessionExpiryInterval: 3600, receiveMaximum: BATCH },
  reconnectPeriod: 0,
} as const;

/**
 * The receive path alone: messages wait in mosquitto's queue for a QoS 1 session, and are drained.
 *
 * @param by `mqtt.js` as it is, acknowledging one message at a time by itself: the ceiling of what receiving costs
 * with it. `MqttSource` hands out frames, which are acknowledged 500 at a time.
 */
export async function benchReceive(
  messages: readonly EncodedMessage[],
  by: 'mqtt.js' | 'MqttSource' = 'mqtt.js',
): Promise<Measurement> {
  const broker = await Mosquitto.start({ config: BROKER });
  try {
    await queue(broker.url, messages);
    const drain = by === 'mqtt.js' ? drainPlain : drainSource;
    const { promise, resolve } = Promise.withResolvers<void>();
    const started = performance.now();
    const stop = drain(broker.url, messages.length, resolve);
    await promise;
    const seconds = (performance.now() - started) / 1000;
    await stop();
    return measurement(messages.length, seconds);
  } finally {
    await broker.dispose();
  }
}

/** Opens the session, and publishes while nobody is connected under its client id. */
async function queue(url: string, messages: readonly EncodedMessage[]): Promise<void> {
  const client = await mqtt.connectAsync(url, SESSION);
  await client.subscribeAsync('fire-prediction/device/+/data', { qos: 1 });
  await client.endAsync();
  const publisher = await mqtt.connectAsync(url, { protocolVersion: 4 });
  for (let i = 0; i < messages.length; i += 1000) {
    await Promise.all(
      messages
        .slice(i, i + 1000)
        .map(({ topic, payload }) => publisher.publishAsync(topic, payload, { qos: 1 })),
    );
  }
  await publisher.endAsync();
}

/** Calls `done` at the last message. @returns what closes the connection */
type Drain = (url: string, count: number, done: () => void) => () => Promise<void>;

const drainPlain: Drain = (url, count, done) => {
  const client = mqtt.connect(url, SESSION);
  let received = 0;
  client.on('message', () => {
    received += 1;
    if (received === count) done();
  });
  return () => client.endAsync();
};

const drainSource: Drain = (url, count, done) => {
  const source = new MqttSource({
    id: 'bench',
    url,
    clientId: SESSION.clientId,
    receiveMaximum: BATCH,
    log: pino({ level: 'silent' }),
  });
  let received = 0;
  let batch: Frame[] = [];
  const close = () => {
    for (const frame of batch) frame.ack();
    batch = [];
  };
  source.start({
    frame(frame) {
      batch.push(frame);
      received += 1;
      if (batch.length === BATCH || received === count) close();
      if (received === count) done();
    },
    windowFull: close,
    changed: () => {},
  });
  return () => source.stop();
};

if (import.meta.main) {
  const messages = encodedMessages(Number(process.argv[2] ?? 50_000), 1000, Date.now());
  const results = {
    'mqtt.js': await median(3, () => benchReceive(messages)),
    MqttSource: await median(3, () => benchReceive(messages, 'MqttSource')),
  };
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}
