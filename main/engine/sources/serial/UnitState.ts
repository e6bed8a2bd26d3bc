/** So many polls in a row without an answer: the unit is away, and said to be. */
const AWAY_AFTER = 3;
/** A unit that is away is asked less and less often, so that its time-outs don't take the bus from the others. */
const LONGEST_PAUSE_MS = 60_000;

/** How one unit answers. */
export class UnitState {
  /** Since the start; of each request, every attempt. */
  readonly counts = { asked: 0, answered: 0, timedOut: 0, garbled: 0, refused: 0 };
  #missed = 0;
  #askAgainAt = Number.NEGATIVE_INFINITY;

  get away(): boolean {
    return this.#missed >= AWAY_AFTER;
  }

  isDue(at: number): boolean {
    return at >= this.#askAgainAt;
  }

  /** @returns true when it was away */
  answered(): boolean {
    const wasAway = this.away;
    this.#missed = 0;
    this.#askAgainAt = Number.NEGATIVE_INFINITY;
    return wasAway;
  }

  /** @returns true when it is away from now on */
  missed(at: number, pollMs: number): boolean {
    this.#missed++;
    const over = this.#missed - AWAY_AFTER;
    if (over < 0) return false;
    const pause = Math.max(pollMs, Math.min(LONGEST_PAUSE_MS, pollMs * 2 ** Math.min(over, 16)));
    this.#askAgainAt = at + pause;
    return over === 0;
  }
}
