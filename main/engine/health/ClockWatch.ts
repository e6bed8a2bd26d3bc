import { writeDetail } from '#shared/alarms/troubleDetail.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';

/** Time services move a clock by far less between two looks, and a record is of use with a minute's error. */
const STEP_MS = 60_000;

/**
 * Raises a trouble when the PC's clock takes a step: what is recorded from then on has other times than what is recorded
 * already. A PC that slept looks the same, and nothing was watched meanwhile.
 */
export class ClockWatch {
  readonly #troubles: Pick<TroubleReporter, 'happened'>;
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  readonly #log: Logger;
  /** The wall clock less the one that nobody can set. */
  #offset: number;

  constructor(parts: {
    readonly troubles: Pick<TroubleReporter, 'happened'>;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
    readonly log: Logger;
  }) {
    this.#troubles = parts.troubles;
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
    this.#log = parts.log;
    this.#offset = this.#look();
  }

  /** Call about once a second. */
  tick(): void {
    const offset = this.#look();
    const step = offset - this.#offset;
    this.#offset = offset;
    if (Math.abs(step) < STEP_MS) return;
    const to = this.#now();
    const from = Math.round(to - step);
    this.#log.warn({ from, to }, 'the clock of this machine took a step');
    this.#troubles.happened('deskClockWrong', 'clock', writeDetail({ type: 'clockSet', from, to }));
  }

  #look(): number {
    return this.#now() - this.#monotonicNow();
  }
}
