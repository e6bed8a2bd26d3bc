/**
 * One stored reading as numbers: the same columns in the raw table, in packed blobs and in memory.
 *
 * All are float64, because that is what a reading holds: SQLite's own REAL turns −0 into 0 and would not give the
 * reading back bit for bit. Raw rows are these numbers in the machine's byte order, which is little-endian on every
 * platform the program ships for.
 */
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import type { QualityFlag } from '#shared/telemetry/reading.ts';
import type { ScoredReading } from '../../scoredReading.ts';
import type { StoredReading } from '../StoredReading.ts';

export const MEASURED_AT = 0;
export const RECEIVED_AT = 1;
export const DEVICE_TIME = 2;
export const IDX = 3;
export const STATUS = 4;
const VERIFY_STATUS = 5;
/** The first of the twelve values, in the order of `SENSOR_KEYS`. */
export const VALUES = 6;
export const INDICATOR_SCORE = 18;
const RULE_RISK = 19;
const STATUS_RISK = 20;
const PATTERN_RISK = 21;
const RISK_MODIFIER = 22;
export const FINAL_SCORE = 23;
/** Which fields are null, the quality flags and the three levels, as bits of one integer. */
export const MARKS = 24;
/** Key of the threshold table's version in the segment's dictionary, or in the blob's own. */
export const THRESHOLDS = 25;
export const COLUMNS = 26;
export const ROW_BYTES = COLUMNS * 8;

/** Stored rows hold these bits: a flag keeps its bit for ever, a new one takes the next. */
const QUALITY_BIT: Readonly<Record<QualityFlag, number>> = {
  outOfRange: 1,
  verifyMismatch: 2,
  clockSkew: 4,
  noDeviceTime: 8,
  late: 16,
  stuck: 32,
  sequenceGap: 64,
};
/** The order in which a stored reading's flags come back. */
export const QUALITY_FLAGS = Object.keys(QUALITY_BIT) as readonly QualityFlag[];

/** Stored rows hold these numbers, whatever the order of the program's own list becomes. */
const LEVEL_NUMBER: Readonly<Record<RiskLevel, number>> = {
  NORMAL: 0,
  LOW: 1,
  MEDIUM: 2,
  HIGH: 3,
  CRITICAL: 4,
};
const LEVELS = Object.keys(LEVEL_NUMBER) as readonly RiskLevel[];

const NO_DEVICE_TIME = 1;
const NO_IDX = 2;
const NO_VERIFY_STATUS = 4;
const QUALITY_SHIFT = 3;
const QUALITY_BITS = 0xff;
const SCORE_LEVEL_SHIFT = 11;
const FLOOR_LEVEL_SHIFT = 14;
const EFFECTIVE_LEVEL_SHIFT = 17;
const LEVEL_BITS = 7;

const QUALITY_SETS: readonly (readonly QualityFlag[])[] = Array.from(
  { length: 1 << QUALITY_FLAGS.length },
  (_, mask) => Object.freeze(QUALITY_FLAGS.filter((flag) => (mask & QUALITY_BIT[flag]) !== 0)),
);
/** Writes the row into `out`, which has `COLUMNS` places. */
export function encodeRow(scored: ScoredReading, thresholds: number, out: Float64Array): void {
  const { reading, assessment } = scored;
  out[MEASURED_AT] = reading.measuredAt;
  out[RECEIVED_AT] = reading.receivedAt;
  out[DEVICE_TIME] = reading.deviceTime ?? 0;
  out[IDX] = reading.idx ?? 0;
  out[STATUS] = reading.status;
  out[VERIFY_STATUS] = reading.verifyStatus ?? 0;
  out[VALUES] = reading.voltage;
  out[VALUES + 1] = reading.voltageLow;
  out[VALUES + 2] = reading.current;
  out[VALUES + 3] = reading.leakageCurrent;
  out[VALUES + 4] = reading.resistiveLeakage;
  out[VALUES + 5] = reading.power;
  out[VALUES + 6] = reading.pcbTemperature;
  out[VALUES + 7] = reading.sensorTemperature;
  out[VALUES + 8] = reading.coGas;
  out[VALUES + 9] = reading.voc;
  out[VALUES + 10] = reading.powerFactor;
  out[VALUES + 11] = reading.arcCount;
  out[INDICATOR_SCORE] = assessment.indicatorScore;
  out[RULE_RISK] = assessment.ruleRisk;
  out[STATUS_RISK] = assessment.statusRisk;
  out[PATTERN_RISK] = assessment.patternRisk;
  out[RISK_MODIFIER] = assessment.history.riskModifier;
  out[FINAL_SCORE] = assessment.finalScore;
  out[MARKS] = marksOf(scored);
  out[THRESHOLDS] = thresholds;
}

