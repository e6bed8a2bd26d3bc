/** A stand-in for the pipeline: takes frames, closes batches, acknowledges. */
import type { Frame, FrameHandler, Resumption, Source } from '#engine/sources/source.ts';
import type { FeedStatus } from '#shared/contract/views.ts';

type Commit = (batch: readonly Frame[], why: 'windowFull' | 'timer') => void;

export interface FrameSinkOptions {
  /** Closes a batch this long after its first frame; without it only `windowFull` does. */
  readonly batchMs?: number;
  /** What "after the commit" does; acknowledges everything unless given. */
  readonly commit?: Commit;
}

export class FrameSink implements FrameHandler {
  readonly frames: Frame[] = [];
  readonly states: FeedStatus['state'][] = [];
  readonly resumptions: Resumption[] = [];
  readonly batches = { windowFull: 0, timer: 0 };
  readonly #options: FrameSinkOptions;
  #batch: Frame[] = [];
  #timer: NodeJS.Timeout | undefined;
  #source: Source | undefined;

  constructor(options: FrameSinkOptions = {}) {
    this.#options = options;
  }

  attach(source: Source): this {
    this.#source = source;
    source.start(this);
    return this;
  }

  get texts(): string[] {
    return this.frames.map(({ payload }) => Buffer.from(payload).toString());
  }

  frame(frame: Frame): void {
    this.frames.push(frame);
    this.#batch.push(frame);
    if (this.#options.batchMs !== undefined) {
      this.#timer ??= setTimeout(() => this.close('timer'), this.#options.batchMs);
    }
  }

  windowFull(): void {
    this.close('windowFull');
  }

  changed(): void {
    const state = this.#source?.status().state;
    if (state !== undefined && state !== this.states.at(-1)) this.states.push(state);
  }

  resumed(resumption: Resumption): void {
    this.resumptions.push(resumption);
  }

  close(why: 'windowFull' | 'timer' = 'timer'): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    this.batches[why] += 1;
    if (this.#options.commit) this.#options.commit(batch, why);
    else for (const frame of batch) frame.ack();
  }
}
