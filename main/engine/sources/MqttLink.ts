import { Socket } from 'node:net';
import type { IClientOptions, MqttClient } from 'mqtt';
import { connect, ErrorWithSubackPacket } from 'mqtt';
import type { Logger } from '#engine/log.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { BacklogPhase } from './BacklogPhase.ts';
import {
  closedAtOnce,
  connectionLost,
  cutWhenSubscribing,
  type FeedProblem,
  problemOfError,
  problemOfReason,
  qosDowngraded,
  subscriptionRefused,
} from './feedProblem.ts';
import type { InFlightWindow } from './InFlightWindow.ts';
import { MqttFrame } from './MqttFrame.ts';
import { PubAckWriter } from './PubAckWriter.ts';
import type { Frame } from './source.ts';

type PublishPacket = Parameters<MqttClient['handleMessage']>[0];

/** MQTT 5 section 3.14.2.1. */
const NOT_AUTHORISED = 0x87;

export interface MqttLinkOptions {
  readonly sourceId: string;
  readonly client: IClientOptions & { readonly protocolVersion: 4 | 5 };
  readonly topicFilter: string;
  readonly window: InFlightWindow;
  /** The batch is closed at this many unacknowledged frames at the latest. */
  readonly receiveMaximum: number;
  /** Beyond this many unacknowledged frames the socket is not read any more. */
  readonly hardLimit: number;
  readonly throttledDrain: boolean;
  readonly sessionExpiryMs: number;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

export interface ReadyLink {
  /** The broker kept the session of before, and with it what it could not deliver. */
  readonly sessionPresent: boolean;
  /** For how long it will keep it: what was asked for, unless its answer says otherwise (MQTT 5 section 3.2.2.3.2). */
  readonly sessionExpiryMs: number;
  /** What is still not as it should be. */
  readonly problem: FeedProblem | null;
}

export interface MqttLinkHandler {
  frame(frame: Frame): void;
  windowFull(): void;
  /** Connected and subscribed. */
  ready(link: ReadyLink): void;
  /** Called once; nothing else is called after it. */
  ended(problem: FeedProblem): void;
}

/**
 * One connection to a broker, from CONNECT until it ends; the next attempt is another link, so nothing of a dead
 * connection can leak into a living one.
 *
 * mqtt.js handles one QoS 1 message at a time and acknowledges when its handler calls back, so a batch of messages
 * can't wait for one commit. Therefore every message is shown to mqtt.js as QoS 0 as soon as it is parsed, and its
 * PUBACK is written here, after the commit. To the broker this is an ordinary QoS 1 subscriber.
 */
export class MqttLink {
  readonly #options: MqttLinkOptions;
  readonly #handler: MqttLinkHandler;
  readonly #client: MqttClient;
  readonly #acks: PubAckWriter;
  #open = true;
  #connected = false;
  #subscribing = false;
  #sessionExpiryMs: number;
  #heardAt: EpochMs | null = null;
  #backlog: BacklogPhase | undefined;
  #problem: FeedProblem | undefined;
  #resumeReading: (() => void) | undefined;
  #checkScheduled = false;
  #handlerFailures = 0;

