/** The model that the program comes with sees the demonstration's devices as it sees those it was trained on. */
import { beforeAll, describe, expect, test } from 'vitest';
import { DeviceReplay } from '#shared/prediction/DeviceReplay.ts';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import { Persistence } from '#shared/prediction/verdict.ts';
import { levelRank } from '#shared/scoring/level.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import type { IncidentKind } from '#shared/simulation/demo/incidentKinds.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';
import {
  bundledModel,
  type LoadedModel,
  loadModel,
} from '../../../main/cli/prediction/modelFile.ts';

const START = Date.UTC(2026, 2, 2, 1);
const MINUTE = 60_000;
const EVERY_MS = 20_000;
/** Training has no fault in a device's first hours, and the model hardly believes in one then. */
const KNOWN_MS = 240 * MINUTE;
const WINDOW = STEPS * FEATURE_COUNT;
const building = createBuilding({ seed: 5 });

let model: LoadedModel;
beforeAll(async () => {
  model = await loadModel(bundledModel() ?? '');
});

interface Seen {
  /** The most that the model said while nothing was raised by it. */
  readonly highestHazard: number;
  readonly highestProbability: number;
  /** Minutes after the incident's start; Infinity for never. */
  readonly modelHigh: number;
  readonly rulesHigh: number;
}

/** One device for so many minutes after its normal is known, minute by minute. */
async function watch(index: number, minutes: number, kind: IncidentKind | null): Promise<Seen> {
  const device = building.devices[index]!;
  const { ratedCurrentA, gasSensor } = device.placement;
  const simulator = createSimulator({ building, seed: 5, incidents: false });
  const since = START + KNOWN_MS;
  if (kind !== null) simulator.inject(device.id, kind, since);
  const replay = new DeviceReplay({ ratedCurrentA, gasSensor }, DEFAULT_THRESHOLDS);
  const closed: number[] = [];
  const windows = new Float32Array((KNOWN_MS / MINUTE + minutes) * WINDOW);
  let rulesHigh = Number.POSITIVE_INFINITY;
  for (let at = START; at < since + minutes * MINUTE; at += EVERY_MS) {
    const message = simulator.step(index, at);
    if (message === null) break;
    const decoded = decodeMessage(message, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
    if (!decoded.ok) throw new Error(decoded.detail);
    const taken = replay.take(decoded.reading, () => {
      if (replay.window.state !== 'ready') return;
      replay.window.copyTo(windows, closed.length * WINDOW);
      closed.push(at);
    });
    if (levelRank(taken!.assessment.effectiveLevel) >= levelRank('HIGH'))
      rulesHigh = Math.min(rulesHigh, (at - since) / MINUTE);
  }
  const persistence = new Persistence(model.points);
  let [highestHazard, highestProbability, modelHigh] = [0, 0, Number.POSITIVE_INFINITY];
  const scores = await model.run(windows, closed.length);
  for (const [row, at] of closed.entries()) {
    const said = scores[row]!;
    highestHazard = Math.max(highestHazard, said.hazard);
    highestProbability = Math.max(highestProbability, said.probability);
    const { level } = persistence.judge(at, said);
    if (level === 'HIGH') modelHigh = Math.min(modelHigh, (at - since) / MINUTE);
  }
  return { highestHazard, highestProbability, modelHigh, rulesHigh };
}

const indicesOf = (...loads: readonly string[]) =>
  building.devices.flatMap(({ load }, index) => (loads.includes(load) ? [index] : []));

test('devices on which nothing happens stay far below what would alarm', async () => {
  for (let index = 0; index < building.devices.length; index += 20) {
    const seen = await watch(index, 120, null);
    expect(seen, building.devices[index]!.id).toMatchObject({
      modelHigh: Number.POSITIVE_INFINITY,
      rulesHigh: Number.POSITIVE_INFINITY,
    });
    expect(seen.highestHazard).toBeLessThan(0.6);
    expect(seen.highestProbability).toBeLessThan(0.1);
  }
});

describe('the model comes before the rules', () => {
  test('by a fault that creeps, which the rules never call dangerous before it is stopped', async () => {
    for (const index of indicesOf('main').slice(0, 3)) {
      const { modelHigh, rulesHigh } = await watch(index, 50, 'creepingFault');
      expect(modelHigh).toBeGreaterThan(10);
      expect(modelHigh).toBeLessThan(45);
      expect(rulesHigh).toBe(Number.POSITIVE_INFINITY);
    }
  });

  test('by a fire that takes an hour and a half, by a quarter of an hour at least', async () => {
    for (const index of indicesOf('outlet').slice(0, 3)) {
      const { modelHigh, rulesHigh } = await watch(index, 110, 'fire');
      expect(rulesHigh).toBeLessThan(110);
      expect(modelHigh).toBeLessThan(rulesHigh - 15);
    }
  });
});
