/** Whether a value that has come back under its limit has come back far enough to count as calm. */
import type { Assessment } from '#shared/scoring/assessment.ts';
import { warmest } from '#shared/scoring/indicators.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import type { AlarmKind } from './alarm.ts';
import { delaysOf } from './settings.ts';

/** Above the limit less the band: not calm yet. */
const above = (value: number, limit: number, band: number) => value > limit * (1 - band);
const below = (value: number, limit: number, band: number) => value < limit * (1 + band);

type Hold = (
  reading: Reading,
  assessment: Assessment,
  thresholds: Thresholds,
  band: number,
) => boolean;

/** Where a limit of the desk belongs to the kind. What has none is judged by its cause alone. */
const HOLDS: Readonly<Partial<Record<AlarmKind, Hold>>> = {
  risk: (reading, { finalScore }, { limits, levels }, band) =>
    above(warmest(reading), limits.temperature.critical, band) ||
    above(reading.leakageCurrent, limits.leakage.high, band) ||
    above(reading.resistiveLeakage, limits.leakage.high, band) ||
    above(reading.coGas, limits.co, band) ||
    above(reading.current, limits.overcurrent, band) ||
    above(finalScore, levels.HIGH, band),
  overvoltage: ({ voltage }, _, { limits }, band) => above(voltage, limits.overvoltage, band),
  overcurrent: ({ current }, _, { limits }, band) => above(current, limits.overcurrent, band),
  totalLeakage: ({ leakageCurrent }, _, { limits }, band) =>
    above(leakageCurrent, limits.leakage.high, band),
  resistiveLeakage: ({ resistiveLeakage }, _, { limits }, band) =>
    above(resistiveLeakage, limits.leakage.high, band),
  coAlarm: ({ coGas }, _, { limits }, band) => above(coGas, limits.co, band),
  vocAlarm: ({ voc }, _, { limits }, band) => above(voc, limits.voc, band),
  powerFactorAlarm: ({ powerFactor }, _, { limits }, band) =>
    below(powerFactor, limits.powerFactor, band),
};

/** Whether the dead-band keeps a standing alarm of this kind although the reading gives no cause for one. */
export function heldByDeadBand(
  kind: AlarmKind,
  reading: Reading,
  assessment: Assessment,
  thresholds: Thresholds,
): boolean {
  const { deadBand } = delaysOf(kind);
  return deadBand > 0 && (HOLDS[kind]?.(reading, assessment, thresholds, deadBand) ?? false);
}
