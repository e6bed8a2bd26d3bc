import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { StreamSample } from './sample.ts';

export type Arrival = 'taken' | 'late' | 'repeated';

/** Messages in which a repetition is recognised: two minutes at two a second. */
const REMEMBERED = 256;
const FIRST_CAPACITY = 16;

/**
 * Which of one device's samples join the windows: those that come at most so much after the newest, once each. A sample
 * is repeated when its time and the device's own number were there before; without a number nobody can tell.
 */
export class Arrivals {
  readonly #latenessMs: number;
  #times = new Float64Array(FIRST_CAPACITY);
  #numbers = new Float64Array(FIRST_CAPACITY);
  #next = 0;
  #size = 0;
  newestAt: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(latenessMs: number) {
    this.#latenessMs = latenessMs;
  }

  take({ at, idx }: Pick<StreamSample, 'at' | 'idx'>): Arrival {
    if (at < this.newestAt - this.#latenessMs) return 'late';
    if (idx !== null && at <= this.newestAt && this.#knows(at, idx)) return 'repeated';
    if (at > this.newestAt) this.newestAt = at;
    if (idx !== null) this.#remember(at, idx);
    return 'taken';
  }

  #knows(at: EpochMs, idx: number): boolean {
    for (let i = 0; i < this.#size; i++)
      if (this.#times[i] === at && this.#numbers[i] === idx) return true;
    return false;
  }

  #remember(at: EpochMs, idx: number): void {
    if (this.#size === this.#times.length && this.#size < REMEMBERED && !this.#oldestIsPast())
      this.#grow();
    this.#times[this.#next] = at;
    this.#numbers[this.#next] = idx;
    this.#next = (this.#next + 1) % this.#times.length;
    if (this.#size < this.#times.length) this.#size++;
  }

  /** What would be overwritten can't come again in time. */
  #oldestIsPast(): boolean {
    return this.#times[this.#next]! < this.newestAt - this.#latenessMs;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const numbers = new Float64Array(times.length);
    for (let i = 0; i < this.#size; i++) {
      const from = (this.#next + i) % this.#size;
      times[i] = this.#times[from]!;
      numbers[i] = this.#numbers[from]!;
    }
    this.#next = this.#size;
    this.#times = times;
    this.#numbers = numbers;
  }
}
