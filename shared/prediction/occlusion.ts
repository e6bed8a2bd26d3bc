/**
 * Why the model says what it says, by occlusion: an input is made usual for some minutes, and how far the output falls
 * is its share. After Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (ECCV 2014), on the
 * minutes and hazards of a window instead of the patches of an image.
 */
import type { Contribution } from '#shared/contract/predictionViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  FEATURE_COUNT,
  FEATURE_GROUPS,
  FEATURES,
  type FeatureGroup,
  STEP_MS,
  STEPS,
} from './schema.ts';

/** A window is looked at in this many stretches of equal length. */
const STRETCHES = 6;
const STRETCH_STEPS = STEPS / STRETCHES;
/** A stretch that does this much of what its whole group does is the answer; below, it is the group over the window. */
const STRETCH_ENOUGH = 0.7;
/** Shares below this are rounding and noise. */
const LEAST_SHARE = 0.005;

interface Occlusion {
  readonly group: FeatureGroup;
  /** First step, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

const OCCLUSIONS: readonly Occlusion[] = FEATURE_GROUPS.flatMap((group) => [
  { group, from: 0, to: STEPS },
  ...Array.from({ length: STRETCHES }, (_, i) => ({
    group,
    from: i * STRETCH_STEPS,
    to: (i + 1) * STRETCH_STEPS,
  })),
]);

/** Windows of one batch: as it was, then each occlusion. */
export const EXPLANATION_WINDOWS = 1 + OCCLUSIONS.length;

/** Facts about the device and its load, which are no sign of danger and by which the signs are read. */
const KEPT = FEATURES.map(({ name, role }) => role === 'context' && !name.endsWith('FromDay'));

/**
 * The window as it would look if the device were as it usually is: nothing unusual, which is 0 in every feature that is
 * evidence or a deviation.
 *
 * @param window shape [STEPS, FEATURE_COUNT]
 */
function usualWindow(window: Float32Array): Float32Array {
  return window.map((value, cell) => (KEPT[cell % FEATURE_COUNT] ? value : 0));
}

/** What the model has to be run over: `EXPLANATION_WINDOWS` windows. */
export function occludedWindows(window: Float32Array): Float32Array {
  const size = STEPS * FEATURE_COUNT;
  const usual = usualWindow(window);
  const all = new Float32Array(EXPLANATION_WINDOWS * size);
  all.set(window);
  for (const [index, { group, from, to }] of OCCLUSIONS.entries()) {
    const at = (index + 1) * size;
    all.set(window, at);
    for (let step = from; step < to; step++)
      for (let feature = 0; feature < FEATURE_COUNT; feature++) {
        const cell = step * FEATURE_COUNT + feature;
        if (FEATURES[feature]!.group === group) all[at + cell] = usual[cell]!;
      }
  }
  return all;
}

/**
 * One line for each hazard that had a part: over the five minutes that did it, or over the whole window.
 *
 * @param outputs of the windows of `occludedWindows`, in their order
 * @param at start of the window's newest minute
 * @param scaleOf how far a feature goes from one device to another, to tell which of a group moved the most
 */
export function contributionsOf(
  window: Float32Array,
  outputs: readonly number[],
  at: EpochMs,
  scaleOf: (feature: string) => number,
): readonly Contribution[] {
  const usual = usualWindow(window);
  const base = outputs[0]!;
  const shares = OCCLUSIONS.map((occlusion, index) => ({
    ...occlusion,
    share: base - outputs[index + 1]!,
  }));
  return FEATURE_GROUPS.map((group) => {
    const [whole, ...stretches] = shares.filter((one) => one.group === group);
    const best = stretches.reduce((a, b) => (Math.abs(b.share) > Math.abs(a.share) ? b : a));
    const enough =
      Math.sign(best.share) === Math.sign(whole!.share) &&
      Math.abs(best.share) >= STRETCH_ENOUGH * Math.abs(whole!.share);
    const { from, to, share } = enough ? best : whole!;
    const { feature, value, usual: before } = mostMoved(window, usual, group, from, to, scaleOf);
    const minuteOf = (step: number) => at - (STEPS - 1 - step) * STEP_MS;
    return {
      group,
      feature,
      value,
      usual: before,
      from: minuteOf(from),
      to: minuteOf(to),
      share,
    };
  })
    .filter(({ share }) => Math.abs(share) >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share);
}

function mostMoved(
  window: Float32Array,
  usual: Float32Array,
  group: FeatureGroup,
  from: number,
  to: number,
  scaleOf: (feature: string) => number,
): { feature: string; value: number; usual: number } {
  const newest = (to - 1) * FEATURE_COUNT;
  let found = { feature: '', value: 0, usual: 0 };
  let most = Number.NEGATIVE_INFINITY;
  for (const [index, { name, group: of }] of FEATURES.entries()) {
    if (of !== group) continue;
    let moved = 0;
    for (let step = from; step < to; step++) {
      const cell = step * FEATURE_COUNT + index;
      moved = Math.max(moved, Math.abs(window[cell]! - usual[cell]!));
    }
    moved /= scaleOf(name);
    if (moved <= most) continue;
    most = moved;
    found = { feature: name, value: window[newest + index]!, usual: usual[newest + index]! };
  }
  return found;
}
