import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import {
  createServer as createTlsServer,
  type TLSSocket,
  type TlsOptions,
  type Server as TlsServer,
} from 'node:tls';
import type { AedesOptions, Client, PublishPacket } from 'aedes';
import { Aedes } from 'aedes';
import type { Logger } from '#engine/log.ts';
import { type LanIdentity, mayPublish } from '#shared/connections/lanBroker.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { DEVICE_TOPIC_FILTER } from '#shared/telemetry/deviceTopic.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { BackOff } from './BackOff.ts';
import { FeedState } from './FeedState.ts';
import { GuardedConnection, PacketTooLargeError } from './GuardedConnection.ts';
import { LanFrame } from './LanFrame.ts';
import type { Announce } from './lan/announce.ts';
import type { KeyPair } from './lan/certificates.ts';
import type { LanAccess, ShownCertificate } from './lan/LanAccess.ts';
import { plainFingerprint } from './lan/LanDesk.ts';
import { credentialsMatch, isLoopback, type LanCredentials } from './lanAccess.ts';
import { listenProblem } from './listenProblem.ts';
import type { FrameHandler, Refusal, Source, UsedCertificate } from './source.ts';
import { systemTimers, type Timers } from './timers.ts';
import { matchesFilter } from './topicFilter.ts';

export interface LanBrokerOptions {
  readonly id: string;
  /** 0 takes a free one; `listening()` says which. */
  readonly port: number;
  readonly host?: string;
  readonly tls?: LanTls | StaticTls;
  readonly credentials?: LanCredentials;
  /** Each device by its own credentials, and no further than they reach. Nobody subscribes then. */
  readonly access?: LanAccess;
  readonly announce?: Announce;
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

/** PEM. With `ca`, devices must show a certificate that it signed. */
interface StaticTls extends KeyPair {
  readonly ca?: string;
}

export interface LanTls {
  /** Asked when the broker begins to listen. */
  readonly keyPair: () => Promise<KeyPair>;
  /** What the certificate is for. When that changes, and once a month, it is asked for again. */
  readonly names?: () => readonly string[];
}

/** An hour: an address that was given anew is known by then, and devices try again anyway. */
const LOOK_AT_NAMES_MS = 3_600_000;
const RENEW_MS = 30 * 86_400_000;
const HANDSHAKE_MS = 15_000;
/** Connections of one address that have not signed in yet: one that keeps them open must not take everybody's. */
const UNKNOWN_OF_ONE_ADDRESS = 50;
/** aedes reads no more from a device until its held messages are answered: don't wait for a batch's timer then. */
const CLOSE_BATCH_AT = 64;
/** More than this held means that commits fail: a device that sends more is cut off, and sends it again later. */
const MAXIMUM_HELD = 20_000;
/** Larger than what a device may send, so that what is too large is quarantined and shown rather than cut off. */
const LARGEST_PAYLOAD_BYTES = 256 * 1024;
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
  /** What it shows, with the authority behind it. */
  #certificate: string | undefined;
  #held = 0;
  #closeScheduled = false;
  readonly #identities = new Map<Client, LanIdentity>();
  /** Ports of connections that have not signed in yet, by address. */
  readonly #unknown = new Map<string, Set<number>>();
  #endOfRevocations: (() => void) | undefined;
  #cancelRenewal: (() => void) | undefined;
  #farewell: (() => Promise<void>) | undefined;

