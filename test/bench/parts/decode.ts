import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { decode } from '#shared/telemetry/decode.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { type Measurement, measurement } from '../measure.ts';
import type { EncodedMessage } from '../messages.ts';

/** Bytes → reading: UTF-8, JSON, every check, the clock rule. */
export function benchDecode(
  messages: readonly EncodedMessage[],
  receivedAt: number,
): { readonly measured: Measurement; readonly readings: readonly Reading[] } {
  const readings: Reading[] = [];
  const started = performance.now();
  for (const { payload, topic } of messages) {
    const decoded = decode(payload, topic, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
    if (!decoded.ok) throw new Error(`${decoded.reason}: ${decoded.detail}`);
    readings.push(placeInTime(decoded.reading, receivedAt, true, DEFAULT_THRESHOLDS));
  }
  const seconds = (performance.now() - started) / 1000;
  return { measured: measurement(messages.length, seconds), readings };
}
