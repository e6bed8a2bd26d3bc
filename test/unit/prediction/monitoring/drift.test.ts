import { describe, expect, test } from 'vitest';
import { featureDrift, shiftedShare } from '../../../../shared/prediction/monitoring/drift.ts';
import {
  FeatureHistograms,
  type FeatureReference,
} from '../../../../shared/prediction/monitoring/FeatureHistograms.ts';
import { stabilityIndex } from '../../../../shared/prediction/monitoring/stability.ts';
import { FEATURES } from '../../../../shared/prediction/schema.ts';

const TENTHS = Array.from({ length: 10 }, () => 0.1);
const even = (name: string): FeatureReference => ({
  name,
  edges: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  shares: TENTHS,
});

describe('population stability index', () => {
  test('by hand', () => {
    // (0.75 − 0.5)·ln 1.5 + (0.25 − 0.5)·ln 0.5
    const byHand = 0.25 * Math.log(1.5) + 0.25 * Math.log(2);
    expect(stabilityIndex([0.5, 0.5], [75, 25])).toBeCloseTo(byHand, 12);
    expect(stabilityIndex([0.5, 0.5], [7, 7])).toBe(0);
  });

  test('an empty bin counts as a share of 1e-4, on either side', () => {
    const one = (1 - 0.5) * Math.log(2) + (1e-4 - 0.5) * Math.log(1e-4 / 0.5);
    expect(stabilityIndex([0.5, 0.5], [10, 0])).toBeCloseTo(one, 12);
    const other = (0.5 - 1) * Math.log(0.5) + (0.5 - 1e-4) * Math.log(0.5 / 1e-4);
    expect(stabilityIndex([1, 0], [5, 5])).toBeCloseTo(other, 12);
  });

  test('of no values is unknown', () => {
    expect(stabilityIndex([0.5, 0.5], [0, 0])).toBeNull();
  });
});

describe('histograms', () => {
  test('a value on an edge lies below it, as in training; one over the last in the last bin', () => {
    const seen = new FeatureHistograms([even('voltage')]);
    for (const value of [-5, 1, 1.001, 9, 9.5, 1e9]) seen.add([value]);
    expect([...seen.of(0)]).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 1, 2]);
  });

  test('an edge that was stored with six digits still holds the value that it is', () => {
    const edges = Array.from({ length: 9 }, () => 1.73205);
    const seen = new FeatureHistograms([{ name: 'arcs', edges, shares: TENTHS }]);
    seen.add([Math.fround(Math.sqrt(3))]);
    expect(seen.of(0)[0]).toBe(1);
  });

  test('add from an offset, and merge with what was saved', () => {
    const reference = [even('voltage'), even('sag')];
    const seen = new FeatureHistograms(reference);
    seen.add([0, 0, 4.5, 2.5], 2);
    const again = new FeatureHistograms(reference, { counts: seen.counts.slice(), windows: 1 });
    again.add([4.5, 9.5]);
    expect([...again.of(0)]).toEqual([0, 0, 0, 0, 2, 0, 0, 0, 0, 0]);
    expect([...again.of(1)]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
    expect(again.windows).toBe(2);
    // Of a model with other features.
    again.merge({ counts: new Uint32Array(10), windows: 7 });
    expect(again.windows).toBe(2);
  });
});

describe('drift', () => {
  const device = FEATURES.find(({ group }) => group === 'device')!.name;
  const [first, second] = FEATURES.filter(({ group }) => group !== 'device').map(
    ({ name }) => name,
  );
  const reference = [even(first!), even(second!), even(device)];

  function seen(windows: number): FeatureHistograms {
    const histograms = new FeatureHistograms(reference);
    // The first as it was trained; the others always the same.
    for (let i = 0; i < windows; i++) histograms.add([(i % 10) + 0.5, 100, 100]);
    return histograms;
  }

  test('is unknown under a thousand windows', () => {
    expect(featureDrift(reference, seen(999))).toEqual([]);
    expect(shiftedShare([], 0.25)).toBeNull();
  });

  test('comes largest first; what the device is counts for no shift', () => {
    const drift = featureDrift(reference, seen(1_000));
    expect(drift.map(({ feature }) => feature)).toEqual([second, device, first]);
    expect(drift[2]!.psi).toBe(0);
    expect(drift[0]!.psi).toBeGreaterThan(0.25);
    expect(shiftedShare(drift, 0.25)).toBe(0.5);
  });

  test('of evidence counts upwards only, of its context both ways', () => {
    const context = FEATURES.find(({ role, group }) => role === 'context' && group !== 'device')!;
    const both = [even(first!), even(context.name)];
    const share = (value: number) => {
      const histograms = new FeatureHistograms(both);
      for (let i = 0; i < 1_000; i++) histograms.add([value, value]);
      return shiftedShare(featureDrift(both, histograms), 0.25);
    };
    expect(share(0)).toBe(0.5);
    expect(share(100)).toBe(1);
  });

  test('of a feature that this program doesn’t know is left out', () => {
    const unknown = [even('no such feature')];
    const histograms = new FeatureHistograms(unknown);
    for (let i = 0; i < 1_000; i++) histograms.add([1]);
    expect(featureDrift(unknown, histograms)).toEqual([]);
  });
});
