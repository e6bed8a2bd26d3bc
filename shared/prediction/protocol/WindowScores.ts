/** How good one output of a model is window by window, in memory that doesn't grow with the windows. */

/** Of equal width; ten for the expected calibration error, as is usual. */
const CALIBRATION_BINS = 10;
/** A score's float32 bits without the lowest thirteen: 1 part in 1,024, so the order is all but exact. */
const DROPPED_BITS = 13;
const BINS = (0x3f800000 >>> DROPPED_BITS) + 1;

/** Sums are kept in whole parts of this, so that their order, and so the number of threads, changes no digit. */
const UNIT = 2 ** -24;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of what was predicted, and share of what came true; null for an empty bin. */
  readonly predicted: number | null;
  readonly observed: number | null;
}

export interface WindowFigures {
  readonly windows: number;
  readonly positives: number;
  /** Average precision; null without positives. */
  readonly averagePrecision: number | null;
  readonly brier: number | null;
  /** 1 − Brier score ÷ that of always saying the base rate; null where the base rate is 0 or 1. */
  readonly brierSkill: number | null;
  /** Expected calibration error over `CALIBRATION_BINS` bins. */
  readonly calibrationError: number | null;
  readonly calibration: readonly CalibrationBin[];
}

/** What a thread hands over to be added to that of another. */
export interface SavedWindowScores {
  readonly positive: Uint32Array;
  readonly negative: Uint32Array;
  readonly sums: Float64Array;
}

export class WindowScores {
  readonly #positive = new Uint32Array(BINS);
  readonly #negative = new Uint32Array(BINS);
  /** Squared error, and of each calibration bin: count, sum of scores, positives. */
  readonly #sums = new Float64Array(1 + 3 * CALIBRATION_BINS);

  /** @param score 0 … 1 */
  add(score: number, positive: boolean): void {
    float[0] = Math.min(1, Math.max(0, score));
    const bin = bits[0]! >>> DROPPED_BITS;
    if (positive) this.#positive[bin]!++;
    else this.#negative[bin]!++;
    const y = positive ? 1 : 0;
    this.#sums[0]! += Math.round((score - y) ** 2 / UNIT);
    const at = 1 + 3 * Math.min(CALIBRATION_BINS - 1, Math.floor(score * CALIBRATION_BINS));
    this.#sums[at]!++;
    this.#sums[at + 1]! += Math.round(score / UNIT);
    this.#sums[at + 2]! += y;
  }

  save(): SavedWindowScores {
    return { positive: this.#positive, negative: this.#negative, sums: this.#sums };
  }

  merge({ positive, negative, sums }: SavedWindowScores): void {
    for (let i = 0; i < BINS; i++) {
      this.#positive[i]! += positive[i]!;
      this.#negative[i]! += negative[i]!;
    }
    for (let i = 0; i < sums.length; i++) this.#sums[i]! += sums[i]!;
  }

  get figures(): WindowFigures {
    const calibration = this.#calibration();
    const windows = calibration.reduce((total, bin) => total + bin.count, 0);
    let positives = 0;
    for (const count of this.#positive) positives += count;
    const base = positives / windows;
    const brier = windows === 0 ? null : (this.#sums[0]! * UNIT) / windows;
    const uncertainty = base * (1 - base);
    return {
      windows,
      positives,
      averagePrecision: this.#averagePrecision(positives),
      brier,
      brierSkill: brier === null || uncertainty === 0 ? null : 1 - brier / uncertainty,
      calibrationError:
        windows === 0
          ? null
          : calibration.reduce(
              (total, { count, predicted, observed }) =>
                total + (count / windows) * Math.abs((predicted ?? 0) - (observed ?? 0)),
              0,
            ),
      calibration,
    };
  }

  /** Σ precision × gain in recall, from the highest score down; equal scores are one step. */
  #averagePrecision(positives: number): number | null {
    if (positives === 0) return null;
    let [right, all, sum] = [0, 0, 0];
    for (let bin = BINS - 1; bin >= 0; bin--) {
      const gained = this.#positive[bin]!;
      right += gained;
      all += gained + this.#negative[bin]!;
      if (gained > 0) sum += (right / all) * gained;
    }
    return sum / positives;
  }

  #calibration(): CalibrationBin[] {
    return Array.from({ length: CALIBRATION_BINS }, (_, bin) => {
      const at = 1 + 3 * bin;
      const count = this.#sums[at]!;
      return {
        from: bin / CALIBRATION_BINS,
        to: (bin + 1) / CALIBRATION_BINS,
        count,
        predicted: count === 0 ? null : (this.#sums[at + 1]! * UNIT) / count,
        observed: count === 0 ? null : this.#sums[at + 2]! / count,
      };
    });
  }
}
