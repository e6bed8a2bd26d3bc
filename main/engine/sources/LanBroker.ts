import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { AedesOptions, Client, PublishPacket } from 'aedes';
import { Aedes } from 'aedes';
import type { Logger } from '#engine/log.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { DEVICE_TOPIC_FILTER } from '#shared/telemetry/deviceTopic.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { BackOff } from './BackOff.ts';
import { FeedState } from './FeedState.ts';
import { GuardedConnection } from './GuardedConnection.ts';
import { LanFrame } from './LanFrame.ts';
import { credentialsMatch, isLoopback, type LanCredentials } from './lanAccess.ts';
import { listenProblem } from './listenProblem.ts';
import type { FrameHandler, Source } from './source.ts';
import { systemTimers, type Timers } from './timers.ts';
import { matchesFilter } from './topicFilter.ts';

export interface LanBrokerOptions {
  readonly id: string;
  /** 0 takes a free one; `listening()` says which. */
  readonly port: number;
  readonly host?: string;
  /** PEM. With `ca`, devices must show a certificate that it signed. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  readonly credentials?: LanCredentials;
  /** Lets anybody on the network publish readings. Only asked for outside the loopback. */
  readonly allowAnonymous?: boolean;
  readonly topicFilter?: string;
  readonly maximumPayloadBytes?: number;
  readonly maximumConnections?: number;
  /** Lets programs on this machine subscribe, to look; never to publish elsewhere. */
  readonly allowViewers?: boolean;
  readonly now?: () => EpochMs;
  readonly log: Logger;
  readonly timers?: Timers;
  readonly backOff?: BackOff;
}

/** aedes reads no more from a device until its held messages are answered: don't wait for a batch's timer then. */
const CLOSE_BATCH_AT = 64;
/** More than this held means that commits fail: a device that sends more is cut off, and sends it again later. */
const MAXIMUM_HELD = 20_000;
/** Topic, packet id and header beside the payload. */
const PACKET_OVERHEAD_BYTES = 1024;

/**
 * An MQTT 3.1.1 broker inside the desk for gateways on the building's network. It is at-least-once towards them too:
 * aedes asks `authorizePublish` before it answers, and that answer waits for the engine's commit, so a device that got
 * its PUBACK may forget the reading.
 */
export class LanBroker implements Source {
  readonly id: string;
  readonly #options: LanBrokerOptions;
  readonly #host: string;
  readonly #topicFilter: string;
  readonly #now: () => EpochMs;
  readonly #timers: Timers;
  readonly #backOff: BackOff;
  readonly #feed: FeedState;
  readonly #sockets = new Set<Socket>();
  readonly #bound = Promise.withResolvers<number>();
  #aedes: Aedes | undefined;
  #server: Server | undefined;
  #handler: FrameHandler | undefined;
  #cancelRetry: (() => void) | undefined;
  #held = 0;
  #closeScheduled = false;

