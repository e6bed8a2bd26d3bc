import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FEATURE_SCHEMA } from '../../../shared/prediction/schema.ts';
import { POINTS } from '../../support/modelFile.ts';
import { DANGER, MINUTE, ModelDesk, T0 } from '../../support/predictionDesk.ts';

let at: ModelDesk;

beforeEach(async () => {
  at = new ModelDesk();
  await at.start();
});

afterEach(() => at.dispose());

describe('what the model says joins the rules', () => {
  test('an alarm of the model alone is raised, frozen with its cause, explained, and ends when the model says so', async () => {
    await at.minutes(40);
    expect(at.prediction()).toMatchObject({ state: 'ready', level: 'NORMAL' });
    await at.minutes(6, DANGER);
    const alarm = at.riskAlarm()!;
    expect(alarm).toMatchObject({ priority: 'HIGH', conditionActive: true });
    const { assessment, modelHash, prediction, clearance } = alarm.evidence!;
    expect(assessment).toMatchObject({
      scoreLevel: expect.stringMatching(/NORMAL|LOW/),
      floorLevel: 'NORMAL',
      effectiveLevel: 'HIGH',
    });
    expect(prediction!.scores.probability).toBeGreaterThan(0.95);
    expect(assessment.reasons[0]).toEqual({
      source: 'model',
      code: 'modelProbability',
      weight: 0.6,
      value: prediction!.scores.probability,
      limit: 0.9,
      subject: 'probability',
    });
    expect(modelHash).toBe(at.desk.prediction.live.file?.hash);
    expect(prediction).toMatchObject({
      level: 'HIGH',
      point: POINTS[0],
      schemaVersion: FEATURE_SCHEMA.version,
    });
    const { probability } = prediction!.scores;
    expect(clearance).toEqual([
      { type: 'model', output: 'probability', from: probability, to: 0.9 },
    ]);

    const { explainer } = at.desk.prediction;
    const then = await explainer.ofAlarm('device-a', alarm.id);
    expect(then).toMatchObject({
      at: prediction!.at,
      output: 'probability',
      modelHash,
      scores: prediction!.scores,
    });
    // Back at its usual temperature the model says nothing, and only the newest minutes count for this one.
    expect(then).toMatchObject({
      contributions: [
        {
          group: 'temperature',
          share: expect.closeTo(1, 1),
          from: prediction!.at - 4 * MINUTE,
          to: prediction!.at + MINUTE,
        },
      ],
    });
    expect(await explainer.ofAlarm('device-b', alarm.id)).toBeNull();

    await at.minutes(8);
    expect(at.riskAlarm()).toMatchObject({
      conditionActive: false,
      state: 'latchedUnacknowledged',
    });
  });

  test('a single strange minute raises nothing, because one of three is not two of three', async () => {
    await at.minutes(40);
    await at.minutes(1, DANGER);
    await at.minutes(5);
    expect(at.riskAlarm()).toBeUndefined();
  });

  test('a calm model lowers nothing', async () => {
    await at.minutes(40);
    at.hear('device-a', { pcbTemp: 70, sensorTemp: 70 });
    expect(at.riskAlarm()).toMatchObject({ priority: 'CRITICAL' });
    expect(at.desk.trackers.view('device-a')).toMatchObject({
      level: 'CRITICAL',
      prediction: { level: 'NORMAL' },
    });
    const { evidence } = at.riskAlarm()!;
    expect(evidence?.prediction).toMatchObject({ level: 'NORMAL', point: null });
    expect(evidence?.clearance?.some(({ type }) => type === 'model')).toBe(false);
  });

  test('a verdict that has grown too old counts for nothing', async () => {
    await at.minutes(40);
    await at.minutes(4, DANGER);
    expect(at.riskAlarm()).toMatchObject({ conditionActive: true });
    // The model is taken away; the voltage stays.
    await at.desk.prediction.live.use(null);
    await at.minutes(8, DANGER);
    expect(at.riskAlarm()).toMatchObject({ conditionActive: false });
    expect(at.prediction()).toMatchObject({
      state: 'modelUnavailable',
      probability: null,
      hazard: null,
      level: 'NORMAL',
    });
  });
});

