import type { DecodedReading, EpochMs } from '#shared/telemetry/reading.ts';

/** Further ahead than this, a device's time is believed once its next message confirms it. */
const LEAP_MS = 3_600_000;

/**
 * Keeps one mad clock from stopping a recorded stream: a recording tells when a message came only by the messages' own
 * times, and after a time of 2099 all others would be too late. A message that leaps ahead is held until the next one:
 * if that is near it, there was a silence; otherwise the message stays, and its time goes.
 */
export class LeapFilter {
  #newest: EpochMs | null = null;
  #held: { readonly reading: DecodedReading; readonly time: EpochMs } | null = null;

  /** @returns the messages that may go on, in order: none, one or two. A last one that nothing confirms is lost. */
  take(reading: DecodedReading): readonly DecodedReading[] {
    const { deviceTime } = reading;
    const held = this.#held;
    if (held !== null) {
      this.#held = null;
      const silence = deviceTime !== null && Math.abs(deviceTime - held.time) <= LEAP_MS;
      if (silence) this.#newest = held.time;
      const first = silence ? held.reading : { ...held.reading, deviceTime: null };
      return [first, ...this.take(reading)];
    }
    if (deviceTime !== null && this.#newest !== null && deviceTime - this.#newest > LEAP_MS) {
      this.#held = { reading, time: deviceTime };
      return [];
    }
    if (deviceTime !== null) this.#newest = Math.max(this.#newest ?? deviceTime, deviceTime);
    return [reading];
  }
}
