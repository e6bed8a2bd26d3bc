import type { EpochMs, QualityFlag, Reading } from './reading.ts';

/** Steps of one in a row before a device is known to number its messages by one. */
const STEPS_TO_TRUST = 10;
/** Mains voltage moves all the time, so a tenth of a volt that stands for two hours is a dead sensor. */
const STILL_MS = 2 * 3_600_000;
const STILL_READINGS = 120;
/** The other probe of the same device moved this far, °C, while this one did not move at all. */
const COMPANION_MOVED = 10;

interface Stillness {
  value: number;
  since: EpochMs;
  readings: number;
  /** The least and the most that the companion measured meanwhile. */
  companionLow: number;
  companionHigh: number;
}

/**
 * Looks at one device's readings in a row: whether messages are missing by its own numbering, and whether a value
 * stands still that never does. Bounded; give it each reading once, in the order of arrival.
 */
export class ContinuityWatch {
  #index: number | null = null;
  #steps = 0;
  #newestAt = Number.NEGATIVE_INFINITY;
  readonly #voltage: Stillness = stillness();
  readonly #pcb: Stillness = stillness();
  readonly #sensor: Stillness = stillness();

  /** @returns what is to be added to the reading's quality, nearly always nothing. */
  judge(reading: Reading): readonly QualityFlag[] {
    const { measuredAt } = reading;
    // What comes late belongs between others, and says nothing about the row.
    if (measuredAt < this.#newestAt) return NOTHING;
    this.#newestAt = measuredAt;
    const gap = this.#skips(reading.idx);
    const stuck = this.#standsStill(reading);
    if (!gap && !stuck) return NOTHING;
    return [...(stuck ? (['stuck'] as const) : []), ...(gap ? (['sequenceGap'] as const) : [])];
  }

  #skips(index: number | null): boolean {
    const before = this.#index;
    this.#index = index;
    if (index === null || before === null || index <= before) {
      // A device that was restarted counts afresh, and one that repeats its number doesn't count at all.
      this.#steps = 0;
      return false;
    }
    if (index === before + 1) {
      this.#steps++;
      return false;
    }
    return this.#steps >= STEPS_TO_TRUST;
  }

  #standsStill({ measuredAt, voltage, pcbTemperature, sensorTemperature }: Reading): boolean {
    const voltageStill = still(this.#voltage, measuredAt, voltage, 0);
    const pcbStill = still(this.#pcb, measuredAt, pcbTemperature, sensorTemperature);
    const sensorStill = still(this.#sensor, measuredAt, sensorTemperature, pcbTemperature);
    // A circuit without power measures nothing, and nothing stands still.
    return (
      (voltageStill && voltage > 0) ||
      (pcbStill && moved(this.#pcb)) ||
      (sensorStill && moved(this.#sensor))
    );
  }
}

const NOTHING: readonly QualityFlag[] = Object.freeze([]);

function stillness(): Stillness {
  return { value: Number.NaN, since: 0, readings: 0, companionLow: 0, companionHigh: 0 };
}

function still(known: Stillness, at: EpochMs, value: number, companion: number): boolean {
  if (known.value !== value) {
    known.value = value;
    known.since = at;
    known.readings = 1;
    known.companionLow = companion;
    known.companionHigh = companion;
    return false;
  }
  known.readings++;
  known.companionLow = Math.min(known.companionLow, companion);
  known.companionHigh = Math.max(known.companionHigh, companion);
  return known.readings >= STILL_READINGS && at - known.since >= STILL_MS;
}

function moved({ companionLow, companionHigh }: Stillness): boolean {
  return companionHigh - companionLow >= COMPANION_MOVED;
}
