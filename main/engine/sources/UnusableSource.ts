import type { FeedStatus } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { FeedState } from './FeedState.ts';
import type { FeedProblem } from './feedProblem.ts';
import type { Source } from './source.ts';

/** Stands for a way in that can't even be tried, so that it is seen, and its trouble raised, like any that is down. */
export class UnusableSource implements Source {
  readonly id: string;
  readonly #feed: FeedState;

  constructor(parts: {
    readonly id: string;
    readonly address: string;
    readonly problem: FeedProblem;
    readonly now: () => EpochMs;
  }) {
    this.id = parts.id;
    this.#feed = new FeedState(parts.id, parts.address, parts.now);
    this.#feed.become('stopped', parts.problem);
  }

  start(): void {}

  status(): FeedStatus {
    return this.#feed.status();
  }

  async stop(): Promise<void> {}
}
