/** What the desk shows of the prediction: of one device, and of the model itself. */
import type { WindowState } from '#shared/prediction/DeviceWindow.ts';
import type { FeatureGroup } from '#shared/prediction/schema.ts';
import type { ModelOutput, ModelScores, OperatingPoint } from '#shared/prediction/verdict.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Why a device has no prediction now, or `ready`. */
export type PredictionState = WindowState | 'modelUnavailable';

/** Of one device now. Never a made-up number: without a prediction the scores are null and the state says why. */
export interface DevicePrediction {
  readonly state: PredictionState;
  /** Start of the newest minute of the window; null without one. */
  readonly at: EpochMs | null;
  readonly probability: number | null;
  readonly hazard: number | null;
  /** What the model adds to the effective level; NORMAL without a prediction. */
  readonly level: RiskLevel;
  /** Of a device that is warming up, the minutes of readings that it still lacks; null in every other state. */
  readonly minutesLeft: number | null;
}

/** How the prediction of the whole desk runs, since its start. */
export interface PredictionFigures {
  /** Whether there is a model that answers. */
  readonly available: boolean;
  /** Null without a model. */
  readonly modelHash: string | null;
  readonly modelVersion: string | null;
  /** Windows that the model has judged, and those that found it unable to. */
  readonly windows: number;
  readonly failed: number;
  /** Devices whose newest window waits for the model, and for how long the oldest of them. */
  readonly waiting: number;
  readonly oldestWaitMs: number | null;
  readonly lastAt: EpochMs | null;
  /** Milliseconds of a batch, median and 95th percentile of the newest thousand; null before the first. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  readonly byState: Readonly<Record<PredictionState, number>>;
}

/** In columns over one time axis, oldest first. Where points were left out, the highest of each stretch is kept. */
export interface PredictionTimeline {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly t: readonly EpochMs[];
  readonly probability: readonly number[];
  readonly hazard: readonly number[];
  readonly level: readonly RiskLevel[];
  /** Those of the live model, to be drawn as lines. */
  readonly points: readonly OperatingPoint[];
  /** Minutes between two stored predictions that are further apart are a gap. */
  readonly stepMs: number;
}

/** How much one input, over some minutes, drove what the model said: its output falls so much when it is made usual. */
export interface Contribution {
  readonly group: FeatureGroup;
  /** The feature of the group that moved the most, by its name in the schema. */
  readonly feature: string;
  /** Its value in the newest of those minutes, and its usual one, in the schema's unit. */
  readonly value: number;
  readonly usual: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Output with it minus output without it, −1 … 1. */
  readonly share: number;
}

export interface Explanation {
  readonly deviceId: string;
  readonly at: EpochMs;
  readonly modelHash: string;
  /** The output that carries the alarm. */
  readonly output: ModelOutput;
  readonly scores: ModelScores;
  /** Largest first; those that lowered it at the end. */
  readonly contributions: readonly Contribution[];
}

/** Of an alarm that another than the live model judged, which can't be asked any more. */
export interface OtherModel {
  readonly otherModel: {
    /** SHA-256 of its file, hexadecimal. */
    readonly hash: string;
    /** What it called itself; null when this desk never had it. */
    readonly version: string | null;
  };
}

/** One model file that this desk knows. */
export interface ModelVersion {
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
  readonly version: string;
  readonly trainedAt: EpochMs;
  readonly schemaVersion: string;
  readonly trainingDataHash: string;
  readonly points: readonly OperatingPoint[];
  readonly carrying: ModelOutput;
  /** What its training said of it; the card has more. */
  readonly card: ModelCardFigures;
  /** `bundled` came with the program. */
  readonly origin: 'bundled' | 'installed';
  readonly role: 'live' | 'shadow' | 'known';
  readonly since: EpochMs | null;
}

/** As the training measured it, frozen; every figure comes from simulated buildings and says so. */
interface ModelCardFigures {
  readonly sets: readonly {
    readonly name: string;
    readonly incidents: number;
    readonly recall: number;
    readonly recallLow: number;
    readonly recallHigh: number;
    readonly medianLeadMinutes: number | null;
    readonly falseAlarmsPerDeviceDay: number;
    readonly hardNegativesAlarmed: number;
    readonly hardNegatives: number;
  }[];
}

/** Counted from closed alarms of a stretch of time. Below `MIN_LABELLED` the ratios are null, and the screen says so. */
export interface ModelPerformance {
  readonly labelled: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly falseAlarmsPerDeviceDay: number | null;
  readonly deviceDays: number;
  readonly medianLeadMinutes: number | null;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of what was predicted, and share of what came true. */
  readonly predicted: number;
  readonly observed: number;
}

export interface FeatureDrift {
  readonly feature: string;
  readonly group: FeatureGroup;
  /** Population stability index against the training data: < 0.1 steady, 0.1 … 0.25 shifting, > 0.25 shifted. */
  readonly psi: number;
}

export interface ModelReport {
  readonly available: boolean;
  /** Why not, in the engine's words for the log; the screen has its own for the code. */
  readonly problem: { readonly code: ModelProblemCode; readonly detail: string } | null;
  readonly live: ModelVersion | null;
  readonly shadow: ModelVersion | null;
  /** Why the model on trial can't be compared now; null when it can, or there is none. */
  readonly shadowProblem: { readonly code: ModelProblemCode; readonly detail: string } | null;
  readonly versions: readonly ModelVersion[];
  readonly runs: {
    readonly windows: number;
    readonly lastAt: EpochMs | null;
    /** Milliseconds of a batch, median and 95th percentile of the newest thousand. */
    readonly medianMs: number | null;
    readonly p95Ms: number | null;
    readonly byState: Readonly<Record<PredictionState, number>>;
  };
  readonly performance: {
    readonly day: ModelPerformance;
    readonly month: ModelPerformance;
    /** Newest thirty days, oldest first. */
    readonly daily: readonly {
      readonly at: EpochMs;
      readonly accuracy: number | null;
      readonly labelled: number;
    }[];
    readonly byDevice: readonly {
      readonly deviceId: string;
      readonly performance: ModelPerformance;
    }[];
    readonly byVersion: readonly {
      readonly hash: string;
      readonly performance: ModelPerformance;
    }[];
    readonly calibration: readonly CalibrationBin[];
  };
  readonly drift: {
    readonly since: EpochMs | null;
    readonly windows: number;
    /** Largest first. */
    readonly features: readonly FeatureDrift[];
  };
  /** How often the two models would have said different things, while both run. */
  readonly comparison: {
    readonly since: EpochMs;
    readonly windows: number;
    readonly meanDifference: number;
    readonly largestDifference: number;
    readonly liveOnly: number;
    readonly shadowOnly: number;
    readonly both: number;
  } | null;
}

export const MODEL_PROBLEM_CODES = [
  'missing',
  'unreadable',
  'tooLarge',
  'hashMismatch',
  'notAModel',
  'wrongOpset',
  'wrongSchema',
  'wrongOutputs',
  'runtimeFailed',
  'tooSlow',
] as const;
export type ModelProblemCode = (typeof MODEL_PROBLEM_CODES)[number];

/** Fewer closed alarms than this say nothing in ratios. */
export const MIN_LABELLED = 10;
