/** The same acts over real model files, the real runtime and real threads. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '#engine/log.ts';
import { bundledModel } from '#engine/prediction/bundledModel.ts';
import { ModelThread } from '#engine/prediction/ModelThread.ts';
import { modelRuntime } from '#engine/prediction/models/runtime.ts';
import { ShadowRun } from '#engine/prediction/models/ShadowRun.ts';
import { ComparisonStore } from '#engine/prediction/monitoring/ComparisonStore.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import { metadata, modelBytes, writeModel } from '../../support/modelFile.ts';
import { folder, MINUTE, T0, verdict } from './ModelScenario.ts';

const runtime = modelRuntime();
const FAULTY = new URL('../../support/workers/faultyModel.worker.ts', import.meta.url);

/** Windows in whose newest minute every feature is this large. */
function windowsOf(...largest: number[]): Float32Array {
  const size = STEPS * FEATURE_COUNT;
  const windows = new Float32Array(largest.length * size);
  for (const [i, value] of largest.entries())
    windows.fill(value, (i + 1) * size - FEATURE_COUNT, (i + 1) * size);
  return windows;
}

describe('a real file', () => {
  test('is read with what it says of itself', async () => {
    const file = writeModel(folder());
    const found = await runtime.read(file);
    expect(found).toMatchObject({
      path: file,
      version: 'test-1',
      trainedAt: Date.UTC(2026, 0, 1),
      carrying: 'probability',
    });
  });

  test('of another hash than it has to be is refused', async () => {
    const file = writeModel(folder());
    expect(await runtime.read(file, 'f'.repeat(64))).toMatchObject({ code: 'hashMismatch' });
  });

  test('that was replaced since it was checked is not opened', async () => {
    const dir = folder();
    const found = await runtime.read(writeModel(dir));
    if ('code' in found) throw new Error(found.detail);
    writeModel(dir, 'overvoltage', metadata({ modelVersion: 'test-2' }));
    await expect(runtime.open(found)).rejects.toMatchObject({ code: 'hashMismatch' });
  });

  test.each([
    ['without metadata of this program', modelBytes('overvoltage', null), 'wrongSchema'],
    [
      'of other features',
      modelBytes('overvoltage', metadata({ schema: { version: '1999' } })),
      'wrongSchema',
    ],
    [
      'of an opset that is too new',
      // Another entry of field 8, `opset_import`: { version: 99 }.
      Buffer.concat([modelBytes('overvoltage', metadata()), Buffer.from([0x42, 0x02, 0x10, 99])]),
      'wrongOpset',
    ],
    ['that is none', Buffer.from('a picture'), 'notAModel'],
  ])('%s is refused for it', async (_what, bytes, code) => {
    const file = path.join(folder(), 'x.onnx');
    writeFileSync(file, bytes);
    expect(await runtime.read(file)).toMatchObject({ code });
  });
});

describe('a real model on trial', () => {
  let db: ReturnType<typeof openControlRoom>['db'];
  let run: ShadowRun;
  let now = T0;
  beforeEach(async () => {
    const dir = folder();
    now = T0;
    db = openControlRoom({ path: `${dir}/c.db`, now: () => now, log: createLog('silent') }).db;
    const model = await runtime.read(writeModel(dir));
    if ('code' in model) throw new Error(model.detail);
    const open = await runtime.open(model);
    run = new ShadowRun({
      model: { ...model, run: open.run, close: open.close },
      store: new ComparisonStore(db),
      liveCarrying: () => 'probability',
      now: () => now,
      log: createLog('silent'),
    });
  });
  afterEach(async () => {
    await run.close();
    db.close();
  });

  test('is compared by what it really says, and leaves the live one’s memory alone', async () => {
    for (let minute = 0; minute < 3; minute++) {
      const windows = windowsOf(220, 240);
      run.judged({
        modelHash: 'live',
        deviceIds: ['calm', 'high'],
        verdicts: [verdict(minute * MINUTE, 'NORMAL', 0), verdict(minute * MINUTE, 'NORMAL', 0.5)],
        windows,
      });
      expect(windows.length).toBe(2 * STEPS * FEATURE_COUNT);
      await run.settled();
    }
    // σ(240 − 230) is all but 1, σ(220 − 230) all but 0; over its point in two of three minutes.
    const found = run.comparison('live');
    expect(found).toMatchObject({ since: T0, windows: 6, liveOnly: 0, shadowOnly: 2, both: 0 });
    expect(found!.differenceMax).toBeCloseTo(0.5, 3);
    expect(found!.differenceSum).toBeCloseTo(1.5, 2);
  });
});

/** Terminating a thread while the runtime is at work for it ends the process: this one would not come to its end. */
test('a real model that is given up in the middle of a run ends when the run does', async () => {
  const read = await readModelFile(bundledModel());
  if (!read.ok) throw new Error(read.problem.detail);
  for (const timeout of [1, 60_000, 60_000]) {
    const thread = new ModelThread(read.file, { timeoutMs: { load: 60_000, run: timeout } });
    await thread.load();
    const run = thread.run(new Float32Array(512 * STEPS * FEATURE_COUNT), 512);
    const refused = expect(run).rejects.toMatchObject({
      code: timeout === 1 ? 'tooSlow' : 'runtimeFailed',
    });
    if (timeout === 1) await refused;
    await thread.close();
    await refused;
  }
});

test('a thread that hangs keeps nobody waiting who closes it', async () => {
  vi.stubEnv('FAULTY_MODEL', 'hang');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const hanging = modelRuntime({ url: FAULTY, timeoutMs: { load: 60_000, run: 1 }, patienceMs: 1 });
  const model = await hanging.read(writeModel(folder()));
  if ('code' in model) throw new Error(model.detail);
  const open = await hanging.open(model);
  await expect(open.run(windowsOf(220), 1)).rejects.toMatchObject({ code: 'tooSlow' });
  await open.close();
});

describe('a real model whose thread dies', () => {
  test('is told of, and loaded again for the next batch', async () => {
    vi.stubEnv('FAULTY_MODEL', 'die');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const dir = folder();
    const { db } = openControlRoom({
      path: `${dir}/c.db`,
      now: () => T0,
      log: createLog('silent'),
    });
    const faulty = modelRuntime({ url: FAULTY, timeoutMs: { load: 60_000, run: 60_000 } });
    const model = await faulty.read(writeModel(dir));
    if ('code' in model) throw new Error(model.detail);
    const open = await faulty.open(model);
    const run = new ShadowRun({
      model: { ...model, run: open.run, close: open.close },
      store: new ComparisonStore(db),
      liveCarrying: () => 'probability',
      now: () => T0,
      log: createLog('silent'),
    });
    const batch = async (minute: number) => {
      run.judged({
        modelHash: 'live',
        deviceIds: ['calm'],
        verdicts: [verdict(minute * MINUTE, 'NORMAL', 0)],
        windows: windowsOf(220),
      });
      await run.settled();
    };
    await batch(0);
    expect(run.problem).toMatchObject({ code: 'runtimeFailed' });
    expect(run.comparison('live')).toBeNull();
    vi.unstubAllEnvs();
    await batch(1);
    expect(run.problem).toBeNull();
    expect(run.comparison('live')).toMatchObject({ windows: 1 });
    await run.close();
    db.close();
  });
});
