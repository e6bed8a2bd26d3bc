import { type DecodedReading, type Reading, SENSOR_KEYS } from '#shared/telemetry/reading.ts';
import type { Frame } from './sources/source.ts';

/**
 * Remembers which readings were taken in lately, so that a message delivered twice counts once.
 *
 * Bounded, oldest out first. The bound must be larger than anything a broker may send again after a crash
 * (its in-flight window) and larger than the lag between two ways that deliver the same reading.
 */
export class RecentKeys {
  readonly #keys = new Set<string>();
  readonly #ring: (string | undefined)[];
  #next = 0;

  constructor(capacity: number) {
    this.#ring = new Array<string | undefined>(capacity);
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /**
   * One look at the set where there could be three: it is larger than the processor's caches, and every reading comes by.
   *
   * @returns false when it was there already
   */
  add(key: string): boolean {
    const before = this.#keys.size;
    this.#keys.add(key);
    if (this.#keys.size === before) return false;
    const oldest = this.#ring[this.#next];
    if (oldest !== undefined) this.#keys.delete(oldest);
    this.#ring[this.#next] = key;
    this.#next = (this.#next + 1) % this.#ring.length;
    return true;
  }
}

/**
 * The identity of a reading: device, its own time, its sequence number, and a checksum of what it measured.
 *
 * The checksum keeps a device whose clock and counter stand still from looking like one message sent for ever.
 * Without a device time there is nothing that tells "again" from "the same values once more": such a reading
 * has a key only when the broker itself marks it as sent before. A device time that can't be believed may be one that
 * stands still, so it counts only where repetitions are to be expected.
 *
 * @returns undefined when the reading can't be told from a new one with equal values.
 */
export function readingKey(
  reading: DecodedReading & Pick<Reading, 'quality'>,
  frame: Pick<Frame, 'duplicate' | 'backlog'>,
): string | undefined {
  if (frame.duplicate) return contentKey(reading);
  if (reading.deviceTime === null) return undefined;
  if (!frame.backlog && reading.quality.includes('clockSkew')) return undefined;
  return contentKey(reading);
}

/** The key that a committed reading leaves behind, whichever way it came. */
export function contentKey(reading: DecodedReading): string {
  const sum = checksum(reading);
  return `${reading.deviceId}|${reading.deviceTime ?? ''}|${reading.idx ?? ''}|${Number.isNaN(sum) ? checksum(measuredOnly(reading)) : sum}`;
}

/** Odd, different factors: two readings of one device at one time that differ in any value differ here. */
function checksum(reading: DecodedReading): number {
  return (
    reading.status +
    reading.voltage * 3 +
    reading.voltageLow * 5 +
    reading.current * 7 +
    reading.leakageCurrent * 11 +
    reading.resistiveLeakage * 13 +
    reading.power * 17 +
    reading.pcbTemperature * 19 +
    reading.sensorTemperature * 23 +
    reading.coGas * 29 +
    reading.voc * 31 +
    reading.powerFactor * 37 +
    reading.arcCount * 41
  );
}

/** With 0 for what the device doesn't measure, which would hide all the rest. */
function measuredOnly(reading: DecodedReading): DecodedReading {
  const values = SENSOR_KEYS.map((key) => [key, Number.isNaN(reading[key]) ? 0 : reading[key]]);
  return { ...reading, ...Object.fromEntries(values) };
}
