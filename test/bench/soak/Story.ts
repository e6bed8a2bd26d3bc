/** What the devices of a soak send: their readings over a real broker, and what goes wrong in the building. */
import mqtt from 'mqtt';
import type { Building } from '#shared/simulation/building.ts';
import { INCIDENT_KINDS } from '#shared/simulation/demo/incidentKinds.ts';
import { SCRIPTS } from '#shared/simulation/demo/scripts.ts';
import { createSimulator, type Simulator } from '#shared/simulation/simulator.ts';
import { topicOf, wire } from '../../support/wire.ts';
import { seeded } from '../../unit/storage/readings.ts';

/** Each device's; the model wants a reading a minute at least. */
const INTERVAL_MS = 30_000;
/** What the desk is told: no device is silent because the soak's clock goes in steps. */
export const EXPECTED_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Things that go wrong in an hour of the whole building. */
const INCIDENTS_AN_HOUR = 2;
/** One device is off for this hour of each day. */
const OFF_HOUR = 10;
/** A message in so many can't be read. */
const UNREADABLE_EVERY = 997;
export const PROBE = 'soak-probe';

export class Story {
  readonly #simulator: Simulator;
  readonly #broker: string;
  readonly #startAt: number;
  readonly #random: () => number;
  #client: mqtt.MqttClient | undefined;
  #lastAt = new Map<number, number>();
  #messages = 0;
  #probes = 0;
  /** Taken by the broker since the start. */
  frames = 0;
  readings = 0;
  incidents = 0;

  constructor(parts: { building: Building; broker: string; startAt: number; seed: number }) {
    const { building, broker, startAt, seed } = parts;
    this.#broker = broker;
    this.#startAt = startAt;
    this.#random = seeded(seed);
    this.#simulator = createSimulator({ building, seed, startAt, incidents: false });
  }

  async connect(): Promise<void> {
    this.#client = await mqtt.connectAsync(this.#broker, { protocolVersion: 5, clean: true });
  }

  async disconnect(): Promise<void> {
    await this.#client?.endAsync();
  }

  /** Sends what the devices measure after `from` until `to`. Resolves when the broker has taken it. */
  async send(from: number, to: number): Promise<void> {
    if (Math.floor(from / HOUR_MS) !== Math.floor(to / HOUR_MS)) this.#goWrong(to);
    const taken: Promise<unknown>[] = [];
    for (let at = from + INTERVAL_MS; at <= to; at += INTERVAL_MS)
      for (let device = 0; device < this.#simulator.deviceIds.length; device++) {
        if (this.#isOff(device, at)) continue;
        const message = this.#simulator.step(device, at);
        if (message === null) continue;
        if (++this.#messages % UNREADABLE_EVERY === 0)
          taken.push(this.#publish(message.deviceId, '{"volt": "a lot"'));
        taken.push(this.#publish(message.deviceId, JSON.stringify(message)));
        this.readings++;
      }
    await Promise.all(taken);
  }

  /** One reading of a device that nobody placed. */
  async probe(at: number): Promise<void> {
    this.readings++;
    await this.#publish(PROBE, JSON.stringify(wire(PROBE, { idx: ++this.#probes, timestamp: at })));
  }

  async #publish(deviceId: string, payload: string): Promise<void> {
    this.frames++;
    await this.#client!.publishAsync(topicOf(deviceId), payload, { qos: 1 });
  }

  #goWrong(at: number): void {
    const { deviceIds } = this.#simulator;
    for (let n = 0; n < INCIDENTS_AN_HOUR; n++) {
      const device = Math.floor(this.#random() * deviceIds.length);
      // Two at once of one device would tell no story, and its simulator takes times that go forward only.
      if ((this.#lastAt.get(device) ?? 0) > at) continue;
      const kind = INCIDENT_KINDS[Math.floor(this.#random() * INCIDENT_KINDS.length)]!;
      this.#simulator.inject(deviceIds[device]!, kind, at + Math.floor(this.#random() * 1_800_000));
      this.#lastAt.set(device, at + HOUR_MS + 1000 * SCRIPTS[kind].lastsS);
      this.incidents++;
    }
  }

  #isOff(device: number, at: number): boolean {
    const day = Math.floor((at - this.#startAt) / DAY_MS);
    const hour = Math.floor(((at - this.#startAt) % DAY_MS) / HOUR_MS);
    return hour === OFF_HOUR && device === day % this.#simulator.deviceIds.length;
  }
}