  /** @throws when it would listen beyond this machine without asking devices who they are */
  constructor(options: LanBrokerOptions) {
    this.id = options.id;
    this.#options = options;
    this.#host = options.host ?? '127.0.0.1';
    this.#topicFilter = options.topicFilter ?? DEVICE_TOPIC_FILTER;
    const asks = options.credentials !== undefined || options.tls?.ca !== undefined;
    if (!isLoopback(this.#host) && !asks && options.allowAnonymous !== true) {
      throw new Error(
        'A broker on the network needs a user name and password, or client certificates; or allow anonymous devices explicitly.',
      );
    }
    this.#now = options.now ?? Date.now;
    this.#timers = options.timers ?? systemTimers;
    this.#backOff = options.backOff ?? new BackOff();
    this.#feed = new FeedState(this.id, this.#address(options.port), this.#now);
    // Nobody has to ask for the port.
    this.#bound.promise.catch(() => {});
  }

  start(handler: FrameHandler): void {
    if (this.#handler !== undefined) throw new Error(`source ${this.id} was already started`);
    this.#handler = handler;
    this.#become('connecting', null);
    void this.#open();
  }

  /** The port that is listened on. Rejects when the broker is stopped before it could listen. */
  listening(): Promise<number> {
    return this.#bound.promise;
  }

  status(): FeedStatus {
    return this.#feed.status();
  }

  async stop(): Promise<void> {
    this.#cancelRetry?.();
    const handler = this.#handler;
    this.#handler = undefined;
    this.#bound.reject(new Error(`source ${this.id} was stopped`));
    const server = this.#server;
    const aedes = this.#aedes;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => {
      if (server?.listening === true) server.close(() => resolve());
      else resolve();
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await new Promise<void>((resolve) => {
      if (aedes === undefined) resolve();
      else aedes.close(() => resolve());
    });
    if (this.#feed.state !== 'stopped') {
      this.#feed.become('stopped', null);
      handler?.changed();
    }
  }

  async #open(): Promise<void> {
    this.#aedes ??= await Aedes.createBroker(this.#brokerOptions());
    if (this.#handler === undefined) {
      this.#aedes.close();
      return;
    }
    try {
      this.#listen(this.#aedes);
    } catch (error) {
      // An unusable certificate or key: trying again cannot help.
      this.#become('stopped', listenProblem(error));
      this.#bound.reject(error);
    }
  }

  #listen(aedes: Aedes): void {
    const { tls, maximumPayloadBytes = 64 * 1024, maximumConnections = 1000 } = this.#options;
    const accept = (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      aedes.handle(new GuardedConnection(socket, maximumPayloadBytes + PACKET_OVERHEAD_BYTES));
    };
    const server =
      tls === undefined
        ? createTcpServer(accept)
        : createTlsServer(
            {
              cert: tls.cert,
              key: tls.key,
              ...(tls.ca !== undefined && {
                ca: tls.ca,
                requestCert: true,
                rejectUnauthorized: true,
              }),
            },
            accept,
          );
    server.maxConnections = maximumConnections;
    server.on('error', (error) => this.#failed(error));
    server.on('listening', () => {
      const address = server.address();
      const port =
        typeof address === 'object' && address !== null ? address.port : this.#options.port;
      this.#feed.movedTo(this.#address(port));
      this.#backOff.reset();
      this.#options.log.info({ feed: this.id, address: this.#address(port) }, 'lan broker listens');
      this.#become('connected', null);
      this.#bound.resolve(port);
    });
    this.#server = server;
    server.listen(this.#options.port, this.#host);
  }

  #failed(error: Error): void {
    if (this.#handler === undefined) return;
    const problem = listenProblem(error);
    const retryInMs = this.#backOff.next();
    this.#options.log.warn({ feed: this.id, code: problem.code, retryInMs }, problem.text);
    this.#server?.close();
    this.#become('down', problem);
    this.#cancelRetry = this.#timers.after(retryInMs, () => void this.#open());
  }

  #brokerOptions(): AedesOptions {
    const { credentials, allowViewers } = this.#options;
    return {
      authenticate: (_client, username, password, done) =>
        done(null, credentials === undefined || credentialsMatch(credentials, username, password)),
      authorizePublish: (client, packet, done) => this.#published(client, packet, done),
      authorizeSubscribe: (client, subscription, done) => {
        const local =
          client.conn instanceof GuardedConnection && isLoopback(client.conn.remoteAddress);
        // QoS 0: a viewer that goes away must leave no queue behind in the desk's memory.
        done(null, allowViewers === true && local ? { ...subscription, qos: 0 } : null);
      },
    };
  }

  #published(
    client: Client | null,
    packet: PublishPacket,
    answer: (error?: Error | null) => void,
  ): void {
    const handler = this.#handler;
    if (handler === undefined) return;
    if (!matchesFilter(this.#topicFilter, packet.topic)) {
      this.#options.log.warn(
        { feed: this.id, client: client?.id.slice(0, 64), topic: packet.topic.slice(0, 128) },
        'a device published to a topic that is not a device topic and was disconnected',
      );
      answer(new Error('not a device topic'));
      return;
    }
    if (this.#held >= MAXIMUM_HELD) {
      answer(new Error('too many readings wait for their commit'));
      return;
    }
    // A will is published for a client that is gone: there is nobody to wait for the answer.
    const waits = packet.qos > 0 && client !== null && !client.closed;
    const at = this.#now();
    const frame = new LanFrame(this.id, packet, at, waits ? this.#hold(client, answer) : undefined);
    // The desk is the only one who keeps readings: aedes would store a retained one for ever.
    packet.retain = false;
    this.#feed.lastFrameAt = at;
    try {
      handler.frame(frame);
    } catch (error) {
      this.#options.log.error({ feed: this.id, err: error }, 'a frame could not be handled');
      if (waits) this.#held -= 1;
      answer(new Error('the reading could not be taken'));
      return;
    }
    if (!waits) answer();
    else if (this.#held >= CLOSE_BATCH_AT) this.#closeBatchSoon(handler);
  }

  #hold(client: Client, answer: () => void): () => void {
    this.#held += 1;
    return () => {
      this.#held -= 1;
      if (!client.closed) answer();
    };
  }

  #closeBatchSoon(handler: FrameHandler): void {
    if (this.#closeScheduled) return;
    this.#closeScheduled = true;
    setImmediate(() => {
      this.#closeScheduled = false;
      if (this.#handler !== undefined && this.#held >= CLOSE_BATCH_AT) handler.windowFull();
    });
  }

  #address(port: number): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `${this.#options.tls === undefined ? 'mqtt' : 'mqtts'}://${host}:${port}`;
  }

  #become(state: FeedStatus['state'], problem: FeedState['problem']): void {
    this.#feed.become(state, problem);
    this.#handler?.changed();
  }
}
