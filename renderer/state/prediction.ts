/** What a page makes of a device's prediction. Pure. */

import type { DevicePrediction } from '#shared/contract/predictionViews.ts';
import type { DeviceView } from '#shared/contract/views.ts';
import { STEP_MS, STEPS } from '#shared/prediction/schema.ts';
import type { OperatingPoint } from '#shared/prediction/verdict.ts';
import { levelRank } from '#shared/scoring/level.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** A prediction that is one: state `ready`, with both chances. */
export type ReadyPrediction = DevicePrediction & {
  readonly state: 'ready';
  readonly at: EpochMs;
  readonly probability: number;
  readonly hazard: number;
};

export function isReady(prediction: DevicePrediction | null): prediction is ReadyPrediction {
  return (
    prediction !== null &&
    prediction.state === 'ready' &&
    prediction.at !== null &&
    prediction.probability !== null &&
    prediction.hazard !== null
  );
}

/**
 * The highest operating point that the chances of this minute meet and whose level the model has not said yet, because it
 * was not met often enough; null when there is none. Without it a number over its limit beside a lower level is a riddle.
 */
export function waitingPoint(
  prediction: ReadyPrediction,
  points: readonly OperatingPoint[],
): OperatingPoint | null {
  const met = points.filter(
    ({ output, level, threshold }) =>
      (output === 'probability' || output === 'hazard') &&
      prediction[output] >= threshold &&
      levelRank(level) > levelRank(prediction.level),
  );
  return met.sort((a, b) => levelRank(b.level) - levelRank(a.level))[0] ?? null;
}

/** The minutes that a prediction was made of. */
export function windowOf(at: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  return { from: at - (STEPS - 1) * STEP_MS, to: at + STEP_MS };
}

/**
 * Whether the device has its level from the model alone: nothing that was measured, and no score, asks for as much.
 * The weights of these reasons are the lower cuts of the levels that they demand.
 */
export function raisedByModel({
  level,
  prediction,
  reasons,
}: Pick<DeviceView, 'level' | 'prediction' | 'reasons'>): boolean {
  if (prediction === null || prediction.level === 'NORMAL' || prediction.level !== level)
    return false;
  const model = reasons.find(({ code }) => code === 'modelProbability');
  if (model === undefined) return false;
  return reasons.every(
    ({ code, source, weight }) =>
      code === 'modelProbability' ||
      (source !== 'floor' && source !== 'score') ||
      weight < model.weight,
  );
}

/** Enough to tell two files apart and to read out over the telephone. */
export const shortHash = (hash: string): string => hash.slice(0, 12);

/** How a model is named in a sentence. */
export const modelName = ({ hash, version }: { hash: string; version: string | null }): string =>
  version === null ? shortHash(hash) : `${version} (${shortHash(hash)})`;
