/** From where on the model is no longer to be relied on: the seed's limits, each held for some hours. */
import { z } from 'zod';
import { MIN_LABELLED, type ModelPerformance } from '#shared/contract/predictionViews.ts';
import { ratiosOf } from './performance.ts';

const Share = z.number().min(0).max(1);
const MOST_PSI = 10;
const MOST_HOURS = 168;

export const modelLimitsSchema = z.object({
  /** Worse than this, for `hours`. */
  accuracy: Share,
  precision: Share,
  recall: Share,
  /** More than this share of what was harmless. */
  falseAlarmRate: Share,
  /** A feature over this has shifted (population stability index) … */
  psi: z.number().min(0).max(MOST_PSI),
  /** … and more than this share of the features. */
  shiftedFeatures: Share,
  /** Hours in a row. */
  hours: z.number().int().min(1).max(MOST_HOURS),
});
export type ModelLimits = z.infer<typeof modelLimitsSchema>;

const PERCENT = { least: 0, most: 100, step: 0.1 } as const;

/** What may be typed for each: the shares in percent. */
export const MODEL_LIMIT_RANGES: Readonly<
  Record<
    keyof ModelLimits,
    { readonly least: number; readonly most: number; readonly step: number }
  >
> = {
  accuracy: PERCENT,
  precision: PERCENT,
  recall: PERCENT,
  falseAlarmRate: PERCENT,
  psi: { least: 0, most: MOST_PSI, step: 0.01 },
  shiftedFeatures: PERCENT,
  hours: { least: 1, most: MOST_HOURS, step: 1 },
};

/** The first four and the three hours are the seed's (part 5, `ModelAccuracyDrop`, and the metrics of part 6). */
export const DEFAULT_LIMITS: ModelLimits = {
  accuracy: 0.85,
  precision: 0.8,
  recall: 0.85,
  falseAlarmRate: 0.1,
  psi: 0.25,
  // Every building has its own loads and temperatures: some features differ from the training data in each.
  shiftedFeatures: 0.5,
  hours: 3,
};

export const MEASURES = ['accuracy', 'precision', 'recall', 'falseAlarmRate', 'drift'] as const;
export type Measure = (typeof MEASURES)[number];

/** Of each measure, hours in a row in which it was beyond its limit. */
export type Streaks = Readonly<Record<Measure, number>>;
export const NO_STREAKS: Streaks = {
  accuracy: 0,
  precision: 0,
  recall: 0,
  falseAlarmRate: 0,
  drift: 0,
};

/** What an hour's look found; null: too little is known to say. */
export type Findings = Readonly<Record<Measure, number | null>>;

/** @param shifted the share of features that have shifted; null while unknown */
export function findingsOf(performance: ModelPerformance, shifted: number | null): Findings {
  const { accuracy, precision, recall, labelled } = performance;
  const { falseAlarmRate } = ratiosOf(performance);
  return {
    accuracy,
    precision,
    recall,
    falseAlarmRate: labelled < MIN_LABELLED ? null : falseAlarmRate,
    drift: shifted,
  };
}

/** One more hour. What is unknown is beyond no limit: it ends a row. */
export function nextStreaks(before: Streaks, found: Findings, limits: ModelLimits): Streaks {
  return Object.fromEntries(
    MEASURES.map((measure) => [
      measure,
      isBeyond(measure, found[measure], limits) ? before[measure] + 1 : 0,
    ]),
  ) as Record<Measure, number>;
}

export function limitOf(measure: Measure, limits: ModelLimits): number {
  return measure === 'drift' ? limits.shiftedFeatures : limits[measure];
}

function isBeyond(measure: Measure, value: number | null, limits: ModelLimits): boolean {
  if (value === null) return false;
  const limit = limitOf(measure, limits);
  return measure === 'drift' || measure === 'falseAlarmRate' ? value > limit : value < limit;
}
