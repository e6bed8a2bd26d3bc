import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { SlidingMoments } from '../SlidingMoments.ts';
import { anomalyThreshold, stands } from '../temperatureAnomaly.ts';

/**
 * The seed's query to the letter: the reading is part of the hour that it is judged by. Call it after the reading has
 * joined the window.
 *
 * @returns the threshold that was passed; null when there is no anomaly
 */
export function seedTemperatureAnomaly(
  hour: SlidingMoments,
  at: EpochMs,
  temperature: number,
  thresholds: Thresholds,
): number | null {
  if (!(temperature > thresholds.limits.temperature.high)) return null;
  const threshold = anomalyThreshold(hour.moments(at), thresholds);
  return stands(temperature, threshold) ? threshold : null;
}
