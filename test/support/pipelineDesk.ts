import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { AlarmDesk } from '#engine/alarms/AlarmDesk.ts';
import { SetAsides } from '#engine/alarms/SetAsides.ts';
import { AnalysisDesk } from '#engine/analysis/AnalysisDesk.ts';
import type { QuotaLimits } from '#engine/DeviceQuota.ts';
import { DeviceTrackers } from '#engine/DeviceTrackers.ts';
import { Problems } from '#engine/health/Problems.ts';
import { SilenceWatch } from '#engine/health/SilenceWatch.ts';
import { Throughput } from '#engine/health/Throughput.ts';
import { openStorage, type Storage } from '#engine/openStorage.ts';
import { Pipeline } from '#engine/pipeline.ts';
import type { ModelThreadOptions } from '#engine/prediction/ModelThread.ts';
import {
  openPrediction,
  type Prediction,
  type PredictionParts,
} from '#engine/prediction/openPrediction.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';
import { RecentKeys } from '#engine/RecentKeys.ts';
import { createWalkTests, type WalkTestRoom } from '#engine/walkTest/createWalkTests.ts';
import { warmStart } from '#engine/warmStart.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { topicOf, wire } from './wire.ts';

const log = pino({ level: 'silent' });
const SITE = {
  id: 'site',
  name: { ko: '현장', en: 'Site' },
  timeZone: 'Asia/Seoul',
  powerUnit: 'kW',
  powerFactorUnit: 'ratio',
  simulated: false,
} as const;

export interface PipelineDeskOptions {
  /** None unless given. `prediction.live.start()` reads it. */
  readonly modelPath?: string;
  readonly thread?: ModelThreadOptions;
  /** A folder of its own unless given. */
  readonly dataDir?: string;
  /** What one device may send; the standard share unless given. */
  readonly quota?: QuotaLimits;
  /** Models that judged before; none unless given. */
  readonly older?: PredictionParts['older'];
}

const NO_OLDER_MODELS: PredictionParts['older'] = {
  run: async () => null,
  versionOf: () => null,
};

/** The path of a reading over real files, in the test's own time. Only the broker is played. */
export class PipelineDesk {
  readonly dataDir: string;
  clock: number;
  storage!: Storage;
  alarms!: AlarmDesk;
  setAsides!: SetAsides;
  walkTest!: WalkTestRoom;
  trackers!: DeviceTrackers;
  pipeline!: Pipeline;
  prediction!: Prediction;
  /** Looks at nothing until the test calls `tick`. */
  analysis!: AnalysisDesk;
  /** What the desk said of itself: kind, source and detail, null when it was mended. */
  readonly troubles: (readonly [string, string, string | null])[] = [];
  readonly #options: PipelineDeskOptions;
  #closed = false;
  /** Names of the messages that were acknowledged, in order. */
  readonly acknowledged: string[] = [];
  /** What every open desk was told, in order. */
  readonly shown: { devices: readonly string[]; alarms: readonly AlarmRecord[] }[] = [];
  readonly failing: (string | null)[] = [];

