/** The indicator score, the seed's `total_risk_score`: temperature, electrical and gas indicators of one reading. */
import type { SensorValues } from '#shared/telemetry/reading.ts';
import { hasStatusBit } from '#shared/telemetry/statusBits.ts';
import type { Thresholds } from './thresholds.ts';

export type IndicatorInput = Pick<
  SensorValues,
  'pcbTemperature' | 'sensorTemperature' | 'arcCount' | 'coGas' | 'voc'
> & { readonly status: number };

export interface Indicators {
  readonly temperatureRisk: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  readonly temperatureScore: number;
  readonly electricalScore: number;
  readonly gasScore: number;
  /** min(1, share × temperature + electrical + gas) */
  readonly indicatorScore: number;
}

/** All parts of the score, for people and files. */
export function indicators(reading: IndicatorInput, thresholds: Thresholds): Indicators {
  return {
    temperatureRisk: temperatureRisk(reading, thresholds),
    temperatureScore: temperatureScore(reading, thresholds),
    electricalScore: electricalScore(reading, thresholds),
    gasScore: gasScore(reading, thresholds),
    indicatorScore: indicatorScore(reading, thresholds),
  };
}

/** The score alone, 0 … 1: makes nothing, for the path of every reading. */
export function indicatorScore(reading: IndicatorInput, thresholds: Thresholds): number {
  // In the seed's order of addition, which decides the last bit.
  return Math.min(
    1,
    temperatureScore(reading, thresholds) * thresholds.indicators.temperature.share +
      electricalScore(reading, thresholds) +
      gasScore(reading, thresholds),
  );
}

/** The greater of two values, one of which may not be measured (NaN); NaN when neither is. */
export function greatest(one: number, other: number): number {
  return one >= other || Number.isNaN(other) ? one : other;
}

/** °C, of board and probe the warmer. */
export function warmest(
  reading: Pick<SensorValues, 'pcbTemperature' | 'sensorTemperature'>,
): number {
  return greatest(reading.pcbTemperature, reading.sensorTemperature);
}

function temperatureRisk(
  reading: IndicatorInput,
  { limits }: Thresholds,
): Indicators['temperatureRisk'] {
  const temperature = warmest(reading);
  if (temperature > limits.temperature.critical) return 'CRITICAL';
  if (temperature > limits.temperature.high) return 'HIGH';
  if (temperature > limits.temperature.elevated) return 'MEDIUM';
  return 'LOW';
}

function temperatureScore(reading: IndicatorInput, thresholds: Thresholds): number {
  const scores = thresholds.indicators.temperature;
  switch (temperatureRisk(reading, thresholds)) {
    case 'CRITICAL':
      return scores.critical;
    case 'HIGH':
      return scores.high;
    case 'MEDIUM':
      return scores.elevated;
    case 'LOW':
      return scores.low;
  }
}

function electricalScore(reading: IndicatorInput, { indicators: weights }: Thresholds): number {
  let score = 0;
  if (hasStatusBit(reading.status, 'overvoltage')) score += weights.overvoltage;
  if (hasStatusBit(reading.status, 'overcurrent')) score += weights.overcurrent;
  if (hasStatusBit(reading.status, 'totalLeakage')) score += weights.totalLeakage;
  if (reading.arcCount > 0) score += Math.min(weights.arcCap, reading.arcCount * weights.arc);
  return score;
}

function gasScore(reading: IndicatorInput, { indicators: weights, limits }: Thresholds): number {
  let score = 0;
  if (reading.coGas > limits.co) score += weights.co;
  if (reading.voc > limits.voc) score += weights.voc;
  return score;
}
