/** Readings of a device through the real path: a model on trial is heard by nobody until two people put it in charge. */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '#engine/log.ts';
import { OlderModels } from '#engine/prediction/models/OlderModels.ts';
import { modelRuntime } from '#engine/prediction/models/runtime.ts';
import { type ModelLife, openModelLife, openModelShelf } from '#engine/prediction/openModelLife.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';
import { metadata, modelBytes, writeModel } from '../../support/modelFile.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { ADMIN, CHIEF } from '../incidents/ResponseScenario.ts';
import { folder, MINUTE, T0 } from './ModelScenario.ts';

/** A chance that this graph never gives. */
const DEAF = metadata({
  modelVersion: 'deaf',
  operatingPoints: [{ output: 'probability', level: 'HIGH', threshold: 1, k: 1, n: 1 }],
});
const KEEN = metadata({ modelVersion: 'keen' });

let desk: PipelineDesk;
let life: ModelLife;
let older: OlderModels;

beforeEach(async () => {
  const modelPath = writeModel(folder(), 'certain', DEAF);
  desk = new PipelineDesk(T0, {
    modelPath,
    older: {
      run: (...asked) => older.run(...asked),
      versionOf: (hash) => older.versionOf(hash),
    },
  });
  const { storage, prediction } = desk;
  const parts = {
    dataDir: desk.dataDir,
    storage,
    now: () => desk.clock,
    runtime: modelRuntime(),
    log: createLog('silent'),
  };
  const models = await openModelShelf({ ...parts, bundled: modelPath });
  older = new OlderModels({ ...parts, shelf: models.shelf });
  await prediction.live.start();
  await prediction.live.loaded();
  life = await openModelLife({
    ...parts,
    ...models,
    live: {
      use: ({ path: file, hash }) => prediction.live.use(() => readModelFile(file, hash)),
    },
    signOnDesk: {
      countersign: async (_asked, act) => desk.storage.controlRoom.transaction(() => act(CHIEF))(),
    },
    troubles: { set: () => undefined, happened: () => undefined },
    rulesLevel: (id) => desk.trackers.latest(id)?.assessment.floorLevel ?? null,
    changed: () => undefined,
  });
  prediction.desk.follow(life);
  desk.alarms.follow(life.cases);
});
afterEach(async () => {
  await life.close();
  await desk.dispose();
});

/** A calm reading every half minute: the rules have nothing to say. */
async function minutes(count: number): Promise<void> {
  for (let i = 0; i < count * 2; i++) {
    desk.clock += MINUTE / 2;
    desk.hear('d', i);
    desk.pipeline.flush();
    desk.prediction.desk.tick();
    await desk.prediction.desk.settled();
    await life.desk.trial?.settled();
  }
}

async function offer(): Promise<string> {
  const bytes = modelBytes('certain', KEEN);
  const begun = await life.desk.offerBegin('keen.onnx', bytes.byteLength, ADMIN);
  if (!begun.done) throw new Error(begun.problem.detail);
  await life.desk.offerChunk(begun.uploadId, 0, bytes.toString('base64'), ADMIN);
  const offered = await life.desk.offerFinish(begun.uploadId, ADMIN);
  if (!('version' in offered)) throw new Error(JSON.stringify(offered));
  return offered.version.hash;
}

const risks = () => desk.alarms.open().filter(({ kind }) => kind === 'risk');

describe('a model on trial', () => {
  test('alarms nobody; once in charge it judges at once, from the windows that are there', async () => {
    const hash = await offer();
    await minutes(40);
    expect(life.report().comparison).toMatchObject({ liveOnly: 0, both: 0 });
    expect(life.report().comparison!.shadowOnly).toBeGreaterThanOrEqual(8);
    expect(risks()).toEqual([]);
    const stored = desk.prediction.desk.figures();
    const second = { operatorId: CHIEF.operatorId, secret: 'x' };
    expect(await life.desk.promote({ hash, second, reason: 'x' }, ADMIN)).toMatchObject({
      done: true,
    });
    expect(desk.prediction.live.file?.hash).toBe(hash);
    // Two of three minutes, and a reading after them: not another thirty minutes of warming up.
    await minutes(4);
    expect(risks()).toHaveLength(1);
    expect(desk.prediction.desk.figures().windows).toBeGreaterThan(stored.windows);
    // What it said is kept for whoever closes the alarm.
    const row = desk.storage.controlRoom
      .prepare('SELECT model_hash AS hash, said_ms IS NOT NULL AS said, rules_ms FROM model_case')
      .get();
    expect(row).toEqual({ hash, said: 1, rules_ms: null });
    expect(path.basename(desk.prediction.live.file!.path)).toBe(`${hash}.onnx`);

    // Its alarm is explained by it when it is in charge no more, and by no other when it is gone.
    await life.desk.rollBack({ second, reason: 'x' }, ADMIN);
    expect(desk.prediction.live.file?.metadata.modelVersion).toBe('deaf');
    const [alarm] = risks();
    const { explainer } = desk.prediction;
    const kept = path.join(desk.dataDir, 'models', `${hash}.onnx`);
    renameSync(kept, `${kept}.away`);
    expect(await explainer.ofAlarm('d', alarm!.id)).toEqual({
      otherModel: { hash, version: 'keen' },
    });
    writeFileSync(kept, 'another file');
    expect(await explainer.ofAlarm('d', alarm!.id)).toMatchObject({ otherModel: { hash } });
    renameSync(`${kept}.away`, kept);
    expect(await explainer.ofAlarm('d', alarm!.id)).toMatchObject({
      modelHash: hash,
      at: alarm!.evidence!.prediction!.at,
      scores: alarm!.evidence!.prediction!.scores,
    });
  });

  test('counts how long the live one watched', async () => {
    await minutes(40);
    desk.clock += MINUTE;
    const { month } = life.report().performance;
    expect(month.deviceDays).toBeGreaterThanOrEqual(9 / 1_440);
    expect(month.deviceDays).toBeLessThan(12 / 1_440);
  });
});
