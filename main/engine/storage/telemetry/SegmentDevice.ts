import { HOUR_MS, hourOf } from './days.ts';

/** Raw rows of one device whose event time lies in one hour, not packed yet. */
export interface RawHour {
  readonly hour: number;
  /** Their row numbers, ascending. */
  readonly seqs: number[];
  lastReceived: number;
}

/** Late rows come within two minutes or with a backlog; after this long without one, the hour counts as finished. */
const SETTLE_MS = 300_000;

/** Which raw rows a device has in a segment: what replaces an index on the table that is written for every reading. */
export class SegmentDevice {
  readonly id: string;
  readonly key: number;
  readonly hours = new Map<number, RawHour>();
  #newest: RawHour | undefined;

  constructor(id: string, key: number) {
    this.id = id;
    this.key = key;
  }

  /** @returns the hour when it is the first row of it. */
  added(seq: number, measuredAt: number, receivedAt: number): RawHour | undefined {
    const hour = hourOf(measuredAt);
    let raw = this.#newest?.hour === hour ? this.#newest : this.hours.get(hour);
    let begun: RawHour | undefined;
    if (!raw) {
      begun = raw = { hour, seqs: [], lastReceived: receivedAt };
      this.hours.set(hour, raw);
    }
    this.#newest = raw;
    raw.seqs.push(seq);
    raw.lastReceived = receivedAt;
    return begun;
  }

  packed(raw: RawHour): void {
    this.hours.delete(raw.hour);
    if (this.#newest === raw) this.#newest = undefined;
  }

  /** Row numbers of readings whose event time may lie in the span, ascending. */
  seqsBetween(from: number, to: number): number[] {
    const seqs: number[] = [];
    for (const raw of this.hours.values())
      if (raw.hour >= hourOf(from) && raw.hour <= hourOf(to))
        for (const seq of raw.seqs) seqs.push(seq);
    return seqs.sort((a, b) => a - b);
  }
}

/**
 * When an hour may be packed, on the desk's clock. One that lies in the future was written while the clock was wrong
 * and is not waited for; should it come after all, its new rows join the packed ones.
 */
export function readyAt(raw: RawHour, now: number): number {
  const ready = Math.max((raw.hour + 1) * HOUR_MS, raw.lastReceived) + SETTLE_MS;
  return ready > now + 2 * HOUR_MS ? now : ready;
}
