import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { bundledModel } from '#engine/prediction/bundledModel.ts';
import { DeviceForecast } from '#engine/prediction/DeviceForecast.ts';
import { ModelThread } from '#engine/prediction/ModelThread.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';
import { DeviceWindow } from '#shared/prediction/DeviceWindow.ts';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import { assess } from '#shared/scoring/assess.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { writeModel } from '../../support/modelFile.ts';
import { middle } from '../judging/trend.ts';
import { type Measurement, measurement, round } from '../measure.ts';

const WINDOWS = 256;
const WINDOW = STEPS * FEATURE_COUNT;
const FACTS = { ratedCurrentA: 30, gasSensor: null } as const;

export interface PredictBench {
  /** `fixture` is so small that the ratio says nothing. */
  readonly model: 'bundled' | 'fixture';
  /** Milliseconds of one run of 256 windows, the middle of the repetitions. */
  readonly bareMs: number;
  /** The engine's: copied out of the devices' windows, run on the model's thread, and judged. */
  readonly engineMs: number;
  /** The middle of the ratios of each pair, one after the other: what else the machine does hits both. */
  readonly engineOverBare: number;
}

/** A batch as the engine runs it against onnxruntime alone, each after the other, so that both meet the same machine. */
export async function benchPredict(
  readings: readonly Reading[],
  repetitions: number,
): Promise<PredictBench> {
  const folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-bench-model-'));
  const bundled = bundledModel();
  const model = existsSync(bundled) ? 'bundled' : 'fixture';
  const read = await readModelFile(model === 'bundled' ? bundled : writeModel(folder, 'unusual'));
  if (!read.ok) throw new Error(`${read.problem.code}: ${read.problem.detail}`);
  const thread = new ModelThread(read.file);
  try {
    await thread.load();
    const session = await InferenceSession.create(read.file.bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
    const forecasts = forecastsOf(readings);
    let batch = new Float32Array(WINDOWS * WINDOW);
    const bare = async () => {
      const window = new Tensor('float32', batch, [WINDOWS, STEPS, FEATURE_COUNT]);
      await session.run({ window });
    };
    const live = { hash: read.file.hash, points: read.file.metadata.operatingPoints };
    let minute = 0;
    const engine = async () => {
      for (const [i, { window }] of forecasts.entries()) window.copyTo(batch, i * WINDOW);
      const run = await thread.run(batch, WINDOWS);
      batch = run.windows as typeof batch;
      minute += 60_000;
      for (const [i, forecast] of forecasts.entries())
        forecast.judge(minute, run.scores[i]!, live, null);
    };
    const [bareMs, engineMs]: [number[], number[]] = [[], []];
    for (let i = 0; i < 3 + repetitions * 10; i++) {
      const times = [await timed(bare), await timed(engine)] as const;
      if (i < 3) continue;
      bareMs.push(times[0]);
      engineMs.push(times[1]);
    }
    return {
      model,
      bareMs: round(middle(bareMs), 3),
      engineMs: round(middle(engineMs), 3),
      engineOverBare: round(middle(engineMs.map((ms, i) => ms / bareMs[i]!)), 3),
    };
  } finally {
    // A thread that is asked to end keeps no process alive, and nothing else does here.
    const awake = setInterval(() => undefined, 1_000);
    await thread.close();
    clearInterval(awake);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reading → assessment as `benchScore`, with the reading in its device's window first. */
export function benchWindows(readings: readonly Reading[]): Measurement {
  const devices = new Map<string, { history: DeviceHistory; window: DeviceWindow }>();
  const started = performance.now();
  for (const reading of readings) {
    let device = devices.get(reading.deviceId);
    if (!device) {
      device = { history: new DeviceHistory(), window: new DeviceWindow(FACTS) };
      devices.set(reading.deviceId, device);
    }
    device.window.add(reading);
    assess(reading, device.history, DEFAULT_THRESHOLDS);
  }
  return measurement(readings.length, (performance.now() - started) / 1000);
}

function forecastsOf(readings: readonly Reading[]): DeviceForecast[] {
  const forecasts = Array.from({ length: WINDOWS }, () => new DeviceForecast(null, 0));
  for (const [i, reading] of readings.entries()) forecasts[i % WINDOWS]!.add(reading, 0);
  return forecasts;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
