import { deviceTimeOf } from '#shared/telemetry/deviceTime.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** The device's own time in a wire message; null when it has none or can't be read, which is for others to judge. */
export function deviceTimeOfPayload(payload: Uint8Array): EpochMs | null {
  try {
    const message: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    if (typeof message !== 'object' || message === null || !('timestamp' in message)) return null;
    return deviceTimeOf(message.timestamp);
  } catch {
    return null;
  }
}