/** The reading back, bit for bit. */
export function decodeRow(
  columns: readonly Float64Array[],
  index: number,
  deviceId: string,
  thresholdsVersion: string,
): StoredReading {
  const at = (column: number): number => columns[column]![index]!;
  const marks = at(MARKS);
  return {
    // Spelt out, because this runs for every reading of the last hour when the engine starts.
    reading: {
      deviceId,
      idx: marks & NO_IDX ? null : at(IDX),
      status: at(STATUS),
      verifyStatus: marks & NO_VERIFY_STATUS ? null : at(VERIFY_STATUS),
      deviceTime: marks & NO_DEVICE_TIME ? null : at(DEVICE_TIME),
      voltage: at(VALUES),
      voltageLow: at(VALUES + 1),
      current: at(VALUES + 2),
      leakageCurrent: at(VALUES + 3),
      resistiveLeakage: at(VALUES + 4),
      power: at(VALUES + 5),
      pcbTemperature: at(VALUES + 6),
      sensorTemperature: at(VALUES + 7),
      coGas: at(VALUES + 8),
      voc: at(VALUES + 9),
      powerFactor: at(VALUES + 10),
      arcCount: at(VALUES + 11),
      measuredAt: at(MEASURED_AT),
      receivedAt: at(RECEIVED_AT),
      quality: QUALITY_SETS[(marks >> QUALITY_SHIFT) & QUALITY_BITS] ?? [],
    },
    indicatorScore: at(INDICATOR_SCORE),
    ruleRisk: at(RULE_RISK),
    statusRisk: at(STATUS_RISK),
    patternRisk: at(PATTERN_RISK),
    riskModifier: at(RISK_MODIFIER),
    finalScore: at(FINAL_SCORE),
    scoreLevel: level(marks >> SCORE_LEVEL_SHIFT),
    floorLevel: level(marks >> FLOOR_LEVEL_SHIFT),
    effectiveLevel: level(marks >> EFFECTIVE_LEVEL_SHIFT),
    thresholdsVersion,
  };
}

export function hasDeviceTime(marks: number): boolean {
  return (marks & NO_DEVICE_TIME) === 0;
}

/** The nulls among the fields that a device sends; the rest of the marks is the desk's judgement. */
export function sentNulls(marks: number): number {
  return marks & (NO_DEVICE_TIME | NO_IDX | NO_VERIFY_STATUS);
}

function marksOf({ reading, assessment }: ScoredReading): number {
  let marks = 0;
  if (reading.deviceTime === null) marks |= NO_DEVICE_TIME;
  if (reading.idx === null) marks |= NO_IDX;
  if (reading.verifyStatus === null) marks |= NO_VERIFY_STATUS;
  for (const flag of reading.quality) marks |= QUALITY_BIT[flag] << QUALITY_SHIFT;
  marks |= LEVEL_NUMBER[assessment.scoreLevel] << SCORE_LEVEL_SHIFT;
  marks |= LEVEL_NUMBER[assessment.floorLevel] << FLOOR_LEVEL_SHIFT;
  return marks | (LEVEL_NUMBER[assessment.effectiveLevel] << EFFECTIVE_LEVEL_SHIFT);
}

function level(bits: number): RiskLevel {
  return LEVELS[bits & LEVEL_BITS] ?? 'NORMAL';
}
