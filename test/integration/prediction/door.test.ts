/** The prediction through the engine's own door: what is shown, asked, and said when there is no model. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { createMetrics } from '../../../main/server/prometheus.ts';
import { writeModel } from '../../support/modelFile.ts';
import { DANGER, MINUTE, T0 } from '../../support/predictionDesk.ts';
import { TestPublisher, topicOf, wire } from '../../support/wire.ts';

let folder: string;
let engine: Engine;
let clock: number;

const client = () => createRouterClient(engine.router);

const start = async (modelPath: string | null) => {
  engine = await startEngine({
    dataDir: path.join(folder, 'data'),
    modelPath,
    now: () => clock,
    log: createLog('silent'),
    lanBroker: { host: '127.0.0.1', port: 0 },
  });
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-predicting-'));
  clock = T0;
});

afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const unavailable = () => engine.desk.alarms().find(({ kind }) => kind === 'modelUnavailable');
const soon = { timeout: 30_000 };

test('a device is predicted, shown, drawn and explained, and the desk counts it', async () => {
  await start(writeModel(folder, 'unusual'));
  const feed = await vi.waitUntil(
    () => engine.desk.status().feeds.find(({ state }) => state === 'connected'),
    soon,
  );
  const publisher = await TestPublisher.connect(feed.address);
  for (let i = 0; i < 70; i++) {
    const message = wire('device-a', { idx: i, timestamp: clock, ...(i > 60 && DANGER) });
    // Taken once it is committed, so that the clock may go on.
    await publisher.raw(topicOf('device-a'), JSON.stringify(message));
    clock += MINUTE / 2;
  }
  await publisher.end();
  await vi.waitUntil(async () => {
    const { prediction } = (await client().devices.get({ deviceId: 'device-a' })).device;
    return prediction?.state === 'ready' && prediction.at === T0 + 33 * MINUTE;
  }, soon);
  const { device } = await client().devices.get({ deviceId: 'device-a' });
  expect(device.prediction).toMatchObject({
    state: 'ready',
    probability: expect.closeTo(1, 1),
  });
  const timeline = await client().prediction.timeline({
    deviceId: 'device-a',
    from: T0,
    to: clock,
  });
  expect(timeline).toMatchObject({ from: T0, to: clock, stepMs: MINUTE });
  expect(timeline.points).toHaveLength(2);
  expect(timeline.t.at(-1)).toBe(T0 + 33 * MINUTE);
  const explained = await client().prediction.explain({ deviceId: 'device-a' });
  expect(explained).toMatchObject({
    deviceId: 'device-a',
    contributions: [{ group: 'temperature' }],
  });
  const unknown = { deviceId: 'device-z' };
  const notFound = expect.objectContaining({ code: 'NOT_FOUND' });
  await expect(client().prediction.explain(unknown)).rejects.toEqual(notFound);
  await expect(client().prediction.timeline({ ...unknown, from: T0, to: clock })).rejects.toEqual(
    notFound,
  );

  expect(unavailable()).toBeUndefined();
  const { prediction } = engine.desk.report();
  expect(prediction).toMatchObject({
    available: true,
    modelVersion: 'test-1',
    failed: 0,
    byState: { ready: 1 },
  });
  expect(prediction.windows).toBe(timeline.t.length);
  const metrics = await createMetrics(engine, {
    clients: () => 0,
    clientsDropped: () => 0,
  }).scrape();
  expect(metrics).toContain(`emberwatch_predictions_total ${prediction.windows}`);
  expect(metrics).toContain('emberwatch_model_available 1');
  expect(metrics).toMatch(/emberwatch_prediction_batch_seconds\{quantile="0.95"\} \S+/);
  expect(metrics).toContain('emberwatch_prediction_devices{state="ready"} 1');
  expect(metrics).toContain(
    `emberwatch_model_info{version="test-1",hash="${prediction.modelHash}"} 1`,
  );
});

test('a missing model is a trouble that ends by itself once it is there', async () => {
  const file = path.join(folder, 'overvoltage.onnx');
  await start(file);
  await vi.waitUntil(unavailable, soon);
  expect(unavailable()).toMatchObject({
    alarmClass: 'trouble',
    priority: 'MEDIUM',
    conditionActive: true,
    detail: `missing: ${file}: there is no such file`,
  });
  writeModel(folder);
  await vi.waitUntil(() => unavailable()?.conditionActive !== true, soon);
  expect(engine.desk.report().prediction.available).toBe(true);
});

test('a desk without a model on purpose says nothing is missing', async () => {
  await start(null);
  expect(engine.desk.report().prediction).toMatchObject({ available: false, modelHash: null });
  expect(unavailable()).toBeUndefined();
});
