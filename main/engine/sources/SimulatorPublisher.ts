import { connect, type MqttClient } from 'mqtt';
import type { Logger } from '#engine/log.ts';
import type { Simulator } from '#shared/simulation/simulator.ts';
import { deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { problemOfError } from './feedProblem.ts';
import { type MqttAddress, parseMqttAddress } from './mqttAddress.ts';
import { type MqttConnection, mqttClientOptions } from './mqttClientOptions.ts';
import { byInterval, byRate, type PublishSchedule } from './publishSchedule.ts';

export interface SimulatorPublisherOptions
  extends Partial<Omit<MqttConnection, 'sessionExpirySeconds'>> {
  readonly url: string;
  readonly simulator: Simulator;
  /** Messages a second in total; 0 lets each device keep its own interval, Infinity sends as fast as they are taken. */
  readonly rate: number;
  /** Unacknowledged messages beyond which nothing more is sent. */
  readonly maxInFlight?: number;
  readonly now?: () => EpochMs;
  readonly log: Logger;
}

export interface PublisherCounters {
  readonly published: number;
  /** PUBACKs received: at the embedded broker they mean "committed". */
  readonly acknowledged: number;
  readonly inFlight: number;
  readonly connected: boolean;
}

const TICK_MS = 20;
const RECONNECT_MS = 1000;
const LAST_ACKS_WITHIN_MS = 1000;

/** Lets a simulated building report over real MQTT (3.1.1, QoS 1), one connection for all devices, as a gateway does. */
export class SimulatorPublisher {
  readonly #options: SimulatorPublisherOptions;
  readonly #address: MqttAddress;
  readonly #now: () => EpochMs;
  readonly #maxInFlight: number;
  #client: MqttClient | undefined;
  #schedule: PublishSchedule | undefined;
  #ticker: NodeJS.Timeout | undefined;
  /** Not mqtt.js's `connected`, which is true before it has sent again what was in flight. */
  #ready = false;
  #pumpScheduled = false;
  #published = 0;
  #acknowledged = 0;
  #settled: (() => void) | undefined;

  /** @throws TypeError for an address that can't be read */
  constructor(options: SimulatorPublisherOptions) {
    this.#options = options;
    this.#address = parseMqttAddress(options.url);
    this.#now = options.now ?? Date.now;
    this.#maxInFlight = options.maxInFlight ?? 1000;
  }

  counters(): PublisherCounters {
    return {
      published: this.#published,
      acknowledged: this.#acknowledged,
      inFlight: this.#inFlight,
      connected: this.#ready,
    };
  }

  start(): void {
    if (this.#client !== undefined) throw new Error('the publisher was already started');
    const { simulator, rate, log } = this.#options;
    const clientId =
      this.#options.clientId ?? `simulator-${process.pid}-${this.#now().toString(36)}`;
    const client = connect({
      ...mqttClientOptions(this.#address, { ...this.#options, clientId }, 4, this.#maxInFlight),
      clean: true,
      reconnectPeriod: RECONNECT_MS,
      reconnectOnConnackError: true,
      log: () => {},
    });
    const address = this.#address.display;
    client.on('connect', () => {
      this.#ready = true;
      log.info({ address }, 'simulator connected');
    });
    client.on('close', () => {
      this.#ready = false;
    });
    client.on('error', (error) => {
      const problem = problemOfError(error);
      log.warn({ address, code: problem.code }, problem.text);
    });
    this.#client = client;
    const startAt = this.#now();
    this.#schedule =
      rate === 0
        ? byInterval(simulator.intervalsMs, startAt)
        : byRate(simulator.deviceIds.length, rate, startAt);
    this.#ticker = setInterval(() => this.#pump(), TICK_MS);
  }

  /** Sends nothing more, waits shortly for the acknowledgements that are due, and says goodbye. */
  async stop(): Promise<void> {
    clearInterval(this.#ticker);
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    if (client.connected && this.#inFlight > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#settled = resolve;
      const timer = setTimeout(resolve, LAST_ACKS_WITHIN_MS);
      await promise;
      clearTimeout(timer);
    }
    await client.endAsync(!client.connected || this.#inFlight > 0);
  }

  get #inFlight(): number {
    return this.#published - this.#acknowledged;
  }

  #pump(): void {
    const client = this.#client;
    const schedule = this.#schedule;
    if (client === undefined || schedule === undefined || !this.#ready) return;
    const { simulator } = this.#options;
    const at = this.#now();
    while (this.#inFlight < this.#maxInFlight) {
      const index = schedule.take(at);
      if (index < 0) return;
      const message = simulator.step(index, at);
      if (message !== null) this.#publish(client, message.deviceId, JSON.stringify(message));
    }
  }

  #publish(client: MqttClient, deviceId: string, payload: string): void {
    this.#published += 1;
    client.publish(deviceTopic(deviceId), payload, { qos: 1 }, () => {
      this.#acknowledged += 1;
      if (this.#inFlight === 0) this.#settled?.();
      this.#pumpSoon();
    });
  }

  /** At high rates the window opens between two ticks: go on at once, but let a whole read of PUBACKs arrive first. */
  #pumpSoon(): void {
    if (this.#options.rate === 0 || this.#pumpScheduled) return;
    this.#pumpScheduled = true;
    setImmediate(() => {
      this.#pumpScheduled = false;
      this.#pump();
    });
  }
}
