/** Whether a series repeats itself: one frequency that stands out of its spectrum. */
import { fitLine } from './fitLine.ts';
import { magnitudes } from './spectrum.ts';

export interface Periodicity {
  readonly periodic: boolean;
  /** Samples from one peak to the next; null when there is none to tell. */
  readonly period: number | null;
  /** Peak to middle, in the unit of the values; 0 when there is none to tell. */
  readonly amplitude: number;
}

const NONE: Periodicity = { periodic: false, period: null, amplitude: 0 };

const MINIMUM_SAMPLES = 10;
/** Chance that noise alone looks periodic. */
const CHANCE = 0.001;
/** A wave that the series shows less than this often is as likely a bend. */
const LEAST_PERIODS = 3;

/**
 * Fisher's test for a hidden periodicity (Proc. R. Soc. A 125, 1929): the greatest ordinate of the periodogram of the
 * series less its line, as a share of their sum, against what white noise reaches once in a thousand series.
 *
 * The line goes because a steady rise otherwise looks like one long period, and the mean because a constant hides all
 * others: the seed's test (`seed/seedPeriodicity.ts`) has both faults.
 *
 * @param values equally spaced, oldest first, all of them measured
 * @param leastAmplitude in their unit: less is no period that anybody could see
 */
export function periodicity(values: readonly number[], leastAmplitude = 0): Periodicity {
  const n = values.length;
  if (n < MINIMUM_SAMPLES) return NONE;
  const { slope, intercept } = fitLine(values);
  const spectrum = magnitudes(values.map((value, i) => value - (intercept + slope * i)));
  const half = Math.floor((n - 1) / 2);
  let sum = 0;
  let peak = 0;
  for (let k = 1; k <= half; k++) {
    sum += spectrum[k]! ** 2;
    if (spectrum[k]! > (spectrum[peak] ?? 0) || peak === 0) peak = k;
  }
  const amplitude = (2 * spectrum[peak]!) / n;
  if (!(amplitude > leastAmplitude) || amplitude < FLAT) return NONE;
  const share = spectrum[peak]! ** 2 / sum;
  const periodic = peak >= LEAST_PERIODS && share > shareOfNoise(half);
  return { periodic, period: n / peak, amplitude };
}

/** Below this all of a spectrum is rounding. */
const FLAT = 1e-9;

/** P(share > g) ≤ m (1 − g)^(m − 1), solved for g. */
function shareOfNoise(ordinates: number): number {
  return 1 - (CHANCE / ordinates) ** (1 / (ordinates - 1));
}
