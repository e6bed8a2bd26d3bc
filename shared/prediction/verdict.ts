/** What the model said of a device, and which level that earns. */
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { worse } from '#shared/scoring/level.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { STEP_MS } from './schema.ts';

/** The outputs of a model file, each of shape [batch] and calibrated. */
export const MODEL_OUTPUTS = [
  /** The chance of a fire within ten minutes. */
  'probability',
  /** The chance that a hazard is present that would end in a fire if nobody came. */
  'hazard',
  /** The chance of a fire within ten minutes, of the network alone and of the trees alone. */
  'cnnLstm',
  'boostedTrees',
] as const;
export type ModelOutput = (typeof MODEL_OUTPUTS)[number];

/** From where on an output means a level, chosen on validation data and frozen with the model. */
export interface OperatingPoint {
  readonly output: ModelOutput;
  readonly level: Extract<RiskLevel, 'LOW' | 'MEDIUM' | 'HIGH'>;
  /** 0 … 1, met when the output is this or more. */
  readonly threshold: number;
  /** Met in at least `k` of the newest `n` windows, one a minute. */
  readonly k: number;
  readonly n: number;
}

export type ModelScores = Readonly<Record<ModelOutput, number>>;

export interface Verdict {
  /** Start of the newest minute of the window. */
  readonly at: EpochMs;
  readonly scores: ModelScores;
  /** The highest level whose operating point is met persistently. */
  readonly level: RiskLevel;
  /** That operating point; null when none is met. */
  readonly point: OperatingPoint | null;
}

/** A verdict older than this says nothing of now. */
export const VERDICT_VALID_MS = 3 * STEP_MS;

/**
 * Persistence of one device: an operating point counts once it was met in k of the newest n windows, so that one strange
 * minute raises nothing. Windows that were missed count as not met.
 */
export class Persistence {
  readonly #points: readonly OperatingPoint[];
  /** Of each point, the minutes at which it was met, newest last. */
  readonly #met: number[][];

  constructor(points: readonly OperatingPoint[]) {
    this.#points = points;
    this.#met = points.map(() => []);
  }

  /** Call it with each window's scores once, in order of time. */
  judge(at: EpochMs, scores: ModelScores): Verdict {
    let level: RiskLevel = 'NORMAL';
    let point: OperatingPoint | null = null;
    for (const [index, one] of this.#points.entries()) {
      const met = this.#met[index]!;
      // The clock was set back: what was met in the future says nothing of now.
      if (met.length > 0 && met.at(-1)! > at) met.length = 0;
      if (scores[one.output] >= one.threshold) met.push(at);
      while (met.length > 0 && met[0]! <= at - one.n * STEP_MS) met.shift();
      if (met.length < one.k || worse(level, one.level) === level) continue;
      level = one.level;
      point = one;
    }
    return { at, scores, level, point };
  }
}
