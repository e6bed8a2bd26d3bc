import type { ScoredReading } from '#engine/scoredReading.ts';
import { assess } from '#shared/scoring/assess.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { type Measurement, measurement } from '../measure.ts';

/** Reading → assessment, with each device's last hour. */
export function benchScore(readings: readonly Reading[]): {
  readonly measured: Measurement;
  readonly scored: readonly ScoredReading[];
} {
  const histories = new Map<string, DeviceHistory>();
  const scored: ScoredReading[] = [];
  const started = performance.now();
  for (const reading of readings) {
    let history = histories.get(reading.deviceId);
    if (!history) {
      history = new DeviceHistory();
      histories.set(reading.deviceId, history);
    }
    scored.push({ reading, assessment: assess(reading, history, DEFAULT_THRESHOLDS) });
  }
  const seconds = (performance.now() - started) / 1000;
  return { measured: measurement(readings.length, seconds), scored };
}
