import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mqtt from 'mqtt';
import { pino } from 'pino';
import { type Engine, startEngine } from '#engine/startEngine.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { type Measurement, measurement, round } from '../measure.ts';
import type { EncodedMessage } from '../messages.ts';
import { BROKER } from './receive.ts';

/** A report looks at every device and file: asked more often it would be a part of what is measured. */
const POLL_MS = 10;

export interface EndToEnd {
  readonly measured: Measurement;
  /** CPU of the engine's whole process for each message, µs: steadier than the rate on a shared machine. */
  readonly cpuMicrosecondsEach: number;
}

/**
 * From mosquitto's queue to the commit: the engine's session is made first, the messages are queued while it is
 * away, and then it takes them as fast as it can, acknowledging after each commit. The broker waits until the model is
 * loaded: a start is no part of the path.
 */
export async function benchEndToEnd(messages: readonly EncodedMessage[]): Promise<EndToEnd> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-bench-'));
  const broker = await Mosquitto.start({ config: BROKER });
  const start = () =>
    startEngine({ dataDir, log: pino({ level: 'silent' }), mqtt: [{ url: broker.url }] });
  try {
    const first = await start();
    await until(() => first.desk.status().feeds[0]?.state === 'connected');
    await first.close();

    const publisher = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
    for (let i = 0; i < messages.length; i += 1000)
      await Promise.all(
        messages
          .slice(i, i + 1000)
          .map(({ topic, payload }) => publisher.publishAsync(topic, payload, { qos: 1 })),
      );
    await publisher.endAsync();

    broker.pause();
    const engine = await start();
    await until(() => engine.desk.report().prediction.available);
    broker.resume();
    return await drain(engine, messages.length);
  } finally {
    await broker.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function drain(engine: Engine, count: number): Promise<EndToEnd> {
  await until(() => engine.desk.report().framesReceived > 0);
  const started = performance.now();
  const cpu = process.cpuUsage();
  await until(() => engine.desk.report().readingsCommitted >= count);
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  await engine.close();
  return {
    measured: measurement(count, seconds),
    cpuMicrosecondsEach: round((used.user + used.system) / count, 2),
  };
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await wait(POLL_MS);
}
