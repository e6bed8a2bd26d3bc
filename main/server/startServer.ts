import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { Engine } from '#engine/Engine.ts';
import type { Logger } from '#engine/log.ts';
import { Access } from './Access.ts';
import { apiTokenPath, loadOrCreateApiToken } from './apiToken.ts';
import type { SocketLimits } from './BoundedSocket.ts';
import { createServer, type TlsIdentity } from './createServer.ts';
import { isLoopback } from './loopback.ts';

export interface StartServerOptions {
  readonly engine: Engine;
  /** An address of this machine; anything but loopback needs `token`. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Opens `/api` and `/metrics`. Without it one is made and kept in the data folder. */
  readonly token?: string | undefined;
  /** PEM text of the certificate, with those between it and its authority, and of its key. */
  readonly tls?: TlsIdentity | undefined;
  /** Somebody has said that passwords may cross the network as they are: a proxy in front of this host ends TLS. */
  readonly plainHttp?: boolean | undefined;
  readonly rendererDir: string;
  readonly log: Logger;
  readonly now?: () => number;
  readonly socketLimits?: Partial<SocketLimits>;
}

export interface RunningServer {
  readonly url: string;
  /** Tells the clients, ends their streams and frees the port. The engine is the caller's to close. */
  close(): Promise<void>;
}

/** The desk would be open to the network with a token that nobody chose. */
export class TokenNeededError extends Error {
  override readonly name = 'TokenNeededError';
}

/** Passwords and alarms would cross the network so that anybody on it can read them. */
export class TlsNeededError extends Error {
  override readonly name = 'TlsNeededError';
}

/** The certificate or its key can't be used. */
export class TlsIdentityError extends Error {
  override readonly name = 'TlsIdentityError';
}

type Doors = Pick<StartServerOptions, 'host' | 'token' | 'tls' | 'plainHttp'>;

/**
 * Asked before anything is started, so that a refused command leaves nothing behind.
 * @throws {TokenNeededError} when `host` can be reached from other machines and there is no token.
 * @throws {TlsNeededError} when it can, and there is neither a certificate nor somebody's word that one isn't needed.
 * @throws {TlsIdentityError} when certificate and key don't go together.
 */
export function checkDoors({ host, token, tls, plainHttp }: Doors): void {
  if (tls) checkIdentity(tls);
  if (isLoopback(host)) return;
  if (!token)
    throw new TokenNeededError(
      `${host} can be reached from other machines: give a token, or listen on 127.0.0.1`,
    );
  if (!tls && !plainHttp)
    throw new TlsNeededError(
      `${host} can be reached from other machines: give a certificate, or say that a proxy ends TLS`,
    );
}

function checkIdentity(tls: TlsIdentity): void {
  try {
    createSecureContext(tls);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TlsIdentityError(`the certificate and its key can't be used: ${reason}`, { cause });
  }
}

/**
 * Starts the headless host.
 * @throws what `checkDoors` throws.
 * @throws the operating system's error when the port is taken or the address isn't this machine's.
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { engine, host, port, log, now = Date.now } = options;
  checkDoors(options);
  const loopbackOnly = isLoopback(host);
  if (!loopbackOnly && (options.token?.length ?? 0) < 16)
    log.warn('the token is shorter than 16 characters and the host is open to the network');
  const token = options.token || loadOrCreateApiToken(engine.dataDir);
  if (!options.token)
    log.info({ file: apiTokenPath(engine.dataDir) }, 'the API token is in this file');
  const { app, sockets } = await createServer({
    engine,
    access: new Access({ token, loopbackOnly, secure: options.tls !== undefined, now }),
    tls: options.tls,
    rendererDir: options.rendererDir,
    log,
    now,
    socketLimits: options.socketLimits,
  });
  try {
    await app.listen({ host: addressOf(host), port });
  } catch (error) {
    await sockets.close();
    await app.close();
    throw error;
  }
  const scheme = options.tls ? 'https' : 'http';
  const url = urlOf(scheme, app.server.address() as AddressInfo);
  log.info({ url }, 'headless host ready');
  return {
    url,
    close: async () => {
      await sockets.close();
      await app.close();
    },
  };
}

/** `localhost` names two addresses and would open two sockets; the ready line names one. */
const addressOf = (host: string): string =>
  host.toLowerCase() === 'localhost' ? '127.0.0.1' : host.replace(/^\[(.*)\]$/, '$1');

function urlOf(scheme: 'http' | 'https', { address, family, port }: AddressInfo): string {
  // 0.0.0.0 and :: are no address that a browser can open everywhere.
  if (address === '0.0.0.0') return `${scheme}://127.0.0.1:${port}`;
  if (address === '::') return `${scheme}://[::1]:${port}`;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
