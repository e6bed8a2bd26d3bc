/** A scoring reason in words: the sentence, what it is about, and the value beside its limit. */
import { HAZARDS, type Hazard, type Reason, type ReasonCode } from '#shared/scoring/assessment.ts';
import { SENSOR_KEYS, type SensorKey } from '#shared/telemetry/reading.ts';
import { formatChance } from './chance.ts';
import type { Words } from './dictionary.ts';
import { formatNumber, SENSOR_DIGITS, SENSOR_UNITS } from './format.ts';
import { type Language, WORDS, wordOf } from './words.ts';

interface Measure {
  readonly unit: string;
  readonly digits: number;
}

const of = (sensor: SensorKey): Measure => ({
  unit: SENSOR_UNITS[sensor],
  digits: SENSOR_DIGITS[sensor],
});

/** The unit of each reason's value and limit. A code that isn't here takes its subject's, or none. */
const MEASURES: Readonly<Partial<Record<ReasonCode, Measure>>> = {
  temperatureElevated: of('sensorTemperature'),
  temperatureHigh: of('sensorTemperature'),
  temperatureCritical: of('sensorTemperature'),
  temperatureDifference: of('sensorTemperature'),
  overcurrent: of('current'),
  overvoltage: of('voltage'),
  undervoltage: of('voltage'),
  totalLeakage: of('leakageCurrent'),
  resistiveLeakage: of('resistiveLeakage'),
  arcs: of('arcCount'),
  arcsFrequent: of('arcCount'),
  recentArcs: of('arcCount'),
  coHigh: of('coGas'),
  vocHigh: of('voc'),
  // The second gas: the first one has a reason of its own.
  gasCombined: of('voc'),
  lowPowerFactor: of('powerFactor'),
  powerMismatch: { unit: 'W', digits: 0 },
  abnormalResistance: { unit: 'Ω', digits: 1 },
  heatingTrend: { unit: '°C/min', digits: 2 },
  finalScore: { unit: '', digits: 2 },
  recentRisk: { unit: '', digits: 2 },
  multipleStatusBits: { unit: '', digits: 0 },
};

export interface ReasonText {
  readonly sentence: string;
  /** With its unit; null when the reason has no value. */
  readonly value: string | null;
  readonly limit: string | null;
}

const isSensor = (subject: string): subject is SensorKey =>
  (SENSOR_KEYS as readonly string[]).includes(subject);

const isHazard = (subject: string): subject is Hazard =>
  (HAZARDS as readonly string[]).includes(subject);

function subjectWord(subject: string, words: Words): string {
  if (isHazard(subject)) return words.hazards[subject];
  return isSensor(subject) ? words.sensors[subject] : wordOf(words.statusBits, subject);
}

/** The subject is named where the sentence alone doesn't say it. */
const NAMES_SUBJECT: ReadonlySet<ReasonCode> = new Set([
  'statusBit',
  'outOfRange',
  'unconfirmed',
  'unconfirmedCritical',
]);

export function reasonText(reason: Reason, language: Language): ReasonText {
  const words = WORDS[language];
  const { code, subject } = reason;
  const sentence = wordOf(words.reasons, code);
  const named =
    subject !== undefined && NAMES_SUBJECT.has(code)
      ? `${sentence}: ${subjectWord(subject, words)}`
      : sentence;
  // A status bit's value is only the bit itself, which the sentence has already said.
  if (code === 'statusBit') return { sentence: named, value: null, limit: null };
  // Calibrated chances, and not so many of something.
  if (code === 'modelProbability') {
    const chance = (value: number | undefined) =>
      value === undefined ? null : formatChance(value, language);
    return { sentence: named, value: chance(reason.value), limit: chance(reason.limit) };
  }
  const measure =
    MEASURES[code] ??
    (subject !== undefined && isSensor(subject) ? of(subject) : { unit: '', digits: 2 });
  const write = (value: number | undefined) =>
    value === undefined
      ? null
      : `${formatNumber(value, measure.digits, language)}${measure.unit === '' ? '' : ` ${measure.unit}`}`;
  return { sentence: named, value: write(reason.value), limit: write(reason.limit) };
}