describe('windows and their states', () => {
  test('due windows of many devices are one run, and each device is in it once', async () => {
    const devices = Array.from({ length: 5 }, (_, i) => `device-${i}`);
    await at.minutes(31, {}, devices);
    at.batches.length = 0;
    await at.minutes(1, {}, devices);
    expect(at.batches).toEqual([{ deviceIds: devices }]);
  });

  test('a model that was away for ten minutes judges only the newest window of a device', async () => {
    await at.minutes(40);
    await at.desk.prediction.live.use(null);
    await at.minutes(10);
    expect(at.desk.prediction.desk.figures()).toMatchObject({ available: false, waiting: 1 });
    expect(at.desk.prediction.desk.figures().oldestWaitMs).toBeGreaterThanOrEqual(9 * MINUTE);
    at.batches.length = 0;
    const { readModelFile } = await import('../../../main/engine/prediction/readModelFile.ts');
    await at.desk.prediction.live.use(() => readModelFile(at.modelPath));
    await at.tick();
    expect(at.batches).toEqual([{ deviceIds: ['device-a'] }]);
    expect(at.desk.prediction.desk.figures()).toMatchObject({
      available: true,
      waiting: 0,
      oldestWaitMs: null,
      byState: { ready: 1 },
    });
  });

  test('a device has no number while it warms up, nor after gaps, nor once it is quiet', async () => {
    await at.minutes(20);
    const none = { probability: null, hazard: null, level: 'NORMAL' };
    expect(at.prediction()).toMatchObject({ state: 'warmingUp', ...none, minutesLeft: 11 });
    await at.minutes(20);
    expect(at.prediction()).toMatchObject({ state: 'ready', minutesLeft: null });
    for (let second = 0; second < 300; second += 10) {
      at.desk.clock += 10_000;
      await at.tick();
    }
    expect(at.prediction()).toMatchObject({ state: 'stale', ...none });
    // Eight minutes of thirty without a reading: too many to say anything.
    for (let second = 0; second < 240; second += 10) {
      at.desk.clock += 10_000;
      await at.tick();
    }
    await at.minutes(3);
    expect(at.prediction()).toMatchObject({ state: 'gaps', ...none });
    await at.minutes(30);
    expect(at.prediction()).toMatchObject({ state: 'ready' });
    // Known for long, and silent for an hour: how long it takes is not when it was first seen.
    at.desk.clock += 60 * MINUTE;
    await at.minutes(10);
    expect(at.prediction()).toMatchObject({ state: 'warmingUp', ...none, minutesLeft: 21 });
  });

  test('a device whose clock is four minutes slow is predicted as well', async () => {
    for (let i = 0; i < 90; i++) {
      at.hear('device-a', { timestamp: at.desk.clock - 4 * MINUTE, ...(i > 80 && DANGER) });
      await at.tick();
      at.desk.clock += MINUTE / 2;
    }
    expect(at.prediction()).toMatchObject({ state: 'ready', level: 'HIGH' });
    expect(at.riskAlarm()).toMatchObject({ conditionActive: true });
  });

  test('the clocks are set back an hour: the window begins anew, and no old verdict stays', async () => {
    await at.minutes(40);
    await at.minutes(4, DANGER);
    expect(at.prediction()).toMatchObject({ level: 'HIGH' });
    at.desk.clock -= 60 * MINUTE;
    await at.minutes(2);
    expect(at.prediction()).toMatchObject({
      state: 'warmingUp',
      probability: null,
      level: 'NORMAL',
    });
    expect(at.riskAlarm()).toMatchObject({ conditionActive: false });
    await at.minutes(30);
    expect(at.prediction()).toMatchObject({ state: 'ready', level: 'NORMAL' });
  });

  test('names that somebody makes up get no windows without end', async () => {
    for (let i = 0; i < 1_100; i++) at.hear(`made-up-${i}`);
    const known = [...at.desk.trackers.all()];
    expect(known).toHaveLength(1_100);
    expect(known.filter(({ forecast }) => forecast !== null)).toHaveLength(1_000);
    expect(at.prediction('made-up-1099')).toBeNull();
  });
});

