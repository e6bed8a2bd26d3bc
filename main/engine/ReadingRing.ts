import type { EvidenceWindow } from '#shared/alarms/alarm.ts';
import {
  type EpochMs,
  type Reading,
  SENSOR_KEYS,
  type SensorKey,
} from '#shared/telemetry/reading.ts';

/** Readings that are kept: what the model eats, and what an alarm shows of how it came about. */
const KEPT = 30;
const SENSORS = SENSOR_KEYS.length;
/** Event time and final score before the sensors. */
const COLUMNS = SENSORS + 2;

/** One device's last thirty readings, as numbers in one block: a large site has ten thousand of these. */
export class ReadingRing {
  readonly #cells = new Float64Array(KEPT * COLUMNS);
  #next = 0;
  #size = 0;

  add(reading: Reading, finalScore: number): void {
    const at = this.#next * COLUMNS;
    this.#cells[at] = reading.measuredAt;
    this.#cells[at + 1] = finalScore;
    for (let i = 0; i < SENSORS; i++)
      this.#cells[at + 2 + i] = reading[SENSOR_KEYS[i] as SensorKey];
    this.#next = (this.#next + 1) % KEPT;
    this.#size = Math.min(KEPT, this.#size + 1);
  }

  /** Those measured until then, oldest first. */
  until(at: EpochMs): EvidenceWindow {
    const rows = Array.from({ length: this.#size }, (_, i) => {
      const slot = (this.#next - this.#size + i + KEPT) % KEPT;
      return this.#cells.subarray(slot * COLUMNS, (slot + 1) * COLUMNS);
    })
      .filter(([measuredAt]) => (measuredAt as number) <= at)
      .sort(([a], [b]) => (a as number) - (b as number));
    const column = (index: number) => rows.map((row) => row[index] as number);
    const values = {} as Record<SensorKey, readonly number[]>;
    for (const [i, key] of SENSOR_KEYS.entries()) values[key] = column(2 + i);
    return { t: column(0), finalScore: column(1), values };
  }
}
