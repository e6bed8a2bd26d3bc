import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

const MINUTE_MS = 60_000;
/** Samples among which the one before a late one is looked for: two minutes at two a second. A power of two. */
const MAX_ENTRIES = 256;
const FIRST_CAPACITY = 16;

/**
 * One device's risk over the last ten minutes: what the sample before was, the seed's LAG, and what the least was. A sample
 * in order costs a fixed number of steps, one that comes late as many as came after it.
 */
export class RiskWindow {
  readonly #windowMs: number;
  readonly #latenessMs: number;
  #times = new Float64Array(FIRST_CAPACITY);
  #risks = new Float64Array(FIRST_CAPACITY);
  #first = 0;
  #size = 0;
  /** The least risk of each of the last minutes, and which minute a slot is about. */
  readonly #minutes: Float64Array;
  readonly #least: Float64Array;

  constructor({ analytics }: Pick<Thresholds, 'analytics'>) {
    this.#windowMs = analytics.risk.windowMs;
    this.#latenessMs = analytics.latenessMs;
    const slots = Math.ceil((this.#windowMs + this.#latenessMs) / MINUTE_MS) + 2;
    this.#minutes = new Float64Array(slots).fill(Number.NaN);
    this.#least = new Float64Array(slots);
  }

  /**
   * Takes a sample.
   *
   * @returns the risk of the one before it in time, and of the same time before it in arrival; null when there is none
   * within the window
   */
  add(at: EpochMs, risk: number): number | null {
    const previous = this.#insert(at, risk);
    this.#remember(at, risk);
    return previous;
  }

  /**
   * The least risk before a sample: of the whole minutes of the window before its own, and of the sample before it.
   *
   * @param previous what `add` said of it
   */
  leastBefore(at: EpochMs, previous: number | null): number | null {
    const minute = Math.floor(at / MINUTE_MS);
    const from = Math.ceil((at - this.#windowMs) / MINUTE_MS);
    let least = previous;
    for (let m = from; m < minute; m++) {
      const slot = this.#slotOf(m);
      if (this.#minutes[slot] !== m) continue;
      const known = this.#least[slot]!;
      if (least === null || known < least) least = known;
    }
    return least;
  }

  #insert(at: EpochMs, risk: number): number | null {
    if (this.#size === this.#times.length) this.#makeRoom();
    let position = this.#size++;
    while (position > 0 && this.#timeAt(position - 1) > at) {
      const to = this.#slot(position);
      const from = this.#slot(position - 1);
      this.#times[to] = this.#times[from]!;
      this.#risks[to] = this.#risks[from]!;
      position--;
    }
    this.#times[this.#slot(position)] = at;
    this.#risks[this.#slot(position)] = risk;
    const known = position > 0 && this.#timeAt(position - 1) >= at - this.#windowMs;
    const previous = known ? this.#risks[this.#slot(position - 1)]! : null;
    // Of what is past lateness one is kept: the sample before a late one may be as old as the window.
    const past = this.#timeAt(this.#size - 1) - this.#latenessMs;
    while (this.#size > 1 && this.#timeAt(1) < past) this.#dropFirst();
    return previous;
  }

  #remember(at: EpochMs, risk: number): void {
    const minute = Math.floor(at / MINUTE_MS);
    const slot = this.#slotOf(minute);
    if (this.#minutes[slot] === minute) this.#least[slot] = Math.min(this.#least[slot]!, risk);
    else {
      this.#minutes[slot] = minute;
      this.#least[slot] = risk;
    }
  }

  #slotOf(minute: number): number {
    return ((minute % this.#minutes.length) + this.#minutes.length) % this.#minutes.length;
  }

  #makeRoom(): void {
    if (this.#times.length === MAX_ENTRIES) {
      this.#dropFirst();
      return;
    }
    const times = new Float64Array(this.#times.length * 2);
    const risks = new Float64Array(times.length);
    for (let i = 0; i < this.#size; i++) {
      times[i] = this.#timeAt(i);
      risks[i] = this.#risks[this.#slot(i)]!;
    }
    this.#times = times;
    this.#risks = risks;
    this.#first = 0;
  }

  #dropFirst(): void {
    this.#first = this.#slot(1);
    this.#size--;
  }

  #slot(index: number): number {
    return (this.#first + index) & (this.#times.length - 1);
  }

  #timeAt(index: number): number {
    return this.#times[this.#slot(index)]!;
  }
}