describe('a restart', () => {
  test('keeps the baselines, the window and the verdict', async () => {
    await at.minutes(45);
    await at.minutes(4, DANGER);
    const before = at.desk.trackers.get('device-a')!.forecast!.window.save();
    expect(at.prediction()).toMatchObject({ state: 'ready', level: 'HIGH' });
    await at.restart();
    const restored = at.desk.trackers.get('device-a')!.forecast!;
    expect(restored.window.save()).toEqual(before);
    expect(at.prediction()).toMatchObject({ state: 'ready', level: 'HIGH' });
    // The first reading of the new run finds the verdict standing: the alarm goes on.
    at.hear('device-a', DANGER);
    expect(at.riskAlarm()).toMatchObject({ conditionActive: true });
  });

  test('replays what was heard after the newest snapshot, and nothing twice', async () => {
    await at.minutes(45);
    const { desk } = at.desk.prediction;
    await at.desk.prediction.store.close();
    // As a power cut leaves it: the snapshot is minutes old, the readings are not.
    const saved = at.desk.storage.controlRoom
      .prepare<[], number>('SELECT newest_ms FROM device_window')
      .pluck()
      .get();
    expect(saved).toBeLessThan(at.desk.clock - MINUTE);
    const before = at.desk.trackers.get('device-a')!.forecast!.window.save();
    desk.close = async () => undefined;
    await at.restart();
    expect(at.desk.trackers.get('device-a')!.forecast!.window.save()).toEqual(before);
  });

  test('goes on waiting for what the hazard floor confirms by time', async () => {
    // One hazard alone, and no model: nothing but time confirms it.
    const hot = { pcbTemp: 62, sensorTemp: 62 };
    await at.desk.prediction.live.use(null);
    await at.minutes(61);
    await at.minutes(10, hot);
    expect(at.desk.trackers.view('device-a')).toMatchObject({ level: 'MEDIUM' });
    await at.desk.restart();
    await at.minutes(4, hot);
    expect(at.desk.trackers.view('device-a')).toMatchObject({ level: 'MEDIUM' });
    await at.minutes(2, hot);
    expect(at.desk.trackers.view('device-a')).toMatchObject({ level: 'HIGH' });
    expect(at.riskAlarm()).toMatchObject({ priority: 'HIGH', conditionActive: true });
  });

  test('begins anew where the features are others, and forgets with the device', async () => {
    await at.minutes(10);
    await at.desk.prediction.desk.close();
    const { controlRoom, registry } = at.desk.storage;
    const count = () =>
      controlRoom.prepare<[], number>('SELECT count(*) FROM device_window').pluck().get();
    expect(count()).toBe(1);
    controlRoom.exec("UPDATE device_window SET schema = 'another'");
    at.desk.prediction.desk.restoreWindows();
    expect(at.desk.trackers.get('device-a')!.forecast!.newestAt).toBe(at.desk.clock - MINUTE / 2);
    registry.forget('device-a');
    expect(count()).toBe(0);
  });
});

describe('what was predicted is kept', () => {
  test('and the timeline shows it with its peak, however few points there are', async () => {
    await at.minutes(60);
    await at.minutes(3, DANGER);
    await at.minutes(60);
    const to = at.desk.clock;
    const all = await at.desk.prediction.store.timeline({
      deviceId: 'device-a',
      from: T0,
      to,
      maxPoints: 2_000,
    });
    expect(all.stepMs).toBe(MINUTE);
    // The first window is whole after thirty minutes, and the last minute is not over.
    expect(all.t).toEqual(Array.from({ length: 93 }, (_, i) => T0 + (i + 29) * MINUTE));
    const few = await at.desk.prediction.store.timeline({
      deviceId: 'device-a',
      from: T0,
      to,
      maxPoints: 10,
    });
    expect(few.t.length).toBeLessThanOrEqual(10);
    expect(Math.max(...few.probability)).toBe(Math.max(...all.probability));
    expect(Math.max(...few.probability)).toBeGreaterThan(0.95);
    expect(few.level).toContain('HIGH');
    const none = await at.desk.prediction.store.timeline({
      deviceId: 'device-b',
      from: T0,
      to,
      maxPoints: 10,
    });
    expect(none.t).toEqual([]);
  });
});
