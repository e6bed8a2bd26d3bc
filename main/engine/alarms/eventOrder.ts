/** Which of a device's readings is the newest: event time, as far as it can be told. */
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';

/**
 * Whether the desk's clock dated the reading, because the device's can't be believed. Such readings are in the order
 * of their arrival whatever their times say, so that setting the desk's clock back makes none of them late.
 */
export function isDatedByDesk({ quality }: Reading): boolean {
  if (quality.length === 0) return false;
  return quality.includes('clockSkew') || quality.includes('noDeviceTime');
}

/** The newest event time after this reading, when it was `newestAt` before. */
export function newestAfter(newestAt: EpochMs, reading: Reading): EpochMs {
  return reading.measuredAt > newestAt || isDatedByDesk(reading) ? reading.measuredAt : newestAt;
}