  /** @throws when it would listen beyond this machine without asking devices who they are */
  constructor(options: LanBrokerOptions) {
    this.id = options.id;
    this.#options = options;
    this.#host = options.host ?? '127.0.0.1';
    this.#topicFilter = options.topicFilter ?? DEVICE_TOPIC_FILTER;
    const asks =
      options.credentials !== undefined ||
      options.access !== undefined ||
      (options.tls !== undefined && 'ca' in options.tls);
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
    this.#endOfRevocations = this.#options.access?.onRevoked((name) => this.#cutOff(name));
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

  get certificates(): readonly UsedCertificate[] {
    const pem = this.#certificate;
    return pem === undefined ? [] : [{ purpose: 'server', pem }];
  }

  async stop(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRenewal?.();
    this.#endOfRevocations?.();
    const farewell = this.#farewell?.();
    this.#farewell = undefined;
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
    await Promise.all([closed, farewell]);
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
    this.#aedes ??= await this.#newAedes();
    if (this.#handler === undefined) {
      this.#aedes.close();
      return;
    }
    let tls: StaticTls | undefined;
    try {
      tls = await this.#keyPair();
      this.#certificate = tls?.cert;
    } catch (error) {
      // A secret store that is locked now may be open later.
      this.#failed(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.#handler === undefined) {
      this.#aedes.close();
      return;
    }
    try {
      this.#listen(this.#aedes, tls);
    } catch (error) {
      // An unusable certificate or key: trying again cannot help.
      this.#become('stopped', listenProblem(error));
      this.#bound.reject(error);
    }
  }

  async #newAedes(): Promise<Aedes> {
    const aedes = await Aedes.createBroker(this.#brokerOptions());
    aedes.on('clientError', (client, error) => {
      if (error instanceof PacketTooLargeError) this.#cutFor(client, error);
    });
    return aedes;
  }

  /** A device that sends such a packet with QoS 1 sends it again for ever: somebody has to see which one it is. */
  #cutFor(client: Client, error: PacketTooLargeError): void {
    const from = client.id.slice(0, 128);
    this.#options.log.warn({ feed: this.id, client: from }, error.message);
    this.#handler?.frame(
      new LanFrame({
        sourceId: this.id,
        packet: { topic: '', payload: '', dup: false, retain: false },
        receivedAt: this.#now(),
        release: undefined,
        refusal: { reason: 'tooLarge', detail: `${error.message}, from ${from}` },
      }),
    );
  }

  async #keyPair(): Promise<StaticTls | undefined> {
    const { tls } = this.#options;
    return tls !== undefined && 'keyPair' in tls ? tls.keyPair() : tls;
  }

  #listen(aedes: Aedes, tls: StaticTls | undefined): void {
    const {
      access,
      maximumPayloadBytes = LARGEST_PAYLOAD_BYTES,
      maximumConnections = 1000,
    } = this.#options;
    const accept = (socket: Socket) => {
      aedes.handle(new GuardedConnection(socket, maximumPayloadBytes + PACKET_OVERHEAD_BYTES));
    };
    const server = tls === undefined ? createTcpServer(accept) : this.#tlsServer(tls, accept);
    // Also those whose handshake never ends: the end of the program doesn't wait for them.
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    if (access !== undefined) this.#guardConnections(server, access);
    server.maxConnections = maximumConnections;
    server.on('error', (error) => this.#failed(error));
    server.on('listening', () => {
      const address = server.address();
      const port =
        typeof address === 'object' && address !== null ? address.port : this.#options.port;
      this.#feed.movedTo(this.#address(port));
      this.#backOff.reset();
      this.#options.log.info({ feed: this.id, address: this.#address(port) }, 'lan broker listens');
      this.#farewell ??= this.#options.announce?.(port);
      this.#become('connected', null);
      this.#bound.resolve(port);
    });
    this.#server = server;
    server.listen(this.#options.port, this.#host);
  }

  #tlsServer(tls: StaticTls, accept: (socket: TLSSocket) => void): TlsServer {
    const { access } = this.#options;
    const options: TlsOptions = { cert: tls.cert, key: tls.key, handshakeTimeout: HANDSHAKE_MS };
    if (tls.ca !== undefined)
      Object.assign(options, { ca: tls.ca, requestCert: true, rejectUnauthorized: true });
    // A certificate is asked for and judged by its fingerprint: a device without one signs in with its secret.
    else if (access !== undefined)
      Object.assign(options, { requestCert: true, rejectUnauthorized: false });
    const server = createTlsServer(options, accept);
    server.on('tlsClientError', (_error, { remoteAddress }) => {
      // Without an address it was cut off by this side, and has been counted.
      if (remoteAddress !== undefined) access?.refused(remoteAddress, '', 'tlsFailed');
    });
    this.#renewSoon(server);
    return server;
  }

  /** Before a handshake is worked for: who guesses, or holds connections open, costs nothing more. */
  #guardConnections(server: Server, access: LanAccess): void {
    server.on('connection', (socket: Socket) => {
      const { remoteAddress: address = '', remotePort: port = 0 } = socket;
      const unknown = this.#unknown.get(address) ?? new Set();
      if (access.shutsOut(address) || unknown.size >= UNKNOWN_OF_ONE_ADDRESS) {
        access.refused(address, '', 'tooManyTries');
        socket.destroy();
        return;
      }
      this.#unknown.set(address, unknown.add(port));
      socket.once('close', () => this.#known(address, port));
    });
  }

  #known(address: string, port: number): void {
    const unknown = this.#unknown.get(address);
    unknown?.delete(port);
    if (unknown?.size === 0) this.#unknown.delete(address);
  }

  #renewSoon(server: TlsServer): void {
    const { tls } = this.#options;
    if (tls === undefined || !('keyPair' in tls) || tls.names === undefined) return;
    const { keyPair, names } = tls;
    let made = names().join();
    let madeAt = this.#now();
    const look = () => {
      this.#cancelRenewal = this.#timers.after(LOOK_AT_NAMES_MS, look);
      const wanted = names().join();
      if (wanted === made && Math.abs(this.#now() - madeAt) < RENEW_MS) return;
      keyPair().then(
        ({ cert, key }) => {
          server.setSecureContext({ cert, key });
          this.#certificate = cert;
          made = wanted;
          madeAt = this.#now();
        },
        (error: unknown) =>
          this.#options.log.warn({ feed: this.id, err: error }, 'no new certificate could be made'),
      );
    };
    this.#cancelRenewal?.();
    this.#cancelRenewal = this.#timers.after(LOOK_AT_NAMES_MS, look);
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
    const { access, credentials, allowViewers } = this.#options;
    return {
      // Nobody has a queue here to come back to, and what a session of aedes' holds in memory it holds for good.
      preConnect: (_client, packet, done) => {
        packet.clean = true;
        done(null, true);
      },
      authenticate: (client, username, password, done) => {
        if (access !== undefined) void this.#authenticate(client, access, username, password, done);
        else
          done(
            null,
            credentials === undefined || credentialsMatch(credentials, username, password),
          );
      },
      authorizePublish: (client, packet, done) => this.#published(client, packet, done),
      authorizeSubscribe: (client, subscription, done) => {
        const local =
          client.conn instanceof GuardedConnection && isLoopback(client.conn.remoteAddress);
        // QoS 0: a viewer that goes away must leave no queue behind in the desk's memory.
        const allowed = allowViewers === true && local && access === undefined;
        done(null, allowed ? { ...subscription, qos: 0 } : null);
      },
    };
  }

  async #authenticate(
    client: Client,
    access: LanAccess,
    username: string | undefined,
    password: Uint8Array | undefined,
    done: (error: (Error & { returnCode: number }) | null, success: boolean | null) => void,
  ): Promise<void> {
    const { conn } = client;
    if (!(conn instanceof GuardedConnection)) return;
    const { remoteAddress: address, remotePort } = conn;
    const certificate = shownBy(conn);
    let answer: Awaited<ReturnType<LanAccess['authenticate']>>;
    try {
      answer = await access.authenticate({ address, username, password, certificate });
    } catch (error) {
      this.#options.log.error({ feed: this.id, err: error }, 'a login could not be judged');
      answer = { refusal: 'busy' };
    }
    if (client.closed || this.#handler === undefined) return;
    if ('refusal' in answer) {
      // MQTT 3.1.1, table 3.1: unavailable, or a bad user name or password.
      const returnCode = answer.refusal === 'busy' ? 3 : 4;
      done(Object.assign(new Error(answer.refusal), { returnCode }), false);
      return;
    }
    const { identity } = answer;
    // Under its own name: who is let in by one credential can't push out a client of another.
    client.id = `${identity.name}/${client.id}`;
    this.#identities.set(client, identity);
    access.connected(identity.name);
    this.#known(address, remotePort);
    conn.once('close', () => {
      this.#identities.delete(client);
      access.disconnected(identity.name);
    });
    done(null, true);
  }

  #cutOff(name: string): void {
    for (const [client, identity] of this.#identities) if (identity.name === name) client.close();
  }

  /** Why the message is not the device's to publish; undefined when it is. */
  #refusalOf(client: Client | null, topic: string): Refusal | undefined {
    if (!matchesFilter(this.#topicFilter, topic))
      return { reason: 'topicShape', detail: `topic: ${topic.slice(0, 128)}` };
    if (this.#options.access === undefined) return undefined;
    const identity = client === null ? undefined : this.#identities.get(client);
    if (identity !== undefined && mayPublish(identity, topic)) return undefined;
    return { reason: 'notAllowed', detail: `signed in as ${identity?.name ?? 'nobody'}` };
  }

  #published(
    client: Client | null,
    packet: PublishPacket,
    answer: (error?: Error | null) => void,
  ): void {
    const handler = this.#handler;
    if (handler === undefined) return;
    if (this.#held >= MAXIMUM_HELD) {
      answer(new Error('too many readings wait for their commit'));
      return;
    }
    // A will is published for a client that is gone: there is nobody to wait for the answer.
    const waits = packet.qos > 0 && client !== null && !client.closed;
    const at = this.#now();
    const frame = new LanFrame({
      sourceId: this.id,
      packet,
      receivedAt: at,
      release: waits ? this.#hold(client, answer) : undefined,
      // Taken and quarantined, not cut off: a gateway with one unknown device must not silence the others behind it.
      refusal: this.#refusalOf(client, packet.topic),
    });
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

/** What a device showed in its handshake. */
function shownBy({ certificate }: GuardedConnection): ShownCertificate | undefined {
  if (certificate === undefined) return undefined;
  return {
    fingerprint: plainFingerprint(certificate.fingerprint256),
    validFrom: certificate.validFromDate.getTime(),
    validTo: certificate.validToDate.getTime(),
  };
}
