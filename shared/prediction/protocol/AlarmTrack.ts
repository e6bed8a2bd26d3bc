import type { EpochMs } from '#shared/telemetry/reading.ts';

/** What is on again within half an hour is the same alarm. */
export const MERGE_MS = 30 * 60_000;

/** One alarm of a method: from when it was first on to when it was last on. */
export interface AlarmSpan {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** Merges the moments at which one method was alarmed into alarms. Grows with the alarms, never with the readings. */
export class AlarmTrack {
  readonly #onset: EpochMs | null;
  readonly #alarms: { start: EpochMs; end: EpochMs }[] = [];
  #sinceOnset: EpochMs | null = null;

  constructor(onset: EpochMs | null) {
    this.#onset = onset;
  }

  /** Call it in order of time with the moments at which the method was alarmed. */
  on(at: EpochMs): void {
    const newest = this.#alarms.at(-1);
    if (newest && at - newest.end <= MERGE_MS) newest.end = at;
    else this.#alarms.push({ start: at, end: at });
    if (this.#onset !== null && at >= this.#onset) this.#sinceOnset ??= at;
  }

  get alarms(): readonly AlarmSpan[] {
    return this.#alarms;
  }

  /** The first moment from the onset on at which it was alarmed; null without one. */
  get sinceOnset(): EpochMs | null {
    return this.#sinceOnset;
  }
}
