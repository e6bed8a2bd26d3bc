/** The engine, an embedded broker and the headless host in this process, on a data folder of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Engine, EngineOptions } from '../../main/engine/Engine.ts';
import { createLog } from '../../main/engine/log.ts';
import { startEngine } from '../../main/engine/startEngine.ts';
import {
  type RunningServer,
  type StartServerOptions,
  startServer,
} from '../../main/server/startServer.ts';
import { TestPublisher } from './wire.ts';

export const TOKEN = 'a-token-of-the-tests-and-nothing-else';

export interface Headless extends RunningServer {
  readonly engine: Engine;
  readonly dataDir: string;
  readonly publisher: TestPublisher;
  /** A GET with the token. */
  get(path: string): Promise<Response>;
  /** Waits until the desk has stored this many readings. */
  committed(readings: number): Promise<void>;
}

export async function startHeadless(
  options: Partial<Omit<StartServerOptions, 'engine' | 'log'>> = {},
  /** Of a data folder that is given, the caller disposes. */
  given: Pick<EngineOptions, 'now'> & { readonly dataDir?: string } = {},
): Promise<Headless> {
  const dataDir = given.dataDir ?? mkdtempSync(join(tmpdir(), 'emberwatch-headless-'));
  const log = createLog('silent');
  const engine = await startEngine({
    ...given,
    dataDir,
    modelPath: null,
    log,
    lanBroker: { host: '127.0.0.1', port: 0 },
  });
  const server = await startServer({
    engine,
    host: '127.0.0.1',
    port: 0,
    token: TOKEN,
    rendererDir: join(dataDir, 'no-page'),
    log,
    ...options,
  });
  const publisher = await TestPublisher.connect(await brokerOf(engine));
  return {
    ...server,
    engine,
    dataDir,
    publisher,
    get: (path) => fetch(server.url + path, { headers: { authorization: `Bearer ${TOKEN}` } }),
    committed: async (readings) => {
      const all = () => engine.desk.report().readingsCommitted >= readings;
      await vi.waitUntil(all, { timeout: 30_000 });
    },
    close: async () => {
      await publisher.end();
      await server.close();
      await engine.close();
      if (given.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The port of the embedded broker is known only once it listens. */
const brokerOf = (engine: Engine): Promise<string> =>
  vi.waitUntil(
    () => {
      const feed = engine.desk.status().feeds[0];
      return feed?.state === 'connected' ? feed.address : undefined;
    },
    { timeout: 30_000 },
  ) as Promise<string>;
