import type { Lock } from './LockOut.ts';

/** More scopes than people: then the count begins again, and at worst a few entries too many are written. */
const MAX_COUNTED = 1_000;

/**
 * Which refusals during a lock are written down: the 1st, 10th, 100th, …, each with its number. Whoever hammers at a
 * locked door must not fill the disk with it.
 */
export class RefusedWhileLocked {
  readonly #counts = new Map<string, { count: number; forMs: number }>();

  /** @returns how many there were in this lock, when that is to be written down; null when it isn't. */
  count(scope: string, { who, forMs }: Lock): number | null {
    const key = who === 'all' ? '' : scope;
    const known = this.#counts.get(key);
    // A lock only gets shorter; one that is longer is another.
    const count = known && forMs <= known.forMs ? known.count + 1 : 1;
    if (this.#counts.size >= MAX_COUNTED) this.#counts.clear();
    this.#counts.set(key, { count, forMs });
    return /^10*$/.test(String(count)) ? count : null;
  }
}
