/** What a device's last hour did: the seed's `analyze_temporal_patterns` over equally spaced samples, oldest first. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { fitLine, trendOf } from './fitLine.ts';
import { type Periodicity, periodicity } from './periodicity.ts';

const TRENDS = ['INCREASING', 'STABLE', 'DECREASING'] as const;
export type Trend = (typeof TRENDS)[number];

const ARC_RHYTHMS = ['NO_ARCS', 'SPORADIC', 'MODERATE', 'FREQUENT'] as const;
type ArcRhythm = (typeof ARC_RHYTHMS)[number];

export interface ArcRhythmReport {
  readonly rhythm: ArcRhythm;
  /** Share of the samples that have arcs, 0 … 1. */
  readonly frequency: number;
  readonly total: number;
  readonly most: number;
}

export interface Series {
  /** °C */
  readonly temperatures: readonly number[];
  /** 0 … 1 */
  readonly risks: readonly number[];
  readonly arcs: readonly number[];
}

export interface TemporalPatterns<P> {
  /** °C per sample, least squares. */
  readonly temperatureTrend: number;
  /** °C per sample, mean of the differences. */
  readonly temperatureVelocity: number;
  /** Per sample. */
  readonly riskTrend: number;
  readonly arcs: ArcRhythmReport;
  readonly trend: Trend;
  /** R² of the better of the two lines, 0 … 1. */
  readonly confidence: number;
  readonly periodicity: P;
  readonly samples: number;
}

/** Fewer say nothing. */
const MINIMUM_SAMPLES = 10;
/** °C: a wave of less is what a fan or a door makes. */
export const LEAST_AMPLITUDE = 0.5;

/**
 * With one sample a minute, as the product takes them, trends are per minute. The limits of the table are too.
 *
 * @returns null of fewer than ten samples
 */
export function temporalPatterns(
  series: Series,
  thresholds: Pick<Thresholds, 'analytics'>,
): TemporalPatterns<Periodicity> | null {
  return temporalPatternsWith(series, thresholds, (values) => periodicity(values, LEAST_AMPLITUDE));
}

/** The same with another test of periodicity. */
export function temporalPatternsWith<P>(
  { temperatures, risks, arcs }: Series,
  { analytics }: Pick<Thresholds, 'analytics'>,
  periodOf: (values: readonly number[]) => P,
): TemporalPatterns<P> | null {
  if (temperatures.length < MINIMUM_SAMPLES) return null;
  const heat = fitLine(temperatures);
  const risk = fitLine(risks);
  return {
    temperatureTrend: heat.slope,
    temperatureVelocity: velocityOf(temperatures),
    riskTrend: trendOf(risks),
    arcs: arcRhythm(arcs),
    trend: overallTrend(heat.slope, risk.slope, analytics.trend),
    confidence: Math.max(heat.explained, risk.explained),
    periodicity: periodOf(temperatures),
    samples: temperatures.length,
  };
}

/** Rising when either rises: what grows is what matters. */
function overallTrend(
  temperature: number,
  risk: number,
  limits: Thresholds['analytics']['trend'],
): Trend {
  if (temperature > limits.temperature || risk > limits.risk) return 'INCREASING';
  if (temperature < -limits.temperature || risk < -limits.risk) return 'DECREASING';
  return 'STABLE';
}

/** Mean change from one sample to the next; 0 of fewer than two. */
export function velocityOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += values[i]! - values[i - 1]!;
  return sum / (values.length - 1);
}

/** How many of the samples have arcs. */
export function arcRhythm(arcs: readonly number[]): ArcRhythmReport {
  let total = 0;
  let events = 0;
  let most = 0;
  for (const count of arcs) {
    total += count;
    if (count > 0) events++;
    if (count > most) most = count;
  }
  if (total === 0) return { rhythm: 'NO_ARCS', frequency: 0, total, most };
  const frequency = events / arcs.length;
  const rhythm = frequency > 0.5 ? 'FREQUENT' : frequency > 0.2 ? 'MODERATE' : 'SPORADIC';
  return { rhythm, frequency, total, most };
}
