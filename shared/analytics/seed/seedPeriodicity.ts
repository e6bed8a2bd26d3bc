import { magnitudes } from '../spectrum.ts';

export interface SeedPeriodicity {
  readonly periodic: boolean;
  /** In samples; null where there is no frequency to tell. */
  readonly period: number | null;
  /** Cycles per sample, without the seed's sign, which is rounding. */
  readonly dominantFrequency: number | null;
}

const MINIMUM_SAMPLES = 10;
const TIMES_THE_MEAN = 2;

/**
 * The seed's `detect_periodicity` bug for bug: the constant part is left out of the search and not of the mean that the
 * found frequency is compared with, and nothing takes a steady rise for what it is.
 */
export function seedPeriodicity(values: readonly number[]): SeedPeriodicity {
  const n = values.length;
  if (n < MINIMUM_SAMPLES) return { periodic: false, period: null, dominantFrequency: null };
  const spectrum = magnitudes(values);
  let peak = 1;
  let sum = spectrum[0]!;
  for (let k = 1; k < n; k++) {
    sum += spectrum[k]!;
    if (spectrum[k]! > spectrum[peak]!) peak = k;
  }
  const frequency = Math.min(peak, n - peak) / n;
  return {
    periodic: spectrum[peak]! > (sum / n) * TIMES_THE_MEAN,
    period: 1 / frequency,
    dominantFrequency: frequency,
  };
}
