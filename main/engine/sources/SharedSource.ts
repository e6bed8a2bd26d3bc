import type { FeedStatus } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { FeedState } from './FeedState.ts';
import type { MqttSource } from './MqttSource.ts';
import { ReorderWindow } from './ReorderWindow.ts';
import type { Frame, FrameHandler, Resumption, Source, UsedCertificate } from './source.ts';
import type { Timers } from './timers.ts';

export interface SharedSourceParts {
  readonly id: string;
  /** Without user name or password. */
  readonly address: string;
  /** Each with a client id of its own, all under one shared subscription. */
  readonly members: readonly MqttSource[];
  readonly now: () => EpochMs;
  readonly timers: Timers;
}

/**
 * Several connections that share one subscription, seen as one way in: for more messages than the broker gives to one
 * connection. The broker hands each message to any of them, so each device's order is restored behind them.
 *
 * As long as one is connected nothing is missed: the broker gives it what the others would have had.
 */
export class SharedSource implements Source {
  readonly id: string;
  readonly #parts: SharedSourceParts;
  readonly #feed: FeedState;
  #reorder: ReorderWindow | undefined;
  #handler: FrameHandler | undefined;

  constructor(parts: SharedSourceParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#feed = new FeedState(parts.id, parts.address, parts.now);
  }

  start(handler: FrameHandler): void {
    if (this.#handler !== undefined) throw new Error(`source ${this.id} was already started`);
    this.#handler = handler;
    const reorder = new ReorderWindow({
      deliver: (frame) => handler.frame(frame),
      timers: this.#parts.timers,
    });
    this.#reorder = reorder;
    for (const member of this.#parts.members)
      member.start({
        frame: (frame) => this.#took(frame, reorder),
        windowFull: () => {
          reorder.flush();
          handler.windowFull();
        },
        changed: () => this.#changed(),
        resumed: (resumption) => this.#resumed(member, resumption),
      });
  }

  status(): FeedStatus {
    return this.#feed.status();
  }

  get certificates(): readonly UsedCertificate[] {
    // All use the same.
    return this.#parts.members[0]?.certificates ?? [];
  }

  redial(): void {
    for (const member of this.#parts.members) member.redial();
  }

  async stop(): Promise<void> {
    // What is held was not acknowledged: it goes on now, and is committed or the broker's again.
    this.#reorder?.flush();
    await Promise.all(this.#parts.members.map((member) => member.stop()));
    this.#reorder?.flush();
    this.#changed();
    this.#handler = undefined;
  }

  #took(frame: Frame, reorder: ReorderWindow): void {
    this.#feed.lastFrameAt = frame.receivedAt;
    reorder.add(frame);
  }

  #resumed(member: MqttSource, resumption: Resumption): void {
    const others = this.#parts.members.filter((other) => other !== member);
    if (others.some((other) => other.status().state === 'connected')) return;
    const heard = [resumption, ...others].flatMap(({ quietSince }) => quietSince ?? []);
    const quietSince = heard.length === 0 ? null : Math.max(...heard);
    this.#handler?.resumed?.({ ...resumption, sourceId: this.id, quietSince });
  }

  /** Connected when any is; otherwise the best that any of them can say. The problem is the first that there is. */
  #changed(): void {
    const states = this.#parts.members.map((member) => member.status());
    const state = STATES.find((each) => states.some((one) => one.state === each)) ?? 'stopped';
    const troubled = states.find(({ problemCode }) => problemCode !== undefined);
    const { problem = null, problemCode } = troubled ?? {};
    this.#feed.become(
      state,
      problem === null || problemCode === undefined ? null : { code: problemCode, text: problem },
    );
    this.#handler?.changed();
  }
}

/** The best first. */
const STATES = ['connected', 'connecting', 'down', 'stopped'] as const;
