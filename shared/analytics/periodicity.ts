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
/** Chance that noise alone looks periodic: a site looks at a million series a week. */
const CHANCE = 1e-6;
/** A wave that the series shows less than this often is as likely a bend. */
const LEAST_PERIODS = 3;

/**
 * Fisher's test for a hidden periodicity (Proc. R. Soc. A 125, 1929): the greatest ordinate of the periodogram of the
 * series less its line, as a share of their sum, against what white noise reaches once in a million series.
 *
 * The line goes because a steady rise otherwise looks like one long period, and the mean because a constant hides all
 * others: the seed's test (`seed/seedPeriodicity.ts`) has both faults. What warms slowly isn't white: it wanders, which
 * makes long waves of nothing. So the changes from one value to the next, which of a wandering are white, have to show
 * the same period.
 *
 * @param values equally spaced, oldest first, all of them measured
 * @param leastAmplitude in their unit: less is no period that anybody could see
 */
export function periodicity(values: readonly number[], leastAmplitude = 0): Periodicity {
  const n = values.length;
  if (n < MINIMUM_SAMPLES) return NONE;
  const { slope, intercept } = fitLine(values);
  const own = peakOf(values.map((value, i) => value - (intercept + slope * i)));
  const amplitude = (2 * own.height) / n;
  if (!(amplitude > leastAmplitude) || amplitude < FLAT) return NONE;
  const found: Periodicity = { periodic: false, period: n / own.at, amplitude };
  if (own.at < LEAST_PERIODS || !own.stands) return found;
  const changes = peakOf(values.slice(1).map((value, i) => value - values[i]!));
  const same = Math.abs(changes.at / (n - 1) - own.at / n) < 1 / n;
  return { ...found, periodic: changes.stands && same };
}

interface Peak {
  /** Cycles in the series. */
  readonly at: number;
  readonly height: number;
  /** Whether noise alone hardly ever reaches it. */
  readonly stands: boolean;
}

function peakOf(values: readonly number[]): Peak {
  const spectrum = magnitudes(values);
  const half = Math.floor((values.length - 1) / 2);
  let sum = 0;
  let at = 1;
  for (let k = 1; k <= half; k++) {
    sum += spectrum[k]! ** 2;
    if (spectrum[k]! > spectrum[at]!) at = k;
  }
  const height = spectrum[at]!;
  return { at, height, stands: height ** 2 / sum > shareOfNoise(half) };
}

/** Below this all of a spectrum is rounding. */
const FLAT = 1e-9;

/** P(share > g) ≤ m (1 − g)^(m − 1), solved for g. */
function shareOfNoise(ordinates: number): number {
  return 1 - (CHANCE / ordinates) ** (1 / (ordinates - 1));
}
