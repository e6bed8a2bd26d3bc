/** What scoring says about one reading: both scores, the floor, the effective level, and why. */

export const RISK_LEVELS = ['NORMAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** The hazards that the floor watches, each of which shows independently of the others. */
export const HAZARDS = ['temperature', 'gas', 'leakage', 'arcs', 'current'] as const;
export type Hazard = (typeof HAZARDS)[number];

/** Which part of the assessment a reason belongs to. `floor` is the hazard floor, `model` the prediction. */
export type ReasonSource =
  | 'rule'
  | 'status'
  | 'pattern'
  | 'history'
  | 'score'
  | 'floor'
  | 'model'
  | 'quality';

/** Every cause the scoring can name. The words for each, in both languages, live in `shared/i18n`. */
export const REASON_CODES = [
  'temperatureElevated',
  'temperatureHigh',
  'temperatureCritical',
  'temperatureDifference',
  'overcurrent',
  'overvoltage',
  'undervoltage',
  'totalLeakage',
  'resistiveLeakage',
  'arcs',
  'arcsFrequent',
  'coHigh',
  'vocHigh',
  'gasCombined',
  'lowPowerFactor',
  'powerMismatch',
  'abnormalResistance',
  'statusBit',
  'multipleStatusBits',
  'communicationError',
  'heatingTrend',
  'recentArcs',
  'recentRisk',
  'finalScore',
  'unconfirmed',
  'unconfirmedCritical',
  'outOfRange',
  'verifyMismatch',
  'modelProbability',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export interface Reason {
  readonly source: ReasonSource;
  readonly code: ReasonCode;
  /**
   * What the reason contributes, 0 … 1: for the parts and the history, its addend of `finalScore` (before any
   * part is capped at 1); for the score, the floors and the model, the lower cut of the level they demand; 0 for
   * quality.
   */
  readonly weight: number;
  /** The measured value and the limit it passed, in the unit of `SensorValues`, where there are any. */
  readonly value?: number;
  readonly limit?: number;
  /** Which quantity or status bit, for reasons that apply to several. */
  readonly subject?: string;
}

/** What the prediction model's newest verdict demands (`shared/prediction/fusion.ts`). */
export interface ModelPart {
  readonly level: RiskLevel;
  /** The output that earned the level, 0 … 1, and the threshold that it met. */
  readonly output: string;
  readonly value: number;
  readonly threshold: number;
}

export interface HistoryContext {
  readonly state: 'INSUFFICIENT_DATA' | 'AVAILABLE';
  /** Multiplies the base score, 1 … 1.6 */
  readonly riskModifier: number;
  /** °C per minute, least squares over event time, oldest first; null when there is too little history. */
  readonly temperatureTrend: number | null;
  /** °C, mean board temperature of the newest twenty readings. */
  readonly averageTemperature: number | null;
  /** Arc events among the newest twenty readings. */
  readonly recentArcs: number | null;
  /** Mean indicator score of the newest twenty readings, 0 … 1 */
  readonly averageRisk: number | null;
  /** Readings of the last hour. */
  readonly readingCount: number;
}

export interface Assessment {
  /** The seed's `total_risk_score`, 0 … 1 */
  readonly indicatorScore: number;
  readonly ruleRisk: number;
  readonly statusRisk: number;
  readonly patternRisk: number;
  readonly history: HistoryContext;
  /** The seed's `risk_score`: weighted parts times the history modifier, 0 … 1 */
  readonly finalScore: number;
  /** The level of `finalScore` alone. */
  readonly scoreLevel: RiskLevel;
  /** The hazard floor: what one severe hazard alone demands, as far as it is confirmed. */
  readonly floorLevel: RiskLevel;
  /** What it would be if everything were confirmed; only where that is more. */
  readonly floorDemand?: RiskLevel;
  /**
   * The highest of `scoreLevel`, `floorLevel` and the level of the model's valid verdict, if there is one. A model that
   * finds a demand of the floor notable, too, confirms it.
   */
  readonly effectiveLevel: RiskLevel;
  /** Agreement of rule and status parts, 0.5 … 1; the seed calls it confidence. */
  readonly agreement: number;
  readonly reasons: readonly Reason[];
  /** Version of the threshold table that judged. */
  readonly thresholdsVersion: string;
}
