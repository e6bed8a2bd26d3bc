import type { Logger } from '#engine/log.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { DEVICE_TOPIC_FILTER } from '#shared/telemetry/deviceTopic.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { BackOff } from './BackOff.ts';
import { FeedState } from './FeedState.ts';
import { type FeedProblem, keptBeingCut, problemOfConfiguration } from './feedProblem.ts';
import { InFlightWindow } from './InFlightWindow.ts';
import { MqttLink } from './MqttLink.ts';
import { type MqttAddress, parseMqttAddress } from './mqttAddress.ts';
import { type MqttConnection, mqttClientOptions } from './mqttClientOptions.ts';
import type { FrameHandler, Source } from './source.ts';
import { systemTimers, type Timers } from './timers.ts';

export interface MqttSourceOptions extends MqttConnection {
  readonly id: string;
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`; a user name and password in it are used and never shown. */
  readonly url: string;
  /** 5 falls back to 3.1.1 when the broker refuses it. */
  readonly protocolVersion?: 4 | 5;
  readonly topicFilter?: string;
  /**
   * How many unacknowledged messages the broker may send, 1 to 65535. MQTT 3.1.1 has no way to tell it: there a batch
   * is closed at this number, and the socket is not read beyond four times as many.
   */
  readonly receiveMaximum?: number;
  /** The broker queues messages slowly fed on reconnect; AWS IoT Core does, and is recognised by its host name. */
  readonly throttledDrain?: boolean;
  readonly now?: () => EpochMs;
  readonly log: Logger;
  readonly timers?: Timers;
  readonly backOff?: BackOff;
}

/** A link that stayed up this long was a good one: the next failure starts again with short delays. */
const STABLE_AFTER_MS = 30_000;
/** MQTT 3.1.1 has no word for "taken over": this many short lives in a row are a hint. */
const SHORT_LIVES = 3;
/** A broker that is gone never closes its side. */
const CLOSE_WITHIN_MS = 1000;

/**
 * Frames from an MQTT broker, at least once: QoS 1, a session that the broker keeps while the desk is away, and an
 * acknowledgement only when the frame's `ack` is called.
 */
export class MqttSource implements Source {
  readonly id: string;
  readonly #options: MqttSourceOptions;
  readonly #address: MqttAddress;
  readonly #feed: FeedState;
  readonly #now: () => EpochMs;
  readonly #timers: Timers;
  readonly #backOff: BackOff;
  readonly #window: InFlightWindow;
  #version: 4 | 5;
  #handler: FrameHandler | undefined;
  #link: MqttLink | undefined;
  #cancelRetry: (() => void) | undefined;
  #cancelStable: (() => void) | undefined;
  #shortLives = 0;

  /** @throws TypeError for an address that can't be read */
  constructor(options: MqttSourceOptions) {
    this.id = options.id;
    this.#options = options;
    this.#address = parseMqttAddress(options.url);
    this.#now = options.now ?? Date.now;
    this.#timers = options.timers ?? systemTimers;
    this.#backOff = options.backOff ?? new BackOff();
    this.#version = options.protocolVersion ?? 5;
    this.#window = new InFlightWindow(this.#receiveMaximum);
    this.#feed = new FeedState(this.id, this.#address.display, this.#now);
  }

  start(handler: FrameHandler): void {
    if (this.#handler !== undefined) throw new Error(`source ${this.id} was already started`);
    this.#handler = handler;
    this.#connect();
  }

  status(): FeedStatus {
    return this.#feed.status();
  }

  async stop(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelStable?.();
    const link = this.#link;
    const handler = this.#handler;
    this.#link = undefined;
    this.#handler = undefined;
    if (link !== undefined) {
      const cancel = this.#timers.after(CLOSE_WITHIN_MS, () => link.abandon());
      await link.close();
      cancel();
    }
    if (this.#feed.state !== 'stopped') {
      this.#feed.become('stopped', null);
      handler?.changed();
    }
  }

  get #receiveMaximum(): number {
    return this.#options.receiveMaximum ?? 500;
  }

  #connect(): void {
    const handler = this.#handler;
    if (handler === undefined) return;
    // Keeps the old problem in sight while trying: a screen that blinks "connecting" says less.
    this.#become('connecting', this.#feed.problem);
    const client = mqttClientOptions(
      this.#address,
      this.#options,
      this.#version,
      this.#receiveMaximum,
    );
    try {
      this.#link = new MqttLink(
        {
          sourceId: this.id,
          client,
          topicFilter: this.#options.topicFilter ?? DEVICE_TOPIC_FILTER,
          window: this.#window,
          receiveMaximum: this.#receiveMaximum,
          hardLimit: this.#receiveMaximum * 4,
          throttledDrain:
            this.#options.throttledDrain ?? this.#address.host.endsWith('.amazonaws.com'),
          sessionExpiryMs: (this.#options.sessionExpirySeconds ?? 3600) * 1000,
          now: this.#now,
          log: this.#options.log,
        },
        {
          frame: (frame) => {
            this.#feed.lastFrameAt = frame.receivedAt;
            handler.frame(frame);
          },
          windowFull: () => handler.windowFull(),
          ready: (sessionPresent, problem) => this.#ready(sessionPresent, problem),
          ended: (problem) => this.#ended(problem),
        },
      );
    } catch (error) {
      const problem = problemOfConfiguration(error);
      this.#options.log.error({ feed: this.id, problem: problem.text }, 'feed cannot start');
      this.#become('stopped', problem);
    }
  }

  #ready(sessionPresent: boolean, problem: FeedProblem | null): void {
    // A link that is cut again and again looks well for moments: the hint stays until it has held.
    const standing = this.#shortLives >= SHORT_LIVES ? keptBeingCut : null;
    this.#become('connected', problem ?? standing);
    this.#options.log.info(
      { feed: this.id, address: this.#address.display, mqtt: this.#version, sessionPresent },
      'feed connected',
    );
    this.#cancelStable = this.#timers.after(STABLE_AFTER_MS, () => {
      this.#backOff.reset();
      this.#shortLives = 0;
      if (standing !== null) this.#become('connected', problem);
    });
  }

  #ended(problem: FeedProblem): void {
    this.#link = undefined;
    this.#cancelStable?.();
    if (problem.code === 'takenOver') {
      // Coming back would throw the other desk out, and it would throw this one out: nobody would monitor.
      this.#options.log.error({ feed: this.id, code: problem.code }, problem.text);
      this.#become('stopped', problem);
      return;
    }
    if (problem.code === 'versionRefused' && this.#version === 5) {
      this.#version = 4;
      this.#options.log.warn({ feed: this.id }, 'the broker refuses MQTT 5: trying MQTT 3.1.1');
      this.#connect();
      return;
    }
    if (problem.code === 'connectionLost' && this.#feed.state === 'connected')
      this.#shortLives += 1;
    const shown = this.#shortLives >= SHORT_LIVES ? keptBeingCut : problem;
    const retryInMs = this.#backOff.next();
    this.#options.log.warn({ feed: this.id, code: shown.code, retryInMs }, shown.text);
    this.#become('down', shown);
    this.#cancelRetry = this.#timers.after(retryInMs, () => this.#connect());
  }

  #become(state: FeedStatus['state'], problem: FeedProblem | null): void {
    this.#feed.become(state, problem);
    this.#handler?.changed();
  }
}
