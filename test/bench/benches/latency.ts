/**
 * From a publisher to the page: the headless host as it runs, with its model, a real broker, and a client on the
 * WebSocket that the page uses. Judged against what the same desk takes for a question when it is idle, and the batch
 * that a reading may wait for.
 */
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mqtt from 'mqtt';
import { bundledModel } from '#engine/prediction/bundledModel.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { startDesk } from '../../support/desk.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { connectSocket, type SocketClient } from '../../support/socketClient.ts';
import { topicOf } from '../../support/wire.ts';
import { defineBench, progress } from '../defineBench.ts';
import { atLeast, atMost, judged } from '../judging/goal.ts';
import { middle, quantile } from '../judging/trend.ts';
import { round } from '../measure.ts';
import { benchFolder } from '../parts/packedDay.ts';

const TOKEN = 'bench-of-latency-token';
/** As the pipeline's: a reading waits at most so long for its batch to close. */
const BATCH_WINDOW_MS = 50;
const MEDIAN_MS = 100;
const P99_MS = 250;
const PUBLISH_EVERY_MS = 10;
const QUESTIONS = 200;
/** What a start brings is no part of it. */
const WARM_UP_MS = 3_000;
const LAST_WITHIN_MS = 5_000;

export const bench = defineBench({
  options: {
    rate: { default: 1_000, what: 'messages a second' },
    devices: { default: 1_000, what: 'devices that send them' },
    seconds: { default: 20, what: 'how long' },
  },
  async run({ rate, devices, seconds }) {
    const { dir, remove } = benchFolder('latency');
    const broker = await Mosquitto.start({ config: ['max_queued_messages 0'] });
    const desk = await startDesk([
      ...['--data', path.join(dir, 'data'), '--mqtt', broker.url, '--token', TOKEN],
      ...['--model', bundledModel()],
    ]);
    try {
      const { client, close } = await connectSocket(desk.url);
      await connected(client);
      const idle = await idleRoundTrip(client);
      progress(`an idle desk answers in ${idle.toFixed(2)} ms`);
      const { sent, seen } = await flow(client, broker.url, { rate, devices, seconds });
      await close();
      const median = middle(seen);
      const p99 = quantile(seen, 0.99);
      const figures = {
        idleRoundTripMs: round(idle, 2),
        batchWindowMs: BATCH_WINDOW_MS,
        sentPerSecond: round(sent / seconds, 0),
        medianMs: round(median, 1),
        p99Ms: round(p99, 1),
        worstMs: round(quantile(seen, 1), 1),
      };
      const base = idle + BATCH_WINDOW_MS;
      return judged(figures, [
        atLeast('readings that the page saw', seen.length / sent, 0.999),
        atMost('median beyond the idle round trip and the batch, ms', median - base, MEDIAN_MS),
        atMost('99 % beyond the idle round trip and the batch, ms', p99 - base, P99_MS),
      ]);
    } finally {
      await desk.stop();
      await broker.dispose();
      remove();
    }
  },
});

async function connected(client: SocketClient): Promise<void> {
  for (;;) {
    const { status } = await client.system.report();
    if (status.feeds.every(({ state }) => state === 'connected')) return;
    await wait(50);
  }
}

async function idleRoundTrip(client: SocketClient): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < QUESTIONS; n++) {
    const begun = performance.now();
    await client.desk.floors();
    times.push(performance.now() - begun);
  }
  return middle(times);
}

interface Flow {
  readonly sent: number;
  /** Milliseconds from the publishing of each reading to the event that has it. */
  readonly seen: number[];
}

async function flow(
  client: SocketClient,
  url: string,
  of: { readonly rate: number; readonly devices: number; readonly seconds: number },
): Promise<Flow> {
  const publisher = await mqtt.connectAsync(url, { protocolVersion: 5 });
  const deviceIds = Array.from({ length: of.devices }, (_, i) => `device-${i + 1}`);
  const simulator = createSimulator({ deviceIds, seed: 7, intervalMs: 1_000 });
  /** When each reading that the page hasn't seen was sent, by device and event time. */
  const underWay = new Map<string, number>();
  const seen: number[] = [];
  const leaving = new AbortController();
  const following = follow(client, leaving.signal, (deviceId, measuredAt) => {
    const key = `${deviceId} ${measuredAt}`;
    const sentAt = underWay.get(key);
    if (sentAt === undefined) return;
    underWay.delete(key);
    seen.push(performance.now() - sentAt);
  });
  let sent = 0;
  const begun = performance.now();
  const warm = begun + WARM_UP_MS;
  for (let published = 0; ; ) {
    const now = performance.now();
    if (now >= warm + of.seconds * 1000) break;
    // As many as are due by now: a timer that comes late sends more at once.
    for (; published < ((now - begun) / 1000) * of.rate; published++) {
      const device = published % of.devices;
      const at = Date.now();
      const message = simulator.step(device, at);
      if (message === null) continue;
      if (now >= warm) {
        sent++;
        underWay.set(`${message.deviceId} ${at}`, performance.now());
      }
      publisher.publish(topicOf(message.deviceId), JSON.stringify(message), { qos: 1 });
    }
    await wait(PUBLISH_EVERY_MS);
  }
  for (let waited = 0; underWay.size > 0 && waited < LAST_WITHIN_MS; waited += 50) await wait(50);
  leaving.abort();
  await following;
  await publisher.endAsync();
  return { sent, seen };
}

async function follow(
  client: SocketClient,
  signal: AbortSignal,
  saw: (deviceId: string, measuredAt: number) => void,
): Promise<void> {
  try {
    for await (const { devices } of await client.desk.live(undefined, { signal }))
      for (const { id, measuredAt } of devices) if (measuredAt !== null) saw(id, measuredAt);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
