import type { FeedStatus } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { FeedProblem } from './feedProblem.ts';

/** What a source says about itself, and since when. */
export class FeedState {
  readonly #id: string;
  readonly #now: () => EpochMs;
  #address: string;
  #state: FeedStatus['state'] = 'stopped';
  #since: EpochMs;
  #problem: FeedProblem | null = null;
  /** Written on every frame: a field, not a method, because this is the hot path. */
  lastFrameAt: EpochMs | null = null;

  constructor(id: string, address: string, now: () => EpochMs) {
    this.#id = id;
    this.#address = address;
    this.#now = now;
    this.#since = now();
  }

  get state(): FeedStatus['state'] {
    return this.#state;
  }

  /** A port of 0 becomes a real one only when it is bound. */
  movedTo(address: string): void {
    this.#address = address;
  }

  /** `since` keeps the time of the state's beginning when only the problem changes. */
  become(state: FeedStatus['state'], problem: FeedProblem | null): void {
    if (state !== this.#state) this.#since = this.#now();
    this.#state = state;
    this.#problem = problem;
  }

  get problem(): FeedProblem | null {
    return this.#problem;
  }

  status(): FeedStatus {
    const status = {
      id: this.#id,
      address: this.#address,
      state: this.#state,
      since: this.#since,
      lastFrameAt: this.lastFrameAt,
      problem: this.#problem?.text ?? null,
    };
    return this.#problem === null ? status : { ...status, problemCode: this.#problem.code };
  }
}
