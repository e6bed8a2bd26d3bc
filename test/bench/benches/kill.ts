/**
 * Commit, then acknowledge: the whole program, killed at random moments of its start, its work and its housekeeping while
 * messages keep coming. In the end everything that the broker took is stored, once, with the alarms it raised.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { headsPath } from '#engine/audit/headsFile.ts';
import { verifyFile } from '#engine/audit/verifyFile.ts';
import { createLog } from '#engine/log.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { startDesk } from '../../support/desk.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { topicOf, wire } from '../../support/wire.ts';
import { seeded } from '../../unit/storage/readings.ts';
import { defineBench, progress } from '../defineBench.ts';
import { benchFolder } from '../parts/packedDay.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const DEVICES = 40;
const TOKEN = 'bench-of-kills-token';
/** Each of these is hot from a round of its own on: an alarm that must be there once. */
const HOT_EVERY = 5;
const BATCH_MS = 50;
/** A start takes about so long, and is killed in the middle as well. */
const START_MS = 2_500;
const WORK_MS = 2_500;

export const bench = defineBench({
  options: {
    rounds: { default: 100, what: 'kills' },
    rate: { default: 400, what: 'messages a second' },
    seed: { default: 0, what: 'of the moments; 0 draws one' },
  },
  async run({ rounds, rate, seed: asked }) {
    const seed = asked || Date.now() % 1_000_000;
    const random = seeded(seed);
    const { dir, remove } = benchFolder('kill');
    const broker = await Mosquitto.start({ config: ['max_queued_messages 0'] });
    try {
      const args = ['--data', dir, '--mqtt', broker.url];
      await subscribeOnce(args);
      const publisher = new Publisher(broker.url, rate);
      await publisher.start();
      const killedAt = { start: 0, work: 0 };
      for (let round = 0; round < rounds; round++) {
        if (round % HOT_EVERY === 0) publisher.heat(`hot-${round}`);
        killedAt[await killOnce(args, random)]++;
        if (round % 10 === 9) progress(`${round + 1} kills, ${publisher.sent} messages`);
      }
      await publisher.stop();
      const drained = await drain(args, broker.url);
      const found = await inspect(dir, publisher);
      return { seed, rounds, killedAt, sent: publisher.sent, drainSeconds: drained, ...found };
    } finally {
      await broker.dispose();
      remove();
    }
  },
});

/** Until the desk has a session, the broker keeps nothing for it. */
async function subscribeOnce(args: readonly string[]): Promise<void> {
  const desk = await startDesk([...args, '--token', TOKEN]);
  const headers = { authorization: `Bearer ${TOKEN}` };
  const up = async () =>
    /emberwatch_feed_up\{[^}]*\} 1/.test(
      await (await fetch(`${desk.url}/metrics`, { headers })).text(),
    );
  while (!(await up())) await wait(100);
  await desk.stop();
}

async function killOnce(args: readonly string[], random: () => number): Promise<'start' | 'work'> {
  const child = spawn(
    process.execPath,
    ['main/cli/bin.ts', 'serve', '--port', '0', '--no-model', ...args],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const gone = once(child, 'exit');
  const when = random() < 0.4 ? 'start' : 'work';
  if (when === 'work') await Promise.race([once(child.stdout!, 'data'), gone]);
  await wait(random() * (when === 'start' ? START_MS : WORK_MS));
  kill(child);
  await gone;
  return when;
}

function kill(child: ChildProcess): void {
  if (child.exitCode !== null) throw new Error(`the desk ended by itself with ${child.exitCode}`);
  child.kill('SIGKILL');
}

/** Sends messages as long as it is told; each is a reading of its own. */
class Publisher {
  readonly #url: string;
  readonly #rate: number;
  #client: mqtt.MqttClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #pending = new Set<Promise<unknown>>();
  readonly hot: string[] = [];
  sent = 0;

  constructor(url: string, rate: number) {
    this.#url = url;
    this.#rate = rate;
  }

  async start(): Promise<void> {
    this.#client = await mqtt.connectAsync(this.#url, { protocolVersion: 5 });
    this.#timer = setInterval(() => {
      for (let n = 0; n < (this.#rate * BATCH_MS) / 1000; n++)
        this.#send(`device-${this.sent % DEVICES}`, {});
    }, BATCH_MS);
  }

  heat(deviceId: string): void {
    this.hot.push(deviceId);
    this.#send(deviceId, { sensorTemp: 85 });
  }

  /** Returns when the broker has taken everything. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
    await this.#client?.endAsync();
  }

  #send(deviceId: string, change: Record<string, unknown>): void {
    const message = wire(deviceId, { idx: this.sent++, timestamp: Date.now(), ...change });
    const taken = this.#client!.publishAsync(topicOf(deviceId), JSON.stringify(message), {
      qos: 1,
    });
    this.#pending.add(taken);
    void taken.finally(() => this.#pending.delete(taken));
  }
}

/** Lets the desk take what waits. @returns seconds */
async function drain(args: readonly string[], url: string): Promise<number> {
  const begun = performance.now();
  const desk = await startDesk([...args, '--token', TOKEN]);
  const client = await mqtt.connectAsync(url, { protocolVersion: 5 });
  await client.publishAsync(topicOf('the-last'), JSON.stringify(wire('the-last')), { qos: 1 });
  const headers = { authorization: `Bearer ${TOKEN}` };
  // Mosquitto keeps the order: when the last message is here, everything before it is.
  while ((await fetch(`${desk.url}/api/device/the-last`, { headers })).status !== 200)
    await wait(100);
  await client.endAsync();
  await desk.stop();
  return Math.round((performance.now() - begun) / 100) / 10;
}

async function inspect(dir: string, publisher: Publisher) {
  const store = new TelemetryStore({
    dir: path.join(dir, 'telemetry'),
    now: Date.now,
    log: createLog('silent'),
  });
  const times = new Uint8Array(publisher.sent);
  for (const { reading } of store.recent({ sinceReceivedAt: 0, limit: 10_000_000 }))
    if (reading.deviceId !== 'the-last') times[reading.idx ?? 0]!++;
  await store.close();
  const lost = times.filter((count) => count === 0).length;
  const twice = times.filter((count) => count > 1).length;
  const db = new Database(path.join(dir, 'control-room.db'), { readonly: true });
  const raised = db
    .prepare<[], number>(
      "SELECT count(*) FROM alarm WHERE kind = 'risk' AND device_id LIKE 'hot-%'",
    )
    .pluck()
    .get()!;
  const sound = db.pragma('quick_check', { simple: true }) === 'ok';
  db.close();
  const audit = await verifyFile(path.join(dir, 'control-room.db'), [headsPath(dir)]);
  const setAside = readdirSync(dir, { recursive: true }).filter((name) =>
    String(name).includes('damaged'),
  ).length;
  const kept = {
    lost,
    twice,
    alarms: { wanted: publisher.hot.length, raised },
    setAside,
    controlRoomSound: sound,
    auditIntact: audit.intact,
  };
  const whole =
    lost + twice + setAside === 0 && raised === publisher.hot.length && sound && audit.intact;
  return whole ? kept : { ...kept, failed: 'something was lost, doubled or damaged' };
}
