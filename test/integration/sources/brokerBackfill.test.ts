/** Another broker that kept what was missed: a real one, with a session or with retained messages. */
import mqtt from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BrokerBackfill, QUIET_MS } from '#engine/sources/backfill/BrokerBackfill.ts';
import { openMqtt } from '#engine/sources/openMqtt.ts';
import type { Resumption } from '#engine/sources/source.ts';
import type { Timers } from '#engine/sources/timers.ts';
import { BackfillSettings } from '#shared/connections/backfill.ts';
import { MqttSettings } from '#shared/connections/mqtt.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { FrameSink } from '../../support/frames.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const WAIT = { timeout: 60_000, interval: 10 };
const NOW = Date.UTC(2026, 0, 5, 3);
const SPAN = { from: NOW - 60_000, to: NOW };
const never = new AbortController().signal;

/** Silence ends as soon as the reader has taken everything: what is awaited is the messages, not the clock. */
class QuietTimers implements Timers {
  quiet: (() => void) | undefined;
  after(ms: number, callback: () => void): () => void {
    if (ms !== QUIET_MS) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    }
    this.quiet = callback;
    return () => {
      if (this.quiet === callback) this.quiet = undefined;
    };
  }
}

const brokers: Mosquitto[] = [];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await Promise.all(brokers.splice(0).map((broker) => broker.dispose()));
});

async function start(options: Parameters<typeof Mosquitto.start>[0] = {}): Promise<Mosquitto> {
  const broker = await Mosquitto.start(options);
  brokers.push(broker);
  return broker;
}

function backfillFrom(broker: Mosquitto, more: object) {
  const timers = new QuietTimers();
  const settings = BackfillSettings.parse({ type: 'broker', url: broker.url, ...more });
  if (settings.type !== 'broker') throw new Error('no broker');
  const backfill = new BrokerBackfill({
    settings,
    secrets: {},
    clientId: 'desk-backfill',
    now: () => NOW,
    log: recordingLog().log,
    timers,
  });
  /** Takes this many, then lets the silence end the visit. */
  const take = async (count: number): Promise<string[]> => {
    const texts: string[] = [];
    for await (const { payload, done } of backfill.read(SPAN, never)) {
      texts.push(Buffer.from(payload).toString());
      done?.();
      if (texts.length === count) setImmediate(() => timers.quiet?.());
    }
    return texts;
  };
  return { backfill, take };
}

const message = (n: number) => JSON.stringify({ n, timestamp: SPAN.from + n });

async function publish(broker: Mosquitto, numbers: readonly number[], retain = false) {
  const client = await mqtt.connectAsync(broker.url, { protocolVersion: 4 });
  for (const n of numbers)
    await client.publishAsync(retain ? `log/${n}` : 'fire-prediction/device/a/data', message(n), {
      qos: 1,
      retain,
    });
  await client.endAsync();
}

describe.skipIf(!hasMosquitto)('a second broker', () => {
  it('collects in a session from when it was prepared, and gives each message once', async () => {
    const broker = await start();
    const { backfill, take } = backfillFrom(broker, {});
    backfill.prepare();
    // Waits for the preparation: the broker knows the desk by one client id.
    expect(await takeNothing(backfill)).toEqual([]);
    await publish(broker, [1, 2, 3]);
    expect(await take(3)).toEqual([1, 2, 3].map(message));
    await publish(broker, [4]);
    expect(await take(1)).toEqual([message(4)]);
  });

  it('gives its retained messages, at every visit', async () => {
    const broker = await start();
    await publish(broker, [1, 2], true);
    const { take } = backfillFrom(broker, { topicFilter: 'log/+', keepSession: false });
    expect((await take(2)).sort()).toEqual([1, 2].map(message));
    expect((await take(2)).sort()).toEqual([1, 2].map(message));
  });

  it('that can’t be reached says why', async () => {
    const broker = await start();
    await broker.kill();
    const { take } = backfillFrom(broker, {});
    await expect(take(1)).rejects.toThrow('Nothing listens at this address and port.');
  });
});

/** A visit that is called off as soon as it has begun; the session stays. */
async function takeNothing(backfill: BrokerBackfill): Promise<string[]> {
  const off = new AbortController();
  off.abort(new Error('enough'));
  const texts: string[] = [];
  await expect(async () => {
    for await (const { payload } of backfill.read(SPAN, off.signal))
      texts.push(Buffer.from(payload).toString());
  }).rejects.toThrow('enough');
  return texts;
}

describe.skipIf(!hasMosquitto)('a broker that asks for a client certificate', () => {
  it('is connected with the desk’s, and keeps its session over a cut', async () => {
    const certificates = makeCertificates();
    const broker = await start({ tls: { certificates, requireClient: true }, persistence: true });
    const source = openMqtt({
      id: 'plant',
      settings: MqttSettings.parse({
        kind: 'mqtt',
        url: broker.url,
        ca: certificates.ca,
        certificate: certificates.client.cert,
      }),
      secrets: { privateKey: certificates.client.key },
      clientId: 'desk-1',
      now: () => NOW,
      log: recordingLog().log,
    });
    stops.push(() => source.stop());
    const sink = new FrameSink({ batchMs: 5 });
    const resumed: Resumption[] = [];
    source.start({
      frame: (frame) => sink.frame(frame),
      windowFull: () => sink.windowFull(),
      changed: () => undefined,
      resumed: (resumption) => resumed.push(resumption),
    });
    await vi.waitFor(() => expect(source.status().state).toBe('connected'), WAIT);
    await broker.stop();
    await broker.restart();
    await vi.waitFor(() => expect(resumed).toHaveLength(2), WAIT);
    expect(resumed).toMatchObject([
      { sessionKept: false, quietSince: null, backfill: null },
      { sessionKept: true, quietSince: NOW },
    ]);
  });
});
