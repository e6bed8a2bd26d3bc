/**
 * Following a device's own normal, minute by minute, in constant memory. Each follower keeps its state in a slice of the
 * device's one array, so that all of it is saved and restored as one.
 */

const LEAST_SPREAD_SHARE = 1e-6;

/** Bias-corrected exponentially weighted mean: the plain mean until `minutes` have passed. */
export class Mean {
  static readonly SIZE = 2;
  readonly #state: Float64Array;
  readonly #minutes: number;

  constructor(state: Float64Array, minutes: number) {
    this.#state = state;
    this.#minutes = minutes;
  }

  get value(): number {
    return this.#state[0]!;
  }

  add(value: number): void {
    const seen = Math.min(this.#state[1]! + 1, this.#minutes);
    this.#state[1] = seen;
    this.#state[0]! += (value - this.#state[0]!) / seen;
  }
}

/**
 * A mean that outliers hardly move, and the mean absolute deviation from it: Huber's estimator as a filter. A fault that
 * grows over hours stays visible, because no minute counts for more than three spreads.
 */
export class Baseline {
  static readonly SIZE = 3;
  readonly #state: Float64Array;
  readonly #minutes: number;
  readonly #leastSpread: number;

  /** @param leastSpread what the measurement itself can't tell apart */
  constructor(state: Float64Array, minutes: number, leastSpread: number) {
    this.#state = state;
    this.#minutes = minutes;
    this.#leastSpread = leastSpread;
  }

  get value(): number {
    return this.#state[0]!;
  }

  get spread(): number {
    return Math.max(this.#state[1]!, this.#leastSpread);
  }

  /** @returns how far the value lay from the baseline as it was before it. */
  add(value: number): number {
    const state = this.#state;
    const seen = Math.min(state[2]! + 1, this.#minutes);
    state[2] = seen;
    if (seen === 1) {
      state[0] = value;
      return 0;
    }
    const deviation = value - state[0]!;
    // While there is little history everything is believed: the first hour must not decide what normal is.
    const bound = seen < SETTLING_MINUTES ? Number.POSITIVE_INFINITY : 3 * this.spread;
    const counted = Math.max(-bound, Math.min(bound, deviation));
    state[0]! += counted / seen;
    state[1]! += (Math.abs(counted) - state[1]!) / seen;
    return deviation;
  }
}

const SETTLING_MINUTES = 60;

/** The most that a device showed, followed slowly both ways: a fault that grows over an hour stands out against it. */
export class SlowMaximum {
  static readonly SIZE = 1;
  readonly #state: Float64Array;

  constructor(state: Float64Array) {
    this.#state = state;
  }

  /** @returns how far the value lies over the maximum as it was before it; negative below it. */
  add(value: number): number {
    const over = value - this.#state[0]!;
    this.#state[0]! += over / (over > 0 ? RISE_MINUTES : FALL_MINUTES);
    return over;
  }
}

const RISE_MINUTES = 60;
const FALL_MINUTES = 2_880;

/** What is believed of the slopes before the first value, and how little: in squared spreads. */
export interface RegressionPrior {
  readonly slopes: readonly [number, number];
  readonly variance: number;
}

/** Nothing depends on anything until it was seen to. */
const UNKNOWING: RegressionPrior = { slopes: [0, 0], variance: 0.1 };

/**
 * y ≈ a + b·x₁ + c·x₂ by recursive least squares with exponential forgetting (Ljung, System Identification, ch. 11),
 * outliers counting for no more than three spreads.
 */
export class Regression {
  static readonly SIZE = 3 + 9 + 2;
  readonly #state: Float64Array;
  readonly #forgetting: number;
  readonly #leastSpread: number;
  readonly #prior: RegressionPrior;
  #leverage = 0;

  constructor(
    state: Float64Array,
    minutes: number,
    leastSpread: number,
    prior: RegressionPrior = UNKNOWING,
  ) {
    this.#state = state;
    this.#forgetting = 1 - 1 / minutes;
    this.#leastSpread = leastSpread;
    this.#prior = prior;
  }

  /**
   * How little was known of such a load before the newest value: the variance of what was expected, in squared spreads.
   * Near 0 where such loads were often seen, large where the line was drawn on beyond them.
   */
  get leverage(): number {
    return this.#leverage;
  }

  get spread(): number {
    return Math.max(this.#state[12]!, this.#leastSpread);
  }

  /** @returns y minus what the regression as it was before expected. */
  add(y: number, x1: number, x2: number): number {
    const s = this.#state;
    const seen = s[13]!;
    if (seen === 0) {
      const [b, c] = this.#prior.slopes;
      s[0] = y - b * x1 - c * x2;
      s[1] = b;
      s[2] = c;
      s[3] = 1;
      s[7] = this.#prior.variance;
      s[11] = this.#prior.variance;
    }
    s[13] = seen + 1;
    const error = y - (s[0]! + s[1]! * x1 + s[2]! * x2);
    const bound = seen < SETTLING_MINUTES ? Number.POSITIVE_INFINITY : 3 * this.spread;
    const counted = Math.max(-bound, Math.min(bound, error));
    const g0 = s[3]! + s[4]! * x1 + s[5]! * x2;
    const g1 = s[6]! + s[7]! * x1 + s[8]! * x2;
    const g2 = s[9]! + s[10]! * x1 + s[11]! * x2;
    const scale = this.#forgetting + g0 + g1 * x1 + g2 * x2;
    this.#leverage = Math.max(0, scale - this.#forgetting);
    if (scale > LEAST_SPREAD_SHARE) this.#learn(counted, [g0, g1, g2], scale);
    const share = 1 / Math.min(seen + 1, 1 / (1 - this.#forgetting));
    s[12]! += (Math.abs(counted) - s[12]!) * share;
    return error;
  }

  #learn(error: number, gain: readonly [number, number, number], scale: number): void {
    const s = this.#state;
    // Without new information the covariance would grow for ever; a bound keeps one surprise from rewriting the past.
    const trace = s[3]! + s[7]! + s[11]!;
    const forgetting = trace > MOST_UNCERTAIN + 2 * this.#prior.variance ? 1 : this.#forgetting;
    for (let row = 0; row < 3; row++) s[row]! += (gain[row]! / scale) * error;
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 3; column++) {
        const at = 3 + 3 * row + column;
        s[at] = (s[at]! - (gain[row]! * gain[column]!) / scale) / forgetting;
      }
  }
}

const MOST_UNCERTAIN = 10;
