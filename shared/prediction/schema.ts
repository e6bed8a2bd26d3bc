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

/** Those whose deviation is also told in the device's own spread. */
export const SPREAD_CHANNELS = [
  'resistive',
  'leakage',
  'board',
  'terminal',
  'excess',
  'co',
  'voc',
  'powerFactor',
] as const satisfies readonly Channel[];

const TRANSFORMED: Readonly<Record<Channel, string>> = {
  voltage: 'V, mean',
  sag: 'V, mean voltage minus lowest voltage',
  current: 'A, mean',
  leakage: 'ln(1 + mA), total',
  resistive: 'ln(1 + mA), resistive part',
  board: '°C, own board',
  terminal: '°C, terminal probe',
  excess: 'K, terminal over board',
  co: 'ln(1 + ppm)',
  voc: 'ln(1 + µg/m³)',
  powerFactor: '0 … 1',
  arcs: '√(arcs of the minute)',
};

export interface Feature {
  readonly name: string;
  readonly unit: string;
  /** Which of the quantities that people know it speaks of: for explanations and for telling channels apart. */
  readonly group: FeatureGroup;
}

/** The hazards that show independently of each other, and what is none. */
export const FEATURE_GROUPS = [
  'temperature',
  'gas',
  'leakage',
  'arcs',
  'load',
  'supply',
  'device',
] as const;
export type FeatureGroup = (typeof FEATURE_GROUPS)[number];

const GROUP_OF: Readonly<Record<Channel, FeatureGroup>> = {
  voltage: 'supply',
  sag: 'supply',
  current: 'load',
  leakage: 'leakage',
  resistive: 'leakage',
  board: 'temperature',
  terminal: 'temperature',
  excess: 'temperature',
  co: 'gas',
  voc: 'gas',
  powerFactor: 'load',
  arcs: 'arcs',
};

function ofChannels(channels: readonly Channel[], suffix: string, what: string): Feature[] {
  return channels.map((channel) => ({
    name: `${channel}${suffix}`,
    unit: `${what}${TRANSFORMED[channel]}`,
    group: GROUP_OF[channel],
  }));
}

export const FEATURES: readonly Feature[] = [
  ...ofChannels(CHANNELS, '', ''),
  ...ofChannels(CHANNELS, 'FromDay', 'minus own baseline of half a day: '),
  ...ofChannels(CHANNELS, 'FromHours', 'minus own baseline of two hours: '),
  ...ofChannels(
    SPREAD_CHANNELS,
    'Spread',
    'deviation from the baseline of half a day in own spreads: ',
  ),
  { name: 'terminalUnexplained', unit: 'K over what load and board explain', group: 'temperature' },
  { name: 'boardUnexplained', unit: 'K over what load explains', group: 'temperature' },
  { name: 'voltageUnexplained', unit: 'V over what load explains', group: 'supply' },
  { name: 'terminalUnexplainedSpread', unit: 'own spreads', group: 'temperature' },
  { name: 'boardUnexplainedSpread', unit: 'own spreads', group: 'temperature' },
  { name: 'voltageUnrest', unit: 'V, mean absolute of ten minutes', group: 'supply' },
  { name: 'loadRatio', unit: 'current over rated current; 0 where that is unknown', group: 'load' },
  { name: 'loadRatioHalfHour', unit: 'the same, mean of half an hour', group: 'load' },
  { name: 'arcsFiveMinutes', unit: '√(arcs a minute), mean of five minutes', group: 'arcs' },
  { name: 'arcsHour', unit: '√(arcs a minute), mean of an hour', group: 'arcs' },
  { name: 'unusualChannels', unit: 'how many hazards show at once, 0 … 5', group: 'device' },
  {
    name: 'gasSensorInEnclosure',
    unit: '1 in the enclosure, 0 in the room, 0.5 unknown',
    group: 'device',
  },
  { name: 'ownHistory', unit: 'ln(1 + hours) of own history', group: 'device' },
];

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
  version: '2026-1',
  stepMs: STEP_MS,
  steps: STEPS,
  maxMissingSteps: MAX_MISSING_STEPS,
  sensors: SENSOR_KEYS,
  features: FEATURES,
};
