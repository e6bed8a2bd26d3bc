/** A temperature that stands out of its own last hour: the seed's TEMPERATURE_ANOMALY_DETECTION. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Moments, SlidingMoments } from './SlidingMoments.ts';

/**
 * A running sum is as exact as this, in °C: less above its threshold than that is rounding, and would make a temperature
 * that stands still exceed its own mean.
 */
const ROUNDING = 1e-10;

/** °C, mean + 2 s; NaN while there are too few to have a spread, and no temperature exceeds that. */
export function anomalyThreshold({ mean, deviation }: Moments, { analytics }: Thresholds): number {
  return mean + analytics.temperature.deviations * deviation;
}

export function stands(temperature: number, threshold: number): boolean {
  return temperature - threshold > ROUNDING;
}

/**
 * Whether a temperature that is high anyway stands out of the window before it. The judged reading is no part of what
 * it is judged by: inside it, a spike can't exceed mean + 2 s among fewer than six readings ((n − 1)/√n must exceed 2)
 * and dulls itself among more. Below `minimumReadings` nothing is known to stand out of.
 *
 * Call it before the reading joins the window.
 *
 * @returns the threshold that was passed; null when there is no anomaly
 */
export function temperatureAnomaly(
  hour: SlidingMoments,
  at: EpochMs,
  temperature: number,
  thresholds: Thresholds,
): number | null {
  const { limits, analytics } = thresholds;
  if (!(temperature > limits.temperature.high)) return null;
  const moments = hour.moments(at);
  if (moments.count < analytics.temperature.minimumReadings) return null;
  const threshold = anomalyThreshold(moments, thresholds);
  return stands(temperature, threshold) ? threshold : null;
}
