import { join } from 'node:path';
import type { EngineOptions } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import type { PeerAddress } from '#engine/peers/PeerDesk.ts';
import type { SiteSettings } from '#engine/site.ts';
import { startEngine } from '#engine/startEngine.ts';
import {
  checkDoors,
  type RunningServer,
  startServer,
  TlsIdentityError,
  TlsNeededError,
  TokenNeededError,
} from '../server/startServer.ts';
import { type BrokerOptions, connectionsOf } from './brokers.ts';
import { readConnection } from './connectionFile.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { messageOf, readSecret, readText } from './options.ts';
import { projectRoot } from './projectRoot.ts';
import { type SerialOptions, serialPortsOf } from './serialPorts.ts';
import { stopSignal } from './stopSignal.ts';

/** Commander's words for the options of `serve`. */
export interface ServeOptions extends BrokerOptions, SerialOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly connection?: readonly string[];
  readonly lanBroker?: { readonly host: string; readonly port: number };
  readonly siteName?: string;
  readonly timeZone?: string;
  readonly powerUnit?: 'kW' | 'W';
  readonly powerFactorUnit?: 'ratio' | 'percent';
  readonly token?: string;
  readonly tokenFile?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly plainHttp?: boolean;
  readonly demo?: boolean;
  readonly seed: number;
  readonly devices: number;
  readonly peer?: readonly string[];
  readonly peerTokenFile?: readonly string[];
  readonly renderer?: string;
  /** False: none, on purpose. */
  readonly model?: string | false;
  readonly logLevel: string;
}

/**
 * Runs the engine and the headless host until a signal says stop. Standard output gets one line, when a browser
 * can connect: `{"url":"http://…"}`. Everything else goes to standard error as JSON lines.
 * @param ready called with the address after that line
 */
export async function serve(
  options: ServeOptions,
  ready: (url: string) => void = () => undefined,
): Promise<number> {
  const log = createLog(options.logLevel);
  // An engine that failed in a way nobody foresaw can't be trusted to monitor: end, and be started again.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the desk failed');
    process.exit(EXIT.problem);
  });
  // Whoever reads the ready line may close the pipe behind it, which is no reason to stop monitoring.
  process.stdout.on('error', (error) => log.warn({ err: error }, 'standard output is closed'));
  const doors = {
    host: options.host,
    token: tokenOf(options),
    tls: tlsOf(options),
    plainHttp: options.plainHttp,
  };
  try {
    checkDoors(doors);
  } catch (error) {
    throw explain(error, options);
  }
  const stopped = stopSignal();
  const engineOptions = engineOptionsOf(options);
  const engine = await startEngine({ ...engineOptions, log });
  let server: RunningServer;
  try {
    server = await startServer({
      ...doors,
      engine,
      port: options.port,
      rendererDir: options.renderer ?? join(projectRoot, 'out', 'renderer'),
      log,
    });
  } catch (error) {
    await engine.close();
    throw explain(error, options);
  }
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
  ready(server.url);
  const signal = await stopped;
  log.info({ signal }, 'closing');
  // The pages first: they learn that the desk is going instead of finding it gone.
  await server.close();
  await engine.close();
  return EXIT.ok;
}

/** @throws {CliError} when a file named by an option can't be read */
function engineOptionsOf(options: ServeOptions): Omit<EngineOptions, 'log'> {
  const { connection, lanBroker, demo, seed, devices, model } = options;
  return {
    dataDir: options.data,
    ...(options.mqtt && { mqtt: connectionsOf(options) }),
    ...(connection && { connections: connection.map(readConnection) }),
    ...(lanBroker && { lanBroker }),
    ...serialPortsOf(options),
    ...(demo && { demo: { seed, devices } }),
    ...(model !== undefined && { modelPath: model === false ? null : model }),
    ...(options.peer && { peers: peersOf(options) }),
    site: siteOf(options),
  };
}

function siteOf({ siteName, timeZone, powerUnit, powerFactorUnit }: ServeOptions): SiteSettings {
  return {
    ...(siteName && { name: { ko: siteName, en: siteName } }),
    ...(timeZone && { timeZone }),
    ...(powerUnit && { powerUnit }),
    ...(powerFactorUnit && { powerFactorUnit }),
  };
}

/** @throws {CliError} when there isn't one token for each other desk, or its file can't be read */
function peersOf({ peer = [], peerTokenFile = [] }: ServeOptions): readonly PeerAddress[] {
  if (peer.length !== peerTokenFile.length)
    throw new CliError('give a --peer-token-file for each --peer, in the same order');
  return peer.map((url, index) => ({
    url,
    token: readSecret('--peer-token-file', peerTokenFile[index] ?? ''),
  }));
}

const tokenOf = ({ token, tokenFile }: ServeOptions): string | undefined =>
  tokenFile ? readSecret('--token-file', tokenFile) : token;

/** @throws {CliError} when one comes without the other, or a file can't be read */
function tlsOf({ tlsCert, tlsKey }: ServeOptions): { cert: string; key: string } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new CliError('--tls-cert and --tls-key are given together');
  return {
    cert: readText('--tls-cert', tlsCert),
    key: readText('--tls-key', tlsKey),
  };
}

function explain(error: unknown, { host, port }: ServeOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new CliError(
      `port ${port} on ${host} is taken: choose another with --port, or 0 for any free one`,
    );
  if (code === 'EACCES')
    return new CliError(`port ${port} on ${host} may not be opened by this user`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CliError(`${host} is not an address of this machine: choose another with --host`);
  if (error instanceof TokenNeededError)
    return new CliError(`${messageOf(error)} (--token or --token-file)`);
  if (error instanceof TlsNeededError)
    return new CliError(`${messageOf(error)} (--tls-cert and --tls-key, or --plain-http)`);
  if (error instanceof TlsIdentityError) return new CliError(messageOf(error));
  return error;
}
