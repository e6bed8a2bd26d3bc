/** A desk with a real model on a real thread, in the test's own time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelThreadOptions } from '#engine/prediction/ModelThread.ts';
import type { JudgedBatch } from '#engine/prediction/PredictionFollower.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { DevicePrediction } from '#shared/contract/predictionViews.ts';
import { writeModel } from './modelFile.ts';
import { PipelineDesk } from './pipelineDesk.ts';

export const MINUTE = 60_000;
export const T0 = Date.UTC(2026, 0, 5, 3);
/** Says a fire to the model of `unusual`, and next to nothing to the rules, whose floor begins at 60 °C. */
export const DANGER = { sensorTemp: 56 };
const READING_EVERY = MINUTE / 2;

export class ModelDesk {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-model-'));
  readonly modelPath: string;
  readonly desk: PipelineDesk;
  readonly batches: { readonly deviceIds: readonly string[] }[] = [];
  #idx = 0;

  /** @param model of `test/fixtures/models` */
  constructor(model = 'unusual', thread?: ModelThreadOptions) {
    this.modelPath = writeModel(this.folder, model);
    this.desk = new PipelineDesk(T0, {
      modelPath: this.modelPath,
      ...(thread && { thread }),
    });
  }

  async start(): Promise<void> {
    const { live, desk } = this.desk.prediction;
    desk.follow({
      judged: ({ deviceIds }: JudgedBatch) => this.batches.push({ deviceIds: [...deviceIds] }),
    });
    await live.start();
    desk.restoreVerdicts();
    await live.loaded();
  }

  async restart(): Promise<void> {
    await this.desk.restart();
    await this.start();
  }

  /** A reading of each device every half minute, and after each what a second's tick sets off. */
  async minutes(
    count: number,
    change: Record<string, unknown> = {},
    devices: readonly string[] = ['device-a'],
  ): Promise<void> {
    for (let i = 0; i < (count * MINUTE) / READING_EVERY; i++) {
      for (const device of devices) this.hear(device, change);
      await this.tick();
      this.desk.clock += READING_EVERY;
    }
  }

  hear(device: string, change: Record<string, unknown> = {}): void {
    this.desk.hear(device, this.#idx++, change);
    this.desk.pipeline.flush();
  }

  async tick(): Promise<void> {
    this.desk.prediction.desk.tick();
    await this.desk.prediction.desk.settled();
    await this.desk.prediction.live.loaded();
  }

  prediction(device = 'device-a'): DevicePrediction | null {
    return this.desk.trackers.view(device)?.prediction ?? null;
  }

  riskAlarm(): AlarmRecord | undefined {
    return this.desk.alarms.open().find(({ kind }) => kind === 'risk');
  }

  /** What was last said of the model: null when it works. */
  trouble(): string | null | undefined {
    return this.desk.troubles.findLast(([kind]) => kind === 'modelUnavailable')?.[2];
  }

  async dispose(): Promise<void> {
    await this.desk.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
