/** Which of a device's readings is the newest: event time, as far as it can be told. */
import { type EpochMs, isDatedByDesk, type Reading } from '#shared/telemetry/reading.ts';

/** How far an event time may be after the arrival: a device's clock is believed to five minutes. */
const AHEAD_MS = 600_000;

/**
 * Whether this event time lies further ahead than any that is believed. It was given while the desk's clock was wrong,
 * and the clock has been set back since: it must not make everything that comes now look late, for years.
 */
export function isFromWrongClock(eventTime: EpochMs, arrival: EpochMs): boolean {
  return eventTime - arrival > AHEAD_MS;
}

/** The newest event time after this reading, when it was `newestAt` before. */
export function newestAfter(newestAt: EpochMs, reading: Reading): EpochMs {
  const { measuredAt, receivedAt } = reading;
  return measuredAt > newestAt || isDatedByDesk(reading) || isFromWrongClock(newestAt, receivedAt)
    ? measuredAt
    : newestAt;
}
