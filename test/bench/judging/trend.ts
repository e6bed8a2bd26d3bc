/** How much a measure grows over a run, by slopes that outliers and the hour of the day don't bend. */

/** What was measured, and when. */
export interface Sample {
  /** Milliseconds. */
  readonly at: number;
  readonly value: number;
}

export interface Trend {
  /** The middle of the values that were judged. */
  readonly level: number;
  /** What the slope makes of the judged span, in the measure's own unit. */
  readonly growth: number;
  /** The growth that is there with 97.5 % confidence: what of it the scatter can't explain. */
  readonly atLeast: number;
  /** Slopes that it is the middle of. */
  readonly slopes: number;
}

/** Two samples are of the same hour of the day when they are whole days apart to within this share of a day. */
const SAME_PHASE = 0.01;
/** Of the normal distribution, for 95 % between both ends. */
const Z = 1.96;

/**
 * Theil-Sen's slope over the second half of a run, when what a start brings has settled: the middle of the slopes of all
 * pairs. With a period only pairs at the same time of it count, so that a day's ups and downs are no trend (the seasonal
 * Kendall slope). The bound is Sen's, from the variance of Kendall's S.
 *
 * Sen, J. Am. Stat. Assoc. 63 (1968) 1379; Hirsch, Slack and Smith, Water Resour. Res. 18 (1982) 107.
 *
 * @param samples in order of time
 * @param periodMs of what comes and goes; 0 when nothing does
 * @throws RangeError when the second half has no two samples that can be compared
 */
export function trendOf(samples: readonly Sample[], periodMs = 0): Trend {
  const judged = secondHalf(samples);
  const groups = inPhase(judged, periodMs);
  const slopes = groups.flatMap(slopesOf).sort((a, b) => a - b);
  if (slopes.length === 0)
    throw new RangeError(`${samples.length} samples are too few to judge a trend`);
  const span = judged.at(-1)!.at - judged[0]!.at;
  const variance = groups.reduce((sum, { length: n }) => sum + (n * (n - 1) * (2 * n + 5)) / 18, 0);
  const rank = Math.floor((slopes.length - Z * Math.sqrt(variance)) / 2);
  return {
    level: middle(judged.map(({ value }) => value)),
    growth: middle(slopes) * span,
    atLeast: slopes[Math.max(0, rank)]! * span,
    slopes: slopes.length,
  };
}

/** How much may grow and still be called flat. */
export interface Bound {
  /** Of the level. */
  readonly share: number;
  /** In the measure's own unit: less is nothing, however small the level. */
  readonly floor: number;
}

/** Whether what certainly grew stays within the bound. What shrinks is flat. */
export function isFlat({ level, atLeast }: Trend, { share, floor }: Bound): boolean {
  return atLeast <= Math.max(floor, share * Math.abs(level));
}

/** Of numbers in any order; the mean of the two in the middle when they are even, and no number when there are none. */
export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (sorted[half - 1]! + upper) / 2;
}

/**
 * The value that this share of all is not beyond (nearest rank).
 * @param share 0 to 1
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function secondHalf(samples: readonly Sample[]): readonly Sample[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return [];
  const half = first.at + (last.at - first.at) / 2;
  return samples.filter(({ at }) => at >= half);
}

function inPhase(samples: readonly Sample[], periodMs: number): readonly (readonly Sample[])[] {
  if (periodMs === 0) return [samples];
  const groups: Sample[][] = [];
  for (const sample of samples) {
    const group = groups.find(([one]) => isSamePhase(sample.at - one!.at, periodMs));
    if (group) group.push(sample);
    else groups.push([sample]);
  }
  return groups;
}

function isSamePhase(apartMs: number, periodMs: number): boolean {
  const periods = apartMs / periodMs;
  return Math.abs(periods - Math.round(periods)) <= SAME_PHASE;
}

function slopesOf(samples: readonly Sample[]): number[] {
  return samples.flatMap((later, index) =>
    samples
      .slice(0, index)
      .filter((earlier) => earlier.at !== later.at)
      .map((earlier) => (later.value - earlier.value) / (later.at - earlier.at)),
  );
}