  constructor(startAt: number, options: PipelineDeskOptions = {}) {
    this.clock = startAt;
    this.#options = options;
    this.dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'emberwatch-path-'));
    this.#open();
  }

  /** A message of a device, named by its number for `acknowledged`. */
  hear(deviceId: string, idx: number, change: Record<string, unknown> = {}): void {
    const message = wire(deviceId, { idx, timestamp: this.clock, ...change });
    this.hearBytes(deviceId, Buffer.from(JSON.stringify(message)), `${deviceId} ${idx}`);
  }

  hearBytes(deviceId: string, payload: Buffer, name = 'bytes'): void {
    this.pipeline.frame({
      sourceId: 'test',
      topic: topicOf(deviceId),
      payload,
      receivedAt: this.clock,
      duplicate: false,
      backlog: false,
      ack: () => this.acknowledged.push(name),
    });
  }

  /** The numbers of a device's stored readings, from the smallest. */
  stored(deviceId: string): readonly number[] {
    return [...this.storage.telemetry.recent({ sinceReceivedAt: 0, limit: 1_000_000 })]
      .filter(({ reading }) => reading.deviceId === deviceId)
      .map(({ reading }) => reading.idx ?? -1)
      .sort((a, b) => a - b);
  }

  async restart(): Promise<void> {
    this.pipeline.close();
    await this.prediction.close();
    await this.storage.close();
    this.#open();
  }

  /** Lets go of the data folder, which stays. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.pipeline.close();
    await this.prediction.close();
    await this.storage.close();
  }

  async dispose(): Promise<void> {
    await this.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #open(): void {
    const now = () => this.clock;
    const problems = new Problems(now, () => undefined);
    const storage = openStorage({ dataDir: this.dataDir, now, log, problems });
    const silence = new SilenceWatch(DEFAULT_THRESHOLDS.silence);
    const trackers = new DeviceTrackers(silence, now);
    const setAsides = new SetAsides({ db: storage.controlRoom, now, monotonicNow: now });
    let walkTest: WalkTestRoom | undefined;
    const alarms = new AlarmDesk({
      db: storage.controlRoom,
      siteId: 'site',
      now,
      log,
      audit: storage.audit,
      setAsides,
      thresholds: DEFAULT_THRESHOLDS,
      evidenceOf: (scored) => trackers.evidenceOf(scored, DEFAULT_THRESHOLDS),
      underTest: (deviceId) => walkTest?.walkTests.covers(deviceId) ?? false,
    });
    const { modelPath } = this.#options;
    const prediction = openPrediction({
      dataDir: this.dataDir,
      db: storage.controlRoom,
      source: modelPath === undefined ? null : () => readModelFile(modelPath),
      older: this.#options.older ?? NO_OLDER_MODELS,
      ...(this.#options.thread && { thread: this.#options.thread }),
      trackers,
      troubles: {
        set: (kind, source, detail) => this.troubles.push([kind, source, detail]),
        happened: (kind, source, detail) => this.troubles.push([kind, source, detail]),
      },
      alarm: (alarmId) => alarms.get(alarmId)?.alarm ?? null,
      listening: () => true,
      repaired: ({ kind, detail }) => this.troubles.push(['databaseSalvaged', kind, detail]),
      now,
      monotonicNow: now,
      log,
      changed: (devices) => this.shown.push({ devices, alarms: [] }),
    });
    const predictions = prediction.desk;
    const recent = new RecentKeys(100_000);
    const analysis = new AnalysisDesk({
      db: storage.controlRoom,
      thresholds: DEFAULT_THRESHOLDS,
      alarms,
      trackers,
      underTest: (deviceId) => walkTest?.walkTests.covers(deviceId) ?? false,
      now,
      monotonicNow: now,
      log,
      changed: (changed) => this.shown.push({ devices: [], alarms: changed }),
    });
    trackers.followPlaces(({ id, placement }) => analysis.placed(id, placement));
    warmStart({ ...storage, alarms, trackers, silence, recent, predictions, analysis, now });
    walkTest = createWalkTests({
      storage,
      site: SITE,
      alarms,
      trackers,
      setAsides,
      thresholds: DEFAULT_THRESHOLDS,
      now,
      monotonicNow: now,
      log,
      changed: () => undefined,
    });
    const { walkTests } = walkTest;
    alarms.follow(walkTests);
    const parts = {
      ...storage,
      alarms,
      trackers,
      recent,
      predictions,
      analysis,
      throughput: new Throughput(this.clock),
      thresholds: DEFAULT_THRESHOLDS,
      decoding: { powerUnit: SITE.powerUnit, powerFactorUnit: SITE.powerFactorUnit },
      walkTests,
      log,
      now,
      monotonicNow: now,
      ...(this.#options.quota && { quota: this.#options.quota }),
      changed: (change: (typeof this.shown)[number]) => this.shown.push(change),
      failing: (problem: string | null) => this.failing.push(problem),
    } as const;
    Object.assign(this, { storage, alarms, trackers, setAsides, walkTest, prediction, analysis });
    this.pipeline = new Pipeline(parts, () => undefined);
  }
}
