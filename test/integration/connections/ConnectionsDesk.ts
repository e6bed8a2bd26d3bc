/** An engine with an administrator, for tests of its ways in. */
import { rmSync } from 'node:fs';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Engine } from '#engine/Engine.ts';
import { startEngine } from '#engine/startEngine.ts';
import { ConnectionConfig } from '#shared/connections/connection.ts';
import type { StepResult, TestEvent } from '#shared/connections/testStep.ts';
import type { Contract } from '#shared/contract/contract.ts';
import { signedOn } from '../../support/operators.ts';
import { recordingLog } from '../../support/recordingLog.ts';

type Client = ContractRouterClient<Contract>;

export class ConnectionsDesk {
  readonly dataDir: string;
  lines: string[] = [];
  engine!: Engine;
  client!: Client;
  administrator = '';

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  async start(): Promise<void> {
    const recording = recordingLog();
    this.engine = await startEngine({
      dataDir: this.dataDir,
      modelPath: null,
      log: recording.log,
    });
    this.lines = recording.lines;
    this.client = createRouterClient(this.engine.router) as Client;
    this.administrator = await signedOn(this.client, '김관리');
  }

  async stop(): Promise<void> {
    await this.engine.close();
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  config(settings: Record<string, unknown>, name = '본관'): ConnectionConfig {
    return ConnectionConfig.parse({ name, enabled: true, settings });
  }

  async save(
    settings: Record<string, unknown>,
    said: Partial<Parameters<Client['connections']['save']>[0]> = {},
  ): Promise<string> {
    const saved = await this.client.connections.save({
      session: this.administrator,
      connectionId: null,
      config: this.config(settings),
      ...said,
    });
    if (!saved.done) throw new Error(saved.refusal);
    return saved.connectionId;
  }

  feed(id: string) {
    return this.engine.desk.status().feeds.find((feed) => feed.id === id);
  }

  /** Every step's result. */
  async test(
    settings: Record<string, unknown>,
    said: Partial<Parameters<Client['connections']['test']>[0]> = {},
  ): Promise<readonly StepResult[]> {
    const events: TestEvent[] = [];
    const stream = await this.client.connections.test({
      session: this.administrator,
      connectionId: null,
      settings: this.config(settings).settings,
      messageSeconds: 1,
      ...said,
    });
    for await (const event of stream) events.push(event);
    return events.flatMap((event) => (event.type === 'result' ? [event.result] : []));
  }
}

/** The findings alone, as a test reads them. */
export const findings = (results: readonly StepResult[]): readonly string[] =>
  results.map(({ finding }) => finding);
