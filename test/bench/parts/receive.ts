/**
 * The receive path alone: a queue of QoS 1 telemetry waits at mosquitto for a persistent session and is drained, once
 * by mqtt.js as it is (the ceiling) and once through `MqttSource`, whose frames are acknowledged in batches.
 */
import mqtt from 'mqtt';
import { MqttSource } from '#engine/sources/MqttSource.ts';
import type { Frame } from '#engine/sources/source.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { recordingLog } from '../../support/recordingLog.ts';

export interface ReceiveResult {
  readonly messages: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** User and system time of this process, the broker's not included. */
  readonly cpuMicrosecondsPerMessage: number;
}

const FILTER = 'fire-prediction/device/+/data';
const BATCH = 500;
const PUBLISH_WINDOW = 1000;
/** Drained first and not counted: the compiler's own time is not the path's. */
const WARM_UP = 5000;

/**
 * mosquitto to mqtt.js, which acknowledges one message at a time by itself.
 *
 * @param n messages
 */
export function benchReceiveCeiling(n: number): Promise<ReceiveResult> {
  return bench(n, drainPlain);
}

/**
 * mosquitto to frames of `MqttSource`, acknowledged 500 at a time.
 *
 * @param n messages
 */
export function benchReceive(n: number): Promise<ReceiveResult> {
  return bench(n, drainSource);
}

async function bench(n: number, drain: Drain): Promise<ReceiveResult> {
  const broker = await Mosquitto.start({ config: ['max_queued_messages 0', 'max_queued_bytes 0'] });
  try {
    await queue(broker.url, WARM_UP);
    await measure(broker.url, WARM_UP, drain);
    await queue(broker.url, n);
    return await measure(broker.url, n, drain);
  } finally {
    await broker.dispose();
  }
}

/** Opens the session, and publishes while nobody is connected under its client id. */
async function queue(url: string, n: number): Promise<void> {
  const client = await mqtt.connectAsync(url, SESSION);
  await client.subscribeAsync(FILTER, { qos: 1 });
  await client.endAsync();
  const simulator = createSimulator({
    deviceIds: Array.from({ length: 200 }, (_, i) => `device-${i}`),
    seed: 1,
  });
  const publisher = await mqtt.connectAsync(url, { protocolVersion: 4 });
  let next = 0;
  const publishSome = async (): Promise<void> => {
    while (next < n) {
      const index = next++;
      const message = simulator.step(index % 200, Date.UTC(2026, 2, 2) + index);
      await publisher.publishAsync(
        `fire-prediction/device/device-${index % 200}/data`,
        JSON.stringify(message),
        { qos: 1 },
      );
    }
  };
  await Promise.all(Array.from({ length: PUBLISH_WINDOW }, publishSome));
  await publisher.endAsync();
}

const SESSION = {
  protocolVersion: 5,
  clientId: 'desk',
  clean: false,
  properties: { sessionExpiryInterval: 3600, receiveMaximum: BATCH },
  reconnectPeriod: 0,
} as const;

/** Calls `done` at the last message. @returns what closes the connection */
type Drain = (url: string, n: number, done: () => void) => () => Promise<void>;

async function measure(url: string, n: number, drain: Drain): Promise<ReceiveResult> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = drain(url, n, resolve);
  await promise;
  const seconds = (performance.now() - startedAt) / 1000;
  const used = process.cpuUsage(cpu);
  await stop();
  return {
    messages: n,
    seconds,
    perSecond: n / seconds,
    cpuMicrosecondsPerMessage: (used.user + used.system) / n,
  };
}

function drainPlain(url: string, n: number, done: () => void): () => Promise<void> {
  const client = mqtt.connect(url, SESSION);
  let received = 0;
  client.on('message', () => {
    received += 1;
    if (received === n) done();
  });
  return () => client.endAsync();
}

function drainSource(url: string, n: number, done: () => void): () => Promise<void> {
  const source = new MqttSource({
    id: 'bench',
    url,
    clientId: SESSION.clientId,
    receiveMaximum: BATCH,
    log: recordingLog().log,
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
      if (batch.length === BATCH || received === n) close();
      if (received === n) done();
    },
    windowFull: close,
    changed: () => {},
  });
  return () => source.stop();
}

if (import.meta.main) {
  const messages = Number(process.argv[2] ?? 50_000);
  const results = {
    ceiling: await benchReceiveCeiling(messages),
    receive: await benchReceive(messages),
  };
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}
