import type { CalibrationBin } from '#shared/contract/predictionViews.ts';

const BINS = 10;

/** What was predicted, 0 … 1, and whether it came true. */
export interface Prediction {
  readonly predicted: number;
  readonly real: boolean;
}

/**
 * The reliability curve in ten equal bins of what was predicted (DeGroot and Fienberg 1983): of a calibrated model, the
 * share that came true is what was predicted. Empty bins are left out.
 */
export function calibrationBins(predictions: readonly Prediction[]): readonly CalibrationBin[] {
  const sums = Array.from({ length: BINS }, () => ({ count: 0, predicted: 0, real: 0 }));
  for (const { predicted, real } of predictions) {
    const bin = sums[Math.max(0, Math.min(BINS - 1, Math.floor(predicted * BINS)))]!;
    bin.count++;
    bin.predicted += predicted;
    if (real) bin.real++;
  }
  return sums.flatMap(({ count, predicted, real }, i) =>
    count === 0
      ? []
      : [
          {
            from: i / BINS,
            to: (i + 1) / BINS,
            count,
            predicted: predicted / count,
            observed: real / count,
          },
        ],
  );
}
