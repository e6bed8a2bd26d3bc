import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DANGER, ModelDesk } from '../../support/predictionDesk.ts';

let at: ModelDesk;

const FAULTY = new URL('../../support/workers/faultyModel.worker.ts', import.meta.url);

afterEach(async () => {
  vi.unstubAllEnvs();
  await at.dispose();
});

/** Rules and commits as always, and the model tried again later. */
async function monitorsOn(): Promise<void> {
  const before = at.desk.pipeline.readingsCommitted;
  at.hear('device-b', { pcbTemp: 70, sensorTemp: 70 });
  expect(at.desk.pipeline.readingsCommitted).toBe(before + 1);
  expect(at.riskAlarm()).toMatchObject({ deviceId: 'device-b', priority: 'CRITICAL' });
  expect(at.prediction()).toMatchObject({ probability: null, hazard: null, level: 'NORMAL' });
}

describe.each([
  ['die', 'runtimeFailed', /thread was lost: it exited with code 7/],
  ['hang', 'tooSlow', /no answer to run in time/],
] as const)('a model that %ss in the middle of a run', (fault, code, why) => {
  test('is told of, delays nothing, and is tried again until it works', async () => {
    vi.stubEnv('FAULTY_MODEL', fault);
    at = new ModelDesk('unusual', {
      url: FAULTY,
      timeoutMs: { load: 60_000, run: 2_000 },
      patienceMs: 0,
    });
    await at.start();
    for (let i = 0; i < 64; i++) {
      at.hear('device-a');
      at.desk.clock += 30_000;
    }
    // The run is under way and nobody waits for it.
    at.desk.prediction.desk.tick();
    await monitorsOn();
    await at.desk.prediction.desk.settled();
    expect(at.trouble()).toMatch(new RegExp(`^${code}: `));
    expect(at.trouble()).toMatch(why);
    expect(at.desk.prediction.desk.figures()).toMatchObject({ available: false, failed: 1 });
    expect(at.prediction()).toMatchObject({ state: 'modelUnavailable' });

    // Loading alone does not show that it works again.
    await at.tick();
    at.desk.clock += 3_000;
    await at.tick();
    expect(at.trouble()).not.toBeNull();
    vi.unstubAllEnvs();
    await at.minutes(10, DANGER);
    expect(at.trouble()).toBeNull();
    expect(at.prediction()).toMatchObject({ state: 'ready', level: 'HIGH' });
  });
});

describe('a model that talks nonsense', () => {
  test('says nothing of the window in question, and the others have their numbers', async () => {
    at = new ModelDesk('half');
    await at.start();
    const devices = ['device-a', 'device-b'];
    await at.minutes(35, {}, devices);
    expect(at.prediction('device-b')).toMatchObject({ state: 'ready', probability: 0.5 });
    for (let i = 0; i < 12; i++) {
      at.hear('device-a', DANGER);
      at.hear('device-b');
      await at.tick();
      at.desk.clock += 30_000;
    }
    expect(at.prediction('device-a')).toMatchObject({ state: 'stale', probability: null });
    expect(at.prediction('device-b')).toMatchObject({ state: 'ready', probability: 0.5 });
    expect(at.trouble()).toMatch(/^wrongOutputs: .*1 of 2 windows gave no chance/);
    // Until nothing of the danger is left in the course of the last hours.
    await at.minutes(30, {}, devices);
    expect(at.trouble()).toBeNull();
    expect(at.prediction('device-a')).toMatchObject({ state: 'ready', probability: 0.5 });
  });

  test.each([
    ['uncalibrated', /^wrongOutputs: .*a trial run gave 5, which is no chance/],
    ['oneOutput', /^wrongOutputs: .*no output hazard, cnnLstm, boostedTrees/],
  ])('in its trial run is not used: %s', async (model, why) => {
    at = new ModelDesk(model);
    await at.start();
    await at.minutes(35);
    expect(at.trouble()).toMatch(why);
    expect(at.prediction()).toMatchObject({ state: 'modelUnavailable', probability: null });
  });
});

test('a model that was missing is used once it is there', async () => {
  at = new ModelDesk();
  const bytes = readFileSync(at.modelPath);
  rmSync(at.modelPath);
  await at.start();
  await at.minutes(32);
  expect(at.trouble()).toBe(`missing: ${at.modelPath}: there is no such file`);
  writeFileSync(at.modelPath, bytes);
  // The waits between two attempts end at five minutes.
  await at.minutes(12);
  expect(at.trouble()).toBeNull();
  expect(at.prediction()).toMatchObject({ state: 'ready' });
});
