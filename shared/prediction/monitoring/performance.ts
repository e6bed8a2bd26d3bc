/**
 * How good the model is, counted from closed alarms. Only what alarmed is ever labelled: a fire that nothing saw is in no
 * figure here, and all that stayed calm is counted as watched time alone.
 */
import { MIN_LABELLED, type ModelPerformance } from '#shared/contract/predictionViews.ts';

/** What the model said of a device before an alarm, and what the alarm turned out to be. */
export interface Labelled {
  /** Whether it had met the operating point that alarms. */
  readonly said: boolean;
  /** Whether the danger was real. */
  readonly real: boolean;
  /** How much earlier than rules and device it said so; null when they came first, never, or it said nothing. */
  readonly leadMs: number | null;
}

/** A confusion matrix. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** 0 … 1, or null where nothing was counted that it could be a share of. */
interface Ratios {
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** False alarms among what was harmless: FP / (FP + TN). */
  readonly falseAlarmRate: number | null;
}

const MINUTE_MS = 60_000;

export function confusionOf(labelled: readonly Pick<Labelled, 'said' | 'real'>[]): Confusion {
  let [truePositives, falsePositives, falseNegatives, trueNegatives] = [0, 0, 0, 0];
  for (const { said, real } of labelled) {
    if (said && real) truePositives++;
    else if (said) falsePositives++;
    else if (real) falseNegatives++;
    else trueNegatives++;
  }
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/**
 * The seed's formulas (`calculate_model_performance`), but for an empty share: the seed calls the precision of a model
 * that never spoke 0, which is unknown.
 */
export function ratiosOf(confusion: Confusion): Ratios {
  const { truePositives: tp, falsePositives: fp } = confusion;
  const { falseNegatives: fn, trueNegatives: tn } = confusion;
  return {
    accuracy: share(tp + tn, tp + fp + fn + tn),
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    // 2·P·R / (P + R), without its division by zero.
    f1: share(2 * tp, 2 * tp + fp + fn),
    falseAlarmRate: share(fp, fp + tn),
  };
}

/** @param deviceDays how long the model watched, all devices together */
export function performanceOf(labelled: readonly Labelled[], deviceDays: number): ModelPerformance {
  const confusion = confusionOf(labelled);
  const enough = labelled.length >= MIN_LABELLED;
  const { accuracy, precision, recall, f1 } = ratiosOf(confusion);
  const leads = labelled.flatMap(({ said, real, leadMs }) =>
    said && real && leadMs !== null ? [leadMs / MINUTE_MS] : [],
  );
  return {
    labelled: labelled.length,
    ...confusion,
    accuracy: enough ? accuracy : null,
    precision: enough ? precision : null,
    recall: enough ? recall : null,
    f1: enough ? f1 : null,
    falseAlarmsPerDeviceDay: enough ? share(confusion.falsePositives, deviceDays) : null,
    deviceDays,
    medianLeadMinutes: enough ? median(leads) : null,
  };
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** Of an even number the mean of the two in the middle. @returns null of none */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle]!;
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}
