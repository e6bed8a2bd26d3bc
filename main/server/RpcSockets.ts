import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/websocket';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Engine } from '#engine/Engine.ts';
import type { Logger } from '#engine/log.ts';
import { logRpcFailure } from '#engine/logRpcFailure.ts';
import type { Access, Refusal } from './Access.ts';
import {
  BoundedSocket,
  SlowClientError,
  SOCKET_LIMITS,
  type SocketLimits,
} from './BoundedSocket.ts';
import { callerOf } from './callerOf.ts';

const PATHS = ['/rpc', '/rpc/ws'];
const MAX_PAYLOAD = 1024 * 1024;
/** More seats than a building has. */
const MAX_CLIENTS = 64;
/** A client that didn't answer one ping by the next is gone, however the network hides it. */
const PING_MS = 15_000;
/** How long a client has for its part of the closing handshake. */
const GOODBYE_MS = 1_000;
/** Close codes of RFC 6455 section 7.4.1 that the host gives. */
const CLOSE = { goingAway: 1001, unsupported: 1003, policy: 1008 } as const;

export interface RpcSocketsOptions {
  readonly engine: Engine;
  readonly access: Access;
  readonly log: Logger;
  readonly limits?: Partial<SocketLimits> | undefined;
}

/** The contract over WebSocket, one socket a client. */
export class RpcSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD,
    // Compression contexts cost memory for each client, and the desk is on this machine or on the LAN.
    perMessageDeflate: false,
  });
  readonly #handler: RPCHandler<Record<never, never>>;
  readonly #access: Access;
  readonly #log: Logger;
  readonly #limits: SocketLimits;
  readonly #silent = new WeakSet<WebSocket>();
  readonly #cutOff = new WeakSet<WebSocket>();
  readonly #pings: NodeJS.Timeout;
  #dropped = 0;

  constructor({ engine, access, log, limits }: RpcSocketsOptions) {
    this.#handler = new RPCHandler(engine.router, {
      interceptors: [onError((error) => logRpcFailure(log, error))],
    });
    this.#access = access;
    this.#log = log;
    this.#limits = { ...SOCKET_LIMITS, ...limits };
    this.#pings = setInterval(() => this.#ping(), PING_MS);
    this.#pings.unref();
  }

  get clients(): number {
    return this.#server.clients.size;
  }

  /** Clients that were cut off: too slow, too greedy, gone or talking nonsense. */
  get dropped(): number {
    return this.#dropped;
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Until ws takes the socket over nobody listens, and an unheard error ends the process.
      socket.on('error', () => socket.destroy());
      const refusal = this.#refuse(request);
      if (refusal) refuseUpgrade(socket, refusal.status, refusal.error);
      else this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
    });
  }

  /** Tells every client that the host is going, and cuts off those that don't answer. */
  async close(): Promise<void> {
    clearInterval(this.#pings);
    const clients = [...this.#server.clients];
    const gone = clients.map((client) => new Promise((resolve) => client.once('close', resolve)));
    for (const client of clients) sayGoodbye(client, CLOSE.goingAway, 'the desk is closing');
    await Promise.all(gone);
    this.#server.close();
  }

  #refuse(request: IncomingMessage): Refusal | { status: 404 | 503; error: string } | undefined {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (!PATHS.includes(path)) return { status: 404, error: 'Not found' };
    const refusal = this.#access.refuseSocket(callerOf(request));
    if (refusal) return refusal;
    if (this.clients >= MAX_CLIENTS) return { status: 503, error: 'Too many clients' };
    return undefined;
  }

  #welcome(client: WebSocket): void {
    const bounded = new BoundedSocket(client, this.#limits);
    // The handler keeps what belongs to a client by this object.
    const peer = { send: bounded.send, addEventListener: () => undefined };
    client.on('message', (data, isBinary) => {
      // What was on its way when the client was cut off is not worked for any more.
      if (client.readyState !== client.OPEN) return;
      void bounded
        .during(() => this.#handler.message(peer, toMessage(data, isBinary)))
        .catch((error: unknown) => this.#drop(client, error));
    });
    client.on('pong', () => this.#silent.delete(client));
    client.on('error', (error) => {
      // ws has answered already with the code that fits: too big, not UTF-8, against the protocol.
      this.#countOnce(client, error);
    });
    client.on('close', () => this.#handler.close(peer));
  }

  #drop(client: WebSocket, error: unknown): void {
    // A client that left while an answer was on its way did nothing wrong.
    if (client.readyState !== client.OPEN && !(error instanceof SlowClientError)) return;
    if (!this.#countOnce(client, error)) return;
    if (error instanceof SlowClientError) sayGoodbye(client, CLOSE.policy, error.message);
    else sayGoodbye(client, CLOSE.unsupported, 'not understood');
  }

  /** @returns false when this client was cut off before: its other calls fail after it. */
  #countOnce(client: WebSocket, error: unknown): boolean {
    if (this.#cutOff.has(client)) return false;
    this.#cutOff.add(client);
    this.#dropped += 1;
    const reason = error instanceof Error ? error.message : String(error);
    this.#log.warn({ reason }, 'client dropped');
    return true;
  }

  #ping(): void {
    for (const client of this.#server.clients) {
      if (this.#silent.has(client)) {
        this.#countOnce(client, 'no answer to a ping');
        client.terminate();
        continue;
      }
      this.#silent.add(client);
      client.ping();
    }
  }
}

/** A client that reads nothing would not read this either, so it is not waited for. */
function sayGoodbye(client: WebSocket, code: number, reason: string): void {
  client.close(code, reason);
  const cut = setTimeout(() => client.terminate(), GOODBYE_MS);
  client.once('close', () => clearTimeout(cut));
}

function toMessage(data: RawData, isBinary: boolean): string | ArrayBuffer {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  if (!isBinary) return bytes.toString('utf8');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

function refuseUpgrade(socket: Duplex, status: number, error: string): void {
  const body = JSON.stringify({ error });
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
