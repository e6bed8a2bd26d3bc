import type { RevisedTopic } from '#shared/contract/views.ts';
import { REVISED_TOPICS } from '#shared/contract/views.ts';

/**
 * Counts the changes of what is fetched rather than sent: lists that change now and then. The count travels with every
 * live event, so each open page fetches again exactly when it must.
 */
export class Revisions {
  readonly #counts = Object.fromEntries(REVISED_TOPICS.map((topic) => [topic, 0])) as Record<
    RevisedTopic,
    number
  >;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  bump(topic: RevisedTopic): void {
    this.#counts[topic]++;
    this.#changed();
  }

  counts(): Readonly<Record<RevisedTopic, number>> {
    return { ...this.#counts };
  }
}
