import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { POINTS, writeModel } from '../../support/modelFile.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

const T0 = Date.UTC(2026, 0, 5, 3);
const MINUTE = 60_000;
/** Says a fire to the fixture's model and nothing to the rules, whose limit is 234 V. */
const HIGH_VOLTAGE = { volt: 233.5, voltLow: 233 };

let folder: string;
let desk: PipelineDesk;
let idx: number;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-model-'));
  desk = new PipelineDesk(T0, { modelPath: writeModel(folder) });
  await desk.prediction.live.start();
  await desk.prediction.live.loaded();
  idx = 0;
});

afterEach(async () => {
  await desk.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** A reading each half minute, and after each the tick of a second and all that it sets off. */
async function minutes(count: number, change: Record<string, unknown> = {}): Promise<void> {
  for (let i = 0; i < count * 2; i++) {
    desk.hear('device-a', idx++, change);
    desk.pipeline.flush();
    desk.prediction.desk.tick();
    await desk.prediction.desk.settled();
    desk.clock += MINUTE / 2;
  }
}

const riskAlarm = () => desk.alarms.open().find(({ kind }) => kind === 'risk');

describe('what the model says joins the rules', () => {
  test('an alarm of the model alone is raised with its evidence, explained, and ends when the model says so', async () => {
    await minutes(40);
    expect(desk.trackers.view('device-a')?.prediction).toMatchObject({
      state: 'ready',
      level: 'NORMAL',
    });
    await minutes(6, HIGH_VOLTAGE);
    const alarm = riskAlarm();
    expect(alarm).toMatchObject({ priority: 'HIGH', conditionActive: true });
    const { assessment, modelHash, prediction, clearance } = alarm!.evidence!;
    expect(assessment).toMatchObject({
      scoreLevel: 'NORMAL',
      floorLevel: 'NORMAL',
      effectiveLevel: 'HIGH',
    });
    expect(assessment.reasons[0]).toMatchObject({
      source: 'model',
      code: 'modelProbability',
      weight: 0.6,
      limit: 0.9,
      subject: 'probability',
    });
    expect(assessment.reasons[0]!.value).toBeCloseTo(1 / (1 + Math.exp(-3.5)), 4);
    expect(modelHash).toBe(desk.prediction.live.file?.hash);
    expect(prediction).toMatchObject({ level: 'HIGH', point: POINTS[0] });
    expect(clearance).toEqual([
      {
        type: 'model',
        output: 'probability',
        from: prediction!.scores.probability,
        to: 0.9,
      },
    ]);

    const then = await desk.prediction.explainer.ofAlarm('device-a', alarm!.id);
    expect(then).toMatchObject({ at: prediction!.at, output: 'probability' });
    expect(then).toMatchObject({
      contributions: [{ group: 'supply', share: expect.closeTo(0.97, 1) }],
    });

    await minutes(8);
    expect(riskAlarm()).toMatchObject({ conditionActive: false, state: 'latchedUnacknowledged' });
  });
});
