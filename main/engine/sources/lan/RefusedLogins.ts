import type { LanLoginRefusal, RefusedLogin } from '#shared/contract/lanBrokerViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** As many as somebody reads; the counts go on. */
const MOST_KEPT = 200;
const NAME_LENGTH = 64;

/** Who was not let in, by address, name and reason. Bounded: the one that was quiet for longest makes room. */
export class RefusedLogins {
  readonly #entries = new Map<string, RefusedLogin>();
  readonly #now: () => EpochMs;
  #total = 0;

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  /** Since the program was started. */
  get total(): number {
    return this.#total;
  }

  count(address: string, name: string, reason: LanLoginRefusal): void {
    this.#total += 1;
    const shortName = name.slice(0, NAME_LENGTH);
    const key = `${address}\n${shortName}\n${reason}`;
    const at = this.#now();
    const before = this.#entries.get(key);
    // Behind the others: the map keeps the order in which they were last heard of.
    this.#entries.delete(key);
    this.#entries.set(key, {
      address,
      name: shortName,
      reason,
      count: (before?.count ?? 0) + 1,
      firstAt: before?.firstAt ?? at,
      lastAt: at,
    });
    const quietest = this.#entries.keys().next();
    if (this.#entries.size > MOST_KEPT && !quietest.done) this.#entries.delete(quietest.value);
  }

  /** Newest first. */
  list(): readonly RefusedLogin[] {
    return [...this.#entries.values()].reverse();
  }
}
