import type { FeatureDrift } from '#shared/contract/predictionViews.ts';
import { FEATURES } from '../schema.ts';
import type { FeatureHistograms, FeatureReference } from './FeatureHistograms.ts';
import { stabilityIndex } from './stability.ts';

/** With fewer, chance alone moves the index by a hundredth. */
const MIN_DRIFT_WINDOWS = 1_000;

/** One feature's drift, and its direction. */
export interface MeasuredDrift extends FeatureDrift {
  /** Its values are larger than in training, by their mean bin. */
  readonly rose: boolean;
}

/** Of every feature, largest first; none before there are windows enough. */
export function featureDrift(
  reference: readonly FeatureReference[],
  seen: FeatureHistograms,
): readonly MeasuredDrift[] {
  if (seen.windows < MIN_DRIFT_WINDOWS) return [];
  const groups = new Map(FEATURES.map(({ name, group }) => [name, group]));
  return reference
    .flatMap(({ name, shares }, i) => {
      const group = groups.get(name);
      const psi = stabilityIndex(shares, seen.of(i));
      return group === undefined || psi === null
        ? []
        : [
            {
              feature: name,
              group,
              psi,
              rose: meanBin(seen.of(i)) > meanBin(shares),
            },
          ];
    })
    .sort((a, b) => b.psi - a.psi);
}

const EVIDENCE = new Set(FEATURES.flatMap(({ name, role }) => (role === 'evidence' ? [name] : [])));

/**
 * The share of features that have shifted, 0 … 1; null while none is known. What the device is, and how long the desk has
 * known it, differs from the training data in every building and is left out. Evidence of danger counts only where there
 * is more of it: a building that is calmer than the training data is no reason to trust the model less.
 */
export function shiftedShare(features: readonly MeasuredDrift[], limit: number): number | null {
  const measured = features.filter(({ group }) => group !== 'device');
  if (measured.length === 0) return null;
  const shifted = measured.filter(
    ({ feature, psi, rose }) => psi > limit && (rose || !EVIDENCE.has(feature)),
  );
  return shifted.length / measured.length;
}

function meanBin(weights: ArrayLike<number>): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    sum += i * weights[i]!;
    total += weights[i]!;
  }
  return total === 0 ? 0 : sum / total;
}
