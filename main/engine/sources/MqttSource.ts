import type { Logger } from '#engine/log.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { DEVICE_TOPIC_FILTER } from '#shared/telemetry/deviceTopic.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { BackOff } from './BackOff.ts';
import type { Backfill } from './backfill/Backfill.ts';
import { FeedState } from './FeedState.ts';
import {
  type FeedProblem,
  FeedProblemError,
  keptBeingCut,
  problemOfConfiguration,
  problemOfError,
} from './feedProblem.ts';
import { InFlightWindow } from './InFlightWindow.ts';
import { MqttLink, type ReadyLink } from './MqttLink.ts';
import { type MqttAddress, parseMqttAddress } from './mqttAddress.ts';
import { type MqttConnection, mqttClientOptions } from './mqttClientOptions.ts';
import type { FrameHandler, Source, UsedCertificate } from './source.ts';
import { systemTimers, type Timers } from './timers.ts';

/** What is made anew for each attempt to connect. */
export interface Dialling {
  /** Of a WebSocket, with its query. */
  readonly path?: string;
}

export interface MqttSourceOptions extends MqttConnection {
  readonly id: string;
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`; a user name and password in it are used and never shown. */
  readonly url: string;
  /** 5 falls back to 3.1.1 when the broker refuses it. */
  readonly protocolVersion?: 4 | 5;
  /** Doesn't fall back. */
  readonly mqtt5Only?: boolean;
  readonly topicFilter?: string;
  /**
   * How many unacknowledged messages the broker may send, 1 to 65535. MQTT 3.1.1 has no way to tell it: there a batch
   * is closed at this number, and the socket is not read beyond four times as many.
   */
  readonly receiveMaximum?: number;
  /** The broker queues messages slowly fed on reconnect; AWS IoT Core does, and is recognised by its host name. */
  readonly throttledDrain?: boolean;
  /** Called before each attempt: what it throws is told like a failed one. */
  readonly dial?: () => Promise<Dialling>;
  /** Where readings can be had from that were missed while the broker kept nothing. */
  readonly backfill?: Backfill;
  readonly certificates?: readonly UsedCertificate[];
  readonly now?: () => EpochMs;
  readonly log: Logger;
  readonly timers?: Timers;
  readonly backOff?: BackOff;
}

/** A link that stayed up this long was a good one: the next failure starts again with short delays. */
const STABLE_AFTER_MS = 30_000;
/** MQTT 3.1.1 has no word for "taken over": this many short lives in a row are a hint. */
const SHORT_LIVES = 3;
/** What only a person can mend is asked again this often, so that nobody has to press a button afterwards. */
const PERMANENT_RETRY_MS = 900_000;
/** Cut in the moment of subscribing so often in a row, it is no accident. */
const CUTS_WHEN_SUBSCRIBING = 3;
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
  #cutsWhenSubscribing = 0;
  /** Whether the link that ends was ended to be made anew. */
  #redialling = false;
  /** Counts the attempts, so that one that was called off while it was prepared is recognised. */
  #attempt = 0;
  /** Up to when it is known that nothing is missing. */
  #quietSince: EpochMs | null = null;

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

  /** When the broker was last heard over the connection before this one; null before the first has ended. */
  get quietSince(): EpochMs | null {
    return this.#quietSince;
  }

  get certificates(): readonly UsedCertificate[] {
    return this.#options.certificates ?? [];
  }

  redial(): void {
    if (this.#handler === undefined) return;
    this.#backOff.reset();
    this.#shortLives = 0;
    if (this.#link !== undefined) {
      // A connection that died with the other machine's memory of it would be noticed at its next keep-alive only.
      this.#redialling = true;
      this.#link.abandon();
    } else if (this.#cancelRetry !== undefined) {
      this.#cancelRetry();
      this.#connect();
    }
  }

  async stop(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelStable?.();
    const link = this.#link;
    const handler = this.#handler;
    this.#link = undefined;
    this.#handler = undefined;
    this.#attempt += 1;
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
    if (this.#handler === undefined) return;
    this.#cancelRetry = undefined;
    this.#attempt += 1;
    // Keeps the old problem in sight while trying: a screen that blinks "connecting" says less.
    this.#become('connecting', this.#feed.problem);
    const { dial } = this.#options;
    if (dial === undefined) {
      this.#open({});
      return;
    }
    const attempt = this.#attempt;
    dial().then(
      (dialling) => {
        if (attempt === this.#attempt) this.#open(dialling);
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.#ended(dialProblem(error));
      },
    );
  }

  #open({ path = this.#address.path }: Dialling): void {
    const handler = this.#handler;
    if (handler === undefined) return;
    const client = mqttClientOptions(
      { ...this.#address, path },
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
          sessionExpiryMs: this.#sessionExpiryMs,
          now: this.#now,
          log: this.#options.log,
        },
        {
          frame: (frame) => {
            this.#feed.lastFrameAt = frame.receivedAt;
            handler.frame(frame);
          },
          windowFull: () => handler.windowFull(),
          ready: (link) => this.#ready(link),
          ended: (problem) => this.#ended(problem),
        },
      );
    } catch (error) {
      const problem = problemOfConfiguration(error);
      this.#options.log.error({ feed: this.id, problem: problem.text }, 'feed cannot start');
      this.#become('stopped', problem);
    }
  }

  get #sessionExpiryMs(): number {
    return (this.#options.sessionExpirySeconds ?? 3600) * 1000;
  }

  #ready({ sessionPresent, sessionExpiryMs, problem }: ReadyLink): void {
    const { log, backfill = null } = this.#options;
    this.#cutsWhenSubscribing = 0;
    // A link that is cut again and again looks well for moments: the hint stays until it has held.
    const standing = this.#shortLives >= SHORT_LIVES ? keptBeingCut : null;
    this.#become('connected', problem ?? standing);
    log.info(
      { feed: this.id, address: this.#address.display, mqtt: this.#version, sessionPresent },
      'feed connected',
    );
    if (sessionExpiryMs < this.#sessionExpiryMs)
      log.warn(
        { feed: this.id, sessionSeconds: sessionExpiryMs / 1000 },
        'the broker keeps the session for a shorter time than was asked for',
      );
    this.#handler?.resumed?.({
      sourceId: this.id,
      at: this.#now(),
      quietSince: this.#quietSince,
      sessionKept: sessionPresent && problem?.code !== 'qosDowngraded',
      backfill,
    });
    this.#cancelStable = this.#timers.after(STABLE_AFTER_MS, () => {
      this.#backOff.reset();
      this.#shortLives = 0;
      if (standing !== null) this.#become('connected', problem);
    });
  }

  #ended(problem: FeedProblem): void {
    // What was heard before the subscription stood tells nothing about what is missing.
    if (this.#feed.state === 'connected') this.#quietSince = this.#link?.heardAt ?? this.#now();
    this.#link = undefined;
    this.#cancelStable?.();
    const wanted = this.#redialling;
    this.#redialling = false;
    if (wanted && problem.code === 'connectionLost') {
      this.#options.log.info({ feed: this.id }, 'connecting anew');
      this.#connect();
      return;
    }
    if (problem.code === 'takenOver') {
      // Coming back would throw the other desk out, and it would throw this one out: nobody would monitor.
      this.#options.log.error({ feed: this.id, code: problem.code }, problem.text);
      this.#become('stopped', problem);
      return;
    }
    if (problem.code === 'versionRefused' && this.#version === 5 && !this.#options.mqtt5Only) {
      this.#version = 4;
      this.#options.log.warn({ feed: this.id }, 'the broker refuses MQTT 5: trying MQTT 3.1.1');
      this.#connect();
      return;
    }
    if (this.#isPermanent(problem)) {
      this.#options.log.error({ feed: this.id, code: problem.code }, problem.text);
      this.#become('stopped', problem);
      this.#cancelRetry = this.#timers.after(PERMANENT_RETRY_MS, () => this.#connect());
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

  /** Whether to leave the broker alone for a while: no loop of subscriptions that it refuses. */
  #isPermanent({ code, permanent }: FeedProblem): boolean {
    this.#cutsWhenSubscribing = code === 'subscriptionRefused' ? this.#cutsWhenSubscribing + 1 : 0;
    return permanent ?? this.#cutsWhenSubscribing >= CUTS_WHEN_SUBSCRIBING;
  }

  #become(state: FeedStatus['state'], problem: FeedProblem | null): void {
    this.#feed.become(state, problem);
    this.#handler?.changed();
  }
}

/** A problem of one's own is passed on as it is. */
function dialProblem(error: unknown): FeedProblem {
  return error instanceof FeedProblemError ? error.problem : problemOfError(error);
}