  /** @throws what TLS says about an unusable certificate or key */
  constructor(options: MqttLinkOptions, handler: MqttLinkHandler) {
    this.#options = options;
    this.#handler = handler;
    this.#sessionExpiryMs = options.sessionExpiryMs;
    const client = connect({
      ...options.client,
      // The source has its own back-off; mqtt.js would retry at a fixed interval.
      reconnectPeriod: 0,
      resubscribe: false,
      // mqtt.js formats a debug line several times a message even when nobody reads it.
      log: () => {},
    });
    this.#client = client;
    this.#acks = new PubAckWriter((bytes) => client.stream.write(bytes));
    // A batch of PUBACKs must not wait for the answer to the one before it: the broker's window waits for it.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    client.on('packetreceive', (packet) => {
      this.#heardAt = options.now();
      if (packet.cmd === 'publish') {
        if (packet.qos === 1) packet.qos = 0;
      } else if (packet.cmd === 'connack') {
        const adjusted = packet.properties?.sessionExpiryInterval;
        if (adjusted !== undefined) this.#sessionExpiryMs = adjusted * 1000;
        // Not in `connect`, which mqtt.js emits a little later: the queue may follow in the same read.
        this.#backlog = this.#newBacklog(packet.sessionPresent);
      }
    });
    client.handleMessage = (packet, done) => this.#received(packet, done);
    client.on('connect', (connack) => this.#accepted(connack.sessionPresent));
    client.on('disconnect', (packet) => {
      const reason = packet.reasonCode ?? 0;
      this.#problem ??=
        this.#subscribing && reason === NOT_AUTHORISED
          ? subscriptionRefused(options.topicFilter, reason)
          : problemOfReason(reason);
      this.#end();
    });
    client.on('error', (error) => {
      this.#problem ??= problemOfError(error);
      this.#end();
    });
    client.on('close', () => this.#end());
    // mqtt.js passes on what a socket says and swallows what a WebSocket says, such as how its request was refused.
    client.stream.on('error', (error: unknown) => {
      this.#problem ??= problemOfError(error);
    });
  }

  /** When the broker last said anything: up to then nothing can be missing. Null when it never did. */
  get heardAt(): EpochMs | null {
    return this.#heardAt;
  }

  /** Says goodbye to the broker, which keeps the session. Resolves when the socket is closed. */
  close(): Promise<void> {
    if (!this.#open) return Promise.resolve();
    this.#acks.flush();
    this.#open = false;
    this.#acks.stop();
    this.#options.window.disconnected();
    return new Promise((resolve) => {
      this.#client.once('close', () => resolve());
      this.#client.end(!this.#connected);
    });
  }

  /** Cuts the socket without a word, when the other side no longer listens. */
  abandon(): void {
    this.#client.stream.destroy();
  }

  acknowledge(packetId: number): void {
    if (!this.#open) return;
    const { window, now, hardLimit } = this.#options;
    const at = now();
    if (window.declaredFull || window.learnedFull) this.#backlog?.windowFull(at);
    window.acknowledged(at);
    this.#acks.add(packetId);
    if (this.#resumeReading !== undefined && window.unacknowledged < hardLimit) {
      const resume = this.#resumeReading;
      this.#resumeReading = undefined;
      resume();
    }
  }

  #accepted(sessionPresent: boolean): void {
    if (!this.#open) return;
    this.#connected = true;
    const { topicFilter, client } = this.#options;
    // `rh: 1` asks for retained messages only when the subscription is new, not at every reconnect.
    const options =
      client.protocolVersion === 5 ? ({ qos: 1, rh: 1 } as const) : { qos: 1 as const };
    this.#subscribing = true;
    this.#client.subscribe(topicFilter, options, (error, granted) => {
      if (!this.#open) return;
      this.#subscribing = false;
      if (error) {
        const refused =
          error instanceof ErrorWithSubackPacket ? error.packet.granted[0] : undefined;
        this.#problem ??=
          typeof refused === 'number'
            ? subscriptionRefused(topicFilter, refused)
            : cutWhenSubscribing(topicFilter);
        this.#end();
      } else {
        const downgraded = granted?.[0]?.qos === 0;
        this.#handler.ready({
          sessionPresent,
          sessionExpiryMs: this.#sessionExpiryMs,
          problem: downgraded ? qosDowngraded : null,
        });
      }
    });
  }

  #newBacklog(sessionPresent: boolean): BacklogPhase {
    const { now, throttledDrain: throttled } = this.#options;
    const sessionExpiryMs = this.#sessionExpiryMs;
    return new BacklogPhase({ sessionPresent, connectedAt: now(), throttled, sessionExpiryMs });
  }

  #received(packet: PublishPacket, done: () => void): void {
    if (!this.#open) {
      done();
      return;
    }
    const { window, sourceId, now, receiveMaximum, hardLimit } = this.#options;
    const at = now();
    // QoS 2, which nobody asked for, has its own handshake in mqtt.js.
    const packetId = packet.qos === 2 ? 0 : (packet.messageId ?? 0);
    if (packetId !== 0) window.arrived(at);
    const frame = new MqttFrame(
      this,
      packetId,
      sourceId,
      packet.topic,
      packet.payload as Uint8Array,
      at,
      packet.dup,
      packet.dup || packet.retain || (this.#backlog?.covers(at) ?? false),
    );
    // A throw in here would stop mqtt.js's parser for good while the connection looks alive.
    try {
      this.#handler.frame(frame);
    } catch (error) {
      this.#handlerFailures += 1;
      if (this.#handlerFailures === 1) {
        this.#options.log.error({ feed: sourceId, err: error }, 'a frame could not be handled');
      }
    }
    if (window.unacknowledged >= hardLimit) {
      this.#resumeReading = done;
      this.#announceFull();
      return;
    }
    // Once, when it is reached: a commit that fails is not tried again for every frame after it.
    if (window.unacknowledged === receiveMaximum) this.#announceFull();
    else if (window.learnedFull) this.#checkAfterThisChunk();
    done();
  }

  #announceFull(): void {
    try {
      this.#handler.windowFull();
    } catch (error) {
      this.#options.log.error({ feed: this.#options.sourceId, err: error }, 'a batch failed');
    }
  }

  /** What was learned may be out of date: packets of the same read would show that, so they are looked at first. */
  #checkAfterThisChunk(): void {
    if (this.#checkScheduled) return;
    this.#checkScheduled = true;
    setImmediate(() => {
      this.#checkScheduled = false;
      if (this.#open && this.#options.window.learnedFull) this.#announceFull();
    });
  }

  #end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#acks.stop();
    this.#options.window.disconnected();
    this.#client.end(true);
    if (this.#handlerFailures > 1) {
      const { log, sourceId } = this.#options;
      log.error({ feed: sourceId, count: this.#handlerFailures }, 'frames could not be handled');
    }
    this.#handler.ended(this.#problem ?? this.#unexplained());
  }

  /** The other side closed without a word. AWS IoT Core does so when a policy doesn't allow the subscription. */
  #unexplained(): FeedProblem {
    if (!this.#connected) return closedAtOnce;
    return this.#subscribing ? cutWhenSubscribing(this.#options.topicFilter) : connectionLost;
  }
}
