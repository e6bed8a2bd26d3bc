/** A real engine whose router can be watched and held: what a transport must not leak or lose happens in there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient, implement } from '@orpc/server';
import { vi } from 'vitest';
import type { Engine } from '../../../main/engine/Engine.ts';
import { createLog } from '../../../main/engine/log.ts';
import { startEngine } from '../../../main/engine/startEngine.ts';
import { type Contract, contract } from '../../../shared/contract/contract.ts';
import { TestPublisher } from '../../support/wire.ts';

export type Client = ContractRouterClient<Contract>;

export class ObservedEngine {
  readonly engine: Engine;
  readonly publisher: TestPublisher;
  /** Live streams that the engine is making events for. */
  streams = 0;
  /** `alarms.get` waits for this before it answers. */
  gate: Promise<void> = Promise.resolve();
  /** Calls of `alarms.get` that have begun, and those whose caller was seen to leave. */
  held = 0;
  abandoned = 0;
  readonly #dir: string;
  #open = true;

  private constructor(engine: Engine, publisher: TestPublisher, dir: string) {
    this.publisher = publisher;
    this.#dir = dir;
    this.engine = { ...engine, router: this.#observe(engine.router) };
  }

  static async start(): Promise<ObservedEngine> {
    const dir = mkdtempSync(join(tmpdir(), 'emberwatch-transport-'));
    const lanBroker = { host: '127.0.0.1', port: 0 };
    const engine = await startEngine({
      dataDir: dir,
      modelPath: null,
      log: createLog('silent'),
      lanBroker,
    });
    const feed = () => engine.desk.status().feeds[0];
    await vi.waitUntil(() => feed()?.state === 'connected', { timeout: 30_000 });
    const publisher = await TestPublisher.connect(feed()?.address ?? '');
    return new ObservedEngine(engine, publisher, dir);
  }

  /** Makes a device overheat and waits for its alarm. @returns the alarm's identity */
  async alarm(deviceId: string): Promise<string> {
    const standing = () => this.engine.desk.alarms().find((alarm) => alarm.deviceId === deviceId);
    await this.publisher.send(deviceId, { pcbTemp: 71, sensorTemp: 73 });
    await vi.waitUntil(() => standing() !== undefined, { timeout: 30_000 });
    return standing()?.id ?? '';
  }

  async closeEngine(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.publisher.end();
    await this.engine.close();
  }

  async dispose(): Promise<void> {
    await this.closeEngine();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #observe(router: Engine['router']): Engine['router'] {
    const inner: Client = createRouterClient(router);
    const os = implement(contract);
    const observed = this;
    // Everything that isn't watched is the engine's own.
    return os.router({
      ...router,
      desk: {
        ...router.desk,
        live: os.desk.live.handler(async function* ({ signal }) {
          observed.streams += 1;
          try {
            yield* await inner.desk.live(undefined, { ...(signal && { signal }) });
          } finally {
            observed.streams -= 1;
          }
        }),
      },
      alarms: {
        ...router.alarms,
        get: os.alarms.get.handler(async ({ input, signal, errors }) => {
          observed.held += 1;
          signal?.addEventListener('abort', () => {
            observed.abandoned += 1;
          });
          await observed.gate;
          return inner.alarms.get(input).catch(() => {
            throw errors.NOT_FOUND();
          });
        }),
      },
      procedures: router.procedures,
      incidents: router.incidents,
      system: {
        ...router.system,
        thresholds: os.system.thresholds.handler(() => {
          throw new Error('the disk /dev/secret is on fire');
        }),
      },
    });
  }
}
