import type { FeedStatus } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { FeedState } from './FeedState.ts';
import type { FeedProblem } from './feedProblem.ts';
import type { Frame, FrameHandler, Refusal, Source } from './source.ts';

/** A message as it was recorded. */
export interface RecordedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The device's own time; null when it sent none. */
  readonly at: EpochMs | null;
  /** When it is played. Never goes back from one message to the next. */
  readonly dueAt: EpochMs;
  /** Could not be read as a message at all. */
  readonly refusal?: Refusal;
}

const SECOND_MS = 1_000;
/** At great speed the desk's clock takes larger steps: a commit to a disk each second would be the slowest part. */
const FAST = 60;
const LONGEST_STEP_MS = 4_000;
/** A gap in the recording is lived through for so long, which raises what silence raises; then it is skipped. */
const GAP_LIVED_MS = 600_000;
/** Frames that wait for their commit: what the broker's in-flight window is to a real feed. */
const WINDOW = 2_000;

/** The time of a replay: that of the recording. It stands still when nothing is played. */
export class ReplayClock {
  #ms: EpochMs;

  constructor(startAt: EpochMs) {
    this.#ms = startAt;
  }

  readonly now = (): EpochMs => this.#ms;

  /** Never back. */
  set(at: EpochMs): void {
    this.#ms = Math.max(this.#ms, at);
  }
}

/** Waits, in real time; tests pass their own. */
export interface ReplayPace {
  /** Milliseconds that only go forward. */
  now(): number;
  wait(ms: number): Promise<void>;
}

const realPace: ReplayPace = {
  now: () => performance.now(),
  wait: (ms) =>
    new Promise((resolve) => {
      if (ms > 0) setTimeout(resolve, ms);
      // Whoever looks at the desk meanwhile is answered between two seconds of the recording.
      else setImmediate(resolve);
    }),
};

/**
 * Plays a recording through the whole path. The desk's clock goes with it step by step, so that silence, delays and
 * escalation come as they would have; a message waits for the commit of those before it, so memory stays bounded
 * however fast it goes.
 */
export class ReplaySource implements Source {
  readonly id: string;
  readonly #clock: ReplayClock;
  readonly #messages: AsyncIterable<RecordedMessage>;
  readonly #speed: number;
  readonly #stepMs: number;
  readonly #pace: ReplayPace;
  readonly #played: (message: RecordedMessage) => void;
  readonly #feed: FeedState;
  readonly #done = Promise.withResolvers<void>();
  #second: () => void = () => undefined;
  #handler: FrameHandler | undefined;
  #unanswered = 0;
  #answered: (() => void) | undefined;

  /** @param parts.speed times as fast as it was; Infinity for as fast as it goes */
  constructor(parts: {
    readonly clock: ReplayClock;
    readonly messages: AsyncIterable<RecordedMessage>;
    readonly speed: number;
    readonly pace?: ReplayPace;
    /** Told of each message once the desk has it. */
    readonly played?: (message: RecordedMessage) => void;
  }) {
    this.id = 'replay';
    this.#clock = parts.clock;
    this.#messages = parts.messages;
    this.#speed = parts.speed;
    this.#stepMs = Math.min(LONGEST_STEP_MS, Math.ceil(parts.speed / FAST) * SECOND_MS);
    this.#pace = parts.pace ?? realPace;
    this.#played = parts.played ?? (() => undefined);
    this.#feed = new FeedState(this.id, 'replay', parts.clock.now);
    // Whoever waits is told; nobody has to.
    this.#done.promise.catch(() => undefined);
  }

  /** @param callback called once for each second of the recording, or every few at great speed */
  onSecond(callback: () => void): void {
    this.#second = callback;
  }

  start(handler: FrameHandler): void {
    if (this.#handler !== undefined) throw new Error(`source ${this.id} was already started`);
    this.#handler = handler;
    this.#become(handler, 'connected', null);
    this.#play(handler).then(
      () => {
        this.#become(handler, 'stopped', null);
        this.#done.resolve();
      },
      (error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        this.#become(handler, 'stopped', { code: 'configuration', text });
        this.#done.reject(error);
      },
    );
  }

  /** Settles once everything is played and committed, or the source is stopped. @throws what kept it from that */
  done(): Promise<void> {
    return this.#done.promise;
  }

  status(): FeedStatus {
    return this.#feed.status();
  }

  async stop(): Promise<void> {
    this.#handler = undefined;
    this.#answered?.();
    this.#done.resolve();
  }

  async #play(handler: FrameHandler): Promise<void> {
    const startedAt = this.#pace.now();
    const from = this.#clock.now();
    let playedAt = from;
    let steppedTo = from;
    let skipped = 0;
    const stepTo = async (at: EpochMs) => {
      handler.windowFull();
      const due = startedAt + (at - skipped - from) / this.#speed;
      await this.#pace.wait(due - this.#pace.now());
      this.#clock.set(at);
      steppedTo = at;
      this.#second();
    };
    for await (const message of this.#messages) {
      while (message.dueAt - steppedTo >= this.#stepMs) {
        if (this.#handler === undefined) return;
        const next = steppedTo + this.#stepMs;
        // What nobody was heard in for so long has been told: the rest of the gap passes in no time.
        if (next - playedAt > GAP_LIVED_MS) {
          skipped += message.dueAt - next;
          await stepTo(message.dueAt);
        } else await stepTo(next);
      }
      if (this.#handler === undefined) return;
      playedAt = message.dueAt;
      this.#clock.set(message.dueAt);
      handler.frame(this.#frameOf(message));
      this.#played(message);
      if (this.#unanswered >= WINDOW) await this.#allAnswered(handler);
    }
    await this.#allAnswered(handler);
    // The last of them is a step old before anybody says how it ended.
    this.#clock.set(steppedTo + this.#stepMs);
    this.#second();
  }

  async #allAnswered(handler: FrameHandler): Promise<void> {
    handler.windowFull();
    while (this.#unanswered > 0 && this.#handler !== undefined)
      await new Promise<void>((resolve) => {
        this.#answered = resolve;
      });
  }

  #frameOf({ topic, payload, at, refusal }: RecordedMessage): Frame {
    this.#unanswered += 1;
    const receivedAt = this.#clock.now();
    this.#feed.lastFrameAt = receivedAt;
    let open = true;
    return {
      sourceId: this.id,
      topic,
      payload,
      receivedAt,
      duplicate: false,
      // In a recording of several devices an older time is no clock error.
      backlog: at !== null && at < receivedAt,
      recorded: true,
      refusal,
      ack: () => {
        if (!open) return;
        open = false;
        this.#unanswered -= 1;
        if (this.#unanswered === 0) this.#answered?.();
      },
    };
  }

  #become(handler: FrameHandler, state: FeedStatus['state'], problem: FeedProblem | null): void {
    this.#feed.become(state, problem);
    handler.changed();
  }
}
