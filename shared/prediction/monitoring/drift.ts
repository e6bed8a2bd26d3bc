import type { FeatureDrift } from '#shared/contract/predictionViews.ts';
import { FEATURES } from '../schema.ts';
import type { FeatureHistograms, FeatureReference } from './FeatureHistograms.ts';
import { stabilityIndex } from './stability.ts';

/** With fewer, chance alone moves the index by a hundredth. */
export const MIN_DRIFT_WINDOWS = 1_000;

/** Of every feature, largest first; none before there are windows enough. */
export function featureDrift(
  reference: readonly FeatureReference[],
  seen: FeatureHistograms,
): readonly FeatureDrift[] {
  if (seen.windows < MIN_DRIFT_WINDOWS) return [];
  const groups = new Map(FEATURES.map(({ name, group }) => [name, group]));
  return reference
    .flatMap(({ name, shares }, i) => {
      const group = groups.get(name);
      const psi = stabilityIndex(shares, seen.of(i));
      return group === undefined || psi === null ? [] : [{ feature: name, group, psi }];
    })
    .sort((a, b) => b.psi - a.psi);
}

/**
 * The share of features that have shifted, 0 … 1; null while none is known. What the device is, and how long the desk has
 * known it, differs from the training data in every building and is left out.
 */
export function shiftedShare(features: readonly FeatureDrift[], limit: number): number | null {
  const measured = features.filter(({ group }) => group !== 'device');
  if (measured.length === 0) return null;
  return measured.filter(({ psi }) => psi > limit).length / measured.length;
}
