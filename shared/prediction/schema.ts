/**
 * The one description of what the model eats: a window of thirty one-minute steps, oldest first, of these features in
 * this order. Training reads it as JSON (`models/training/schema.json`, held to this file by a test), and the model
 * file carries the one it was trained with.
 */
import { SENSOR_KEYS } from '#shared/telemetry/reading.ts';

/** What the baselines follow: measured quantities, transformed so that a change means the same at every level. */
export const CHANNELS = [
  'voltage',
  'sag',
  'current',
  'leakage',
  'resistive',
  'board',
  'terminal',
  'excess',
  'co',
  'voc',
  'powerFactor',
  'arcs',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** The hazards that show independently of each other, and what is none. */
export const FEATURE_GROUPS = [
  'temperature',
  'gas',
  'leakage',
  'arcs',
  'supply',
  'load',
  'device',
] as const;
export type FeatureGroup = (typeof FEATURE_GROUPS)[number];

export interface Feature {
  readonly name: string;
  readonly unit: string;
  /** Which of the quantities that people know it speaks of: for explanations. */
  readonly group: FeatureGroup;
  /**
   * `evidence` is 0 while a device is as it always is and grows with what is unusual: only more of it may make a fire
   * likelier, so that a model can't learn a building's habits as signs of danger. `course` is how evidence came about, 0
   * while nothing moves: a fault speeds up, a charging car levels off. `context` is what they are read by.
   */
  readonly role: 'evidence' | 'course' | 'context';
}

const evidence = (name: string, unit: string, group: FeatureGroup): Feature => ({
  name,
  unit,
  group,
  role: 'evidence',
});
const course = (name: string, unit: string, group: FeatureGroup): Feature => ({
  name,
  unit,
  group,
  role: 'course',
});
const context = (name: string, unit: string, group: FeatureGroup): Feature => ({
  name,
  unit,
  group,
  role: 'context',
});

/** “Own” is the baseline of half a day, unless the unit says otherwise; spreads are the device's own, too. */
export const FEATURES: readonly Feature[] = [
  evidence('hotness', 'K over 50 °C', 'temperature'),
  evidence('heatFromDay', 'K over own baseline', 'temperature'),
  evidence('terminalUnexplained', 'K over what board and load explain', 'temperature'),
  evidence('boardUnexplained', 'K over what load explains', 'temperature'),
  evidence('heatFromHours', 'K over own baseline of two hours', 'temperature'),
  evidence('heatSpread', 'spreads over own baseline', 'temperature'),
  evidence('terminalUnexplainedSpread', 'spreads over what board and load explain', 'temperature'),
  evidence('boardUnexplainedSpread', 'spreads over what load explains', 'temperature'),
  evidence('heatAtBoth', 'K over own baseline, the lesser of board and terminal', 'temperature'),
  evidence('vocFromDay', 'ln over own baseline', 'gas'),
  evidence('vocSpread', 'spreads over own baseline', 'gas'),
  evidence('coFromDay', 'ln over own baseline', 'gas'),
  evidence('coSpread', 'spreads over own baseline', 'gas'),
  evidence('coOverLimit', 'ppm over 17', 'gas'),
  evidence('resistiveFromDay', 'ln over own baseline', 'leakage'),
  evidence('resistiveSpread', 'spreads over own baseline', 'leakage'),
  evidence('leakageFromDay', 'ln over own baseline', 'leakage'),
  evidence('leakageSpread', 'spreads over own baseline', 'leakage'),
  evidence('leakageOver', 'mA over 5', 'leakage'),
  evidence('arcsHour', '√(arcs a minute), mean of an hour', 'arcs'),
  evidence('arcsFiveMinutes', '√(arcs a minute), mean of five minutes', 'arcs'),
  evidence('voltageUnrest', 'V not explained by load, mean of ten minutes', 'supply'),
  evidence('overload', 'share of rated current over 0.9, mean of half an hour', 'load'),
  evidence('sagFromDay', 'V over own baseline', 'supply'),
  // How far beyond what the device itself ever showed.
  evidence('heatNovel', 'K over own slow maximum', 'temperature'),
  evidence('terminalUnexplainedNovel', 'K over own slow maximum', 'temperature'),
  evidence('boardUnexplainedNovel', 'K over own slow maximum', 'temperature'),
  evidence('vocNovel', 'ln over own slow maximum', 'gas'),
  evidence('coNovel', 'ln over own slow maximum', 'gas'),
  evidence('resistiveNovel', 'ln over own slow maximum', 'leakage'),
  evidence('leakageNovel', 'ln over own slow maximum', 'leakage'),
  evidence('arcsNovel', '√(arcs a minute) over own slow maximum', 'arcs'),
  evidence('unrestNovel', 'V over own slow maximum', 'supply'),
  // One figure a hazard, in which neither a large step of a restless device nor a small one of a quiet one counts much.
  evidence('temperatureHazard', '1 is notable', 'temperature'),
  evidence('gasHazard', '1 is notable', 'gas'),
  evidence('leakageHazard', '1 is notable', 'leakage'),
  evidence('arcHazard', '1 is notable', 'arcs'),
  evidence('supplyHazard', '1 is notable', 'supply'),
  // Ten minutes against an hour, and against four: rising faster and faster, or levelling off.
  course('heatInHour', 'K in an hour', 'temperature'),
  course('heatInFourHours', 'K in four hours', 'temperature'),
  course('terminalInHour', 'K unexplained in an hour', 'temperature'),
  course('terminalInFourHours', 'K unexplained in four hours', 'temperature'),
  course('boardInHour', 'K unexplained in an hour', 'temperature'),
  course('boardInFourHours', 'K unexplained in four hours', 'temperature'),
  course('vocInHour', 'ln in an hour', 'gas'),
  course('vocInFourHours', 'ln in four hours', 'gas'),
  course('coInHour', 'ln in an hour', 'gas'),
  course('coInFourHours', 'ln in four hours', 'gas'),
  course('resistiveInHour', 'ln in an hour', 'leakage'),
  course('resistiveInFourHours', 'ln in four hours', 'leakage'),
  course('leakageInHour', 'ln in an hour', 'leakage'),
  course('leakageInFourHours', 'ln in four hours', 'leakage'),
  course('arcsInHour', '√(arcs a minute) in an hour', 'arcs'),
  course('arcsInFourHours', '√(arcs a minute) in four hours', 'arcs'),
  course('unrestInHour', 'V in an hour', 'supply'),
  course('unrestInFourHours', 'V in four hours', 'supply'),
  context('gasSensorInEnclosure', '1 in the enclosure, 0 in the room, 0.5 unknown', 'device'),
  context('ownHistory', 'ln(1 + hours) of own history', 'device'),
  context('powerFactorFromDay', 'minus own baseline', 'load'),
  context('currentFromDay', 'A minus own baseline', 'load'),
  context('loadRatioHalfHour', 'share of rated current, mean of half an hour', 'load'),
  context('voltageFromDay', 'V minus own baseline', 'supply'),
];

/** Where the figures a hazard lie among the features: the independent channels. */
export const HAZARD_FEATURES = FEATURES.flatMap(({ name }, index) =>
  name.endsWith('Hazard') ? [index] : [],
);

export const FEATURE_COUNT = FEATURES.length;
export const STEP_MS = 60_000;
export const STEPS = 30;
/** A window with more steps than this without a reading says nothing. */
export const MAX_MISSING_STEPS = 6;

export interface FeatureSchema {
  readonly version: string;
  readonly stepMs: number;
  readonly steps: number;
  readonly maxMissingSteps: number;
  readonly sensors: readonly string[];
  readonly features: readonly Feature[];
}

export const FEATURE_SCHEMA: FeatureSchema = {
  version: '2026-3',
  stepMs: STEP_MS,
  steps: STEPS,
  maxMissingSteps: MAX_MISSING_STEPS,
  sensors: SENSOR_KEYS,
  features: FEATURES,
};
