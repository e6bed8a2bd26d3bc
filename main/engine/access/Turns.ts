/**
 * Lets one piece of work in at a time, in the order in which they came. Between the look at a lock-out and the count
 * of a wrong try lies the hashing; tries that ran side by side would all see the lock open.
 */
export class Turns {
  readonly #most: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns undefined, without having worked, when too many wait already. */
  async take<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#waiting >= this.#most) return undefined;
    this.#waiting++;
    const before = this.#last;
    const own = before.then(work);
    this.#last = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      this.#waiting--;
    }
  }
}
