import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Source } from '../sources/source.ts';

/** A way in that is not connected for this long is a trouble: a reconnect after a hiccup is faster. */
const DOWN_AFTER_MS = 15_000;

/** Raises a trouble for each way in by which nothing can be heard. */
export class FeedWatch {
  /** The present ones; what comes and goes is seen at the next tick. */
  readonly #sources: readonly Source[];
  readonly #troubles: TroubleReporter;
  readonly #monotonicNow: () => number;
  readonly #downSince = new Map<string, number>();

  constructor(parts: {
    readonly sources: readonly Source[];
    readonly troubles: TroubleReporter;
    readonly monotonicNow: () => number;
  }) {
    this.#sources = parts.sources;
    this.#troubles = parts.troubles;
    this.#monotonicNow = parts.monotonicNow;
  }

  /** Call about once a second. */
  tick(): void {
    const now = this.#monotonicNow();
    this.#forgetGone();
    for (const source of this.#sources) {
      const { id, state, address, problem, problemCode } = source.status();
      if (state === 'connected') {
        this.#downSince.delete(id);
        this.#troubles.set('feedDown', `feed/${id}`, null);
        continue;
      }
      const since = this.#downSince.get(id) ?? now;
      this.#downSince.set(id, since);
      if (now - since >= DOWN_AFTER_MS)
        this.#troubles.set('feedDown', `feed/${id}`, detailOf(address, problemCode ?? problem));
    }
  }

  /** What was switched off or deleted is nobody's trouble any more. */
  #forgetGone(): void {
    for (const id of this.#downSince.keys()) {
      if (this.#sources.some((source) => source.id === id)) continue;
      this.#downSince.delete(id);
      this.#troubles.set('feedDown', `feed/${id}`, null);
    }
  }
}

/** The code where there is one: the screens and messages have its words in both languages. */
const detailOf = (address: string, problem: string | null): string =>
  problem ? `${address} (${problem})` : address;
