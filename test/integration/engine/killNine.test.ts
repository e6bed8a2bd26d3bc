import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';
import { topicOf, wire } from '../../support/wire.ts';

const MESSAGES = 20_000;
const DEVICES = 40;
const KILL_AT = [6_000, 13_000];
const TOKEN = 'kill-nine-test-token';
const START = Date.UTC(2026, 0, 5);

/**
 * The promise that everything else stands on: nothing is acknowledged to the broker before it is on disk. A program
 * that acknowledges first loses hundreds of messages here.
 */
describe.skipIf(!hasMosquitto)('an engine killed in the middle of 20,000 messages', () => {
  let dataDir: string;
  let broker: Mosquitto;
  let publisher: MqttClient;
  let desk: Desk | undefined;

  beforeEach(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-kill-'));
    broker = await Mosquitto.start({ config: ['max_queued_messages 0'] });
    publisher = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
  });

  afterEach(async () => {
    await desk?.kill();
    await publisher.endAsync(true);
    await broker.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const serve = async () => {
    desk = await startDesk(['--data', dataDir, '--mqtt', broker.url, '--token', TOKEN]);
    return desk;
  };

  const get = (route: string) =>
    fetch(`${desk?.url}${route}`, { headers: { authorization: `Bearer ${TOKEN}` } });

  /** Readings that this run of the engine has committed. */
  const committed = async () =>
    Number(
      /^emberwatch_readings_committed_total (\d+)/m.exec(
        await (await get('/metrics')).text(),
      )?.[1] ?? 0,
    );

  /** Each message is its own reading: its time and number tell it from every other. */
  const publish = (from: number, to: number) => {
    const sent: Promise<unknown>[] = [];
    for (let n = from; n < to; n++) {
      const deviceId = `device-${n % DEVICES}`;
      const timestamp = START + n * 100;
      const payload = JSON.stringify(wire(deviceId, { idx: n, timestamp }));
      sent.push(publisher.publishAsync(topicOf(deviceId), payload, { qos: 1 }));
    }
    return Promise.all(sent);
  };

  it('loses none and stores none twice', { timeout: 180_000 }, async () => {
    await serve();
    await vi.waitFor(async () => {
      expect(await (await get('/metrics')).text()).toMatch(/emberwatch_feed_up\{[^}]*\} 1/);
    }, 30_000);
    let from = 0;
    for (const killAt of KILL_AT) {
      const publishing = publish(from, killAt);
      await vi.waitFor(async () => expect(await committed()).toBeGreaterThan(0), 30_000);
      await desk?.kill();
      await publishing;
      await serve();
      from = killAt;
    }
    await publish(from, MESSAGES);
    // Mosquitto keeps the order: when the last message is here, everything before it is.
    await publisher.publishAsync(topicOf('the-last'), JSON.stringify(wire('the-last')), { qos: 1 });
    await vi.waitFor(async () => {
      expect((await get('/api/device/the-last')).status).toBe(200);
    }, 120_000);
    expect(await desk?.stop()).toBe(0);

    const numbers = new Map<number, number>();
    const store = new TelemetryStore({
      dir: path.join(dataDir, 'telemetry'),
      now: Date.now,
      log: pino({ level: 'silent' }),
    });
    for (const { reading } of store.recent({ sinceReceivedAt: 0, limit: MESSAGES * 2 }))
      if (reading.deviceId !== 'the-last')
        numbers.set(reading.idx ?? -1, (numbers.get(reading.idx ?? -1) ?? 0) + 1);
    await store.close();
    expect({
      stored: numbers.size,
      twice: [...numbers.values()].filter((count) => count > 1).length,
    }).toEqual({ stored: MESSAGES, twice: 0 });
  });
});
