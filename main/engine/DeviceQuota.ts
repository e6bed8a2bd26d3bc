/** One device's share. */
export interface QuotaLimits {
  /** Messages at once. */
  readonly burst: number;
  /** At once from a broker's queue. */
  readonly burstOfBacklog: number;
  /** For ever. */
  readonly perSecond: number;
}

const LIMITS: QuotaLimits = {
  // What it kept through two days at one in ten seconds.
  burst: 20_000,
  // What a broker kept for it while the desk was away may be weeks of them.
  burstOfBacklog: 200_000,
  // Far more than any device measures.
  perSecond: 100,
};
/** More than a site has devices; beyond it an old one that sends little is forgotten. */
const MOST_KEPT = 20_000;

/** Where room is made, so many are compared. */
const LOOKED_AT = 16;

interface Level {
  /** Messages taken and not yet forgotten. */
  taken: number;
  at: number;
}

/**
 * Keeps one sender that floods from taking the time of all the others: a leaky bucket for each. Asked before a message
 * is read, so that the excess costs next to nothing.
 */
export class DeviceQuota {
  readonly #monotonicNow: () => number;
  readonly #limits: QuotaLimits;
  readonly #levels = new Map<string, Level>();

  /** @param monotonicNow milliseconds that only go forward */
  constructor(monotonicNow: () => number, limits: QuotaLimits = LIMITS) {
    this.#monotonicNow = monotonicNow;
    this.#limits = limits;
  }

  /**
   * @param backlog it comes from a broker's queue
   * @returns whether the sender's next message is within its share
   */
  takes(sender: string, backlog: boolean): boolean {
    const { burst, burstOfBacklog, perSecond } = this.#limits;
    const now = this.#monotonicNow();
    const level = this.#levels.get(sender);
    if (level === undefined) {
      this.#begin(sender, now);
      return true;
    }
    const left = level.taken - (Math.max(0, now - level.at) / 1000) * perSecond;
    level.taken = Math.max(0, left);
    level.at = now;
    if (level.taken > (backlog ? burstOfBacklog : burst) - 1) return false;
    level.taken += 1;
    return true;
  }

  #begin(sender: string, now: number): void {
    this.#levels.set(sender, { taken: 1, at: now });
    if (this.#levels.size <= MOST_KEPT) return;
    // Of the ones that came first, the emptiest: it remembers nothing that matters.
    let [emptiest, least] = ['', Number.POSITIVE_INFINITY];
    let looked = 0;
    for (const [other, { taken, at }] of this.#levels) {
      const left = taken - ((now - at) / 1000) * this.#limits.perSecond;
      if (left < least) [emptiest, least] = [other, left];
      if (++looked >= LOOKED_AT) break;
    }
    this.#levels.delete(emptiest);
  }
}
