import { type FeedGap, type FeedGapView, NOTHING_THERE } from '#shared/contract/gapViews.ts';
import type { DecodeOptions } from '#shared/telemetry/decode.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { Backfill } from '../sources/backfill/Backfill.ts';
import type { FeedNames } from '../sources/feedNames.ts';
import type { Frame, Resumption, Source } from '../sources/source.ts';
import { systemTimers, type Timers } from '../sources/timers.ts';
import { fillGap } from './fillGap.ts';
import type { GapStore } from './GapStore.ts';
import { gapDetail, lateDetail } from './gapDetail.ts';
import type { LateTally } from './LateTally.ts';

/** A connection that is back so soon has missed nothing that anybody would look for. */
const SHORTEST_MS = 1_000;
/** A gap that is shorter is recorded, and nobody is called to it. */
const TOLD_FROM_MS = 60_000;
const MARK_EVERY_MS = 10_000;
/** Live readings go first: they say whether a danger of the gap is over. */
const SETTLE_MS = 10_000;
/** After each attempt that brought nothing; then it is given up. The last ones wait for an export that comes daily. */
const RETRY_MS = [
  60_000,
  300_000,
  900_000,
  3_600_000,
  3 * 3_600_000,
  12 * 3_600_000,
  24 * 3_600_000,
];

export interface GapKeeperParts {
  readonly store: GapStore;
  readonly troubles: Pick<TroubleReporter, 'happened'>;
  readonly sources: () => readonly Source[];
  readonly feedNames: FeedNames;
  readonly decoding: DecodeOptions;
  readonly take: (frame: Frame) => void;
  /** Looks at the newest reading of each device that was filled in: alarms where nothing newer is known of it. */
  readonly judge: (newest: readonly ScoredReading[]) => void;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly timers?: Timers;
  readonly log: Logger;
}

/**
 * Notices what each way in missed: from when it was last heard until it is open again, over restarts too, unless its
 * broker kept a session for the desk. Records the gap, has it filled where that is possible, and says what came of it
 * (docs/decisions/0021-what-was-missed.md).
 */
export class GapKeeper {
  readonly #parts: GapKeeperParts;
  readonly #timers: Timers;
  readonly #closing = new AbortController();
  /** Ways in that tell when they are open. */
  readonly #known = new Set<string>();
  readonly #prepared = new Set<Backfill>();
  readonly #cancels = new Set<() => void>();
  /** One filling after the other: each takes as much of the disk as it gets. */
  #filling: Promise<unknown> = Promise.resolve();
  /** Being filled, or waiting for its turn or its next attempt. */
  readonly #busy = new Set<number>();
  #markAt = Number.NEGATIVE_INFINITY;

  constructor(parts: GapKeeperParts) {
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
  }

  /** Hand it to the sources as part of their handler. */
  resumed({ sourceId, at, quietSince, sessionKept, backfill }: Resumption): void {
    const { store, log } = this.#parts;
    this.#known.add(sourceId);
    if (backfill !== null && !this.#prepared.has(backfill)) {
      this.#prepared.add(backfill);
      backfill.prepare?.();
    }
    try {
      const from = quietSince ?? store.mark(sourceId);
      if (from !== null && !sessionKept && at - from >= SHORTEST_MS)
        this.#record({ sourceId, from, to: at, state: backfill ? 'waiting' : 'missing' });
      store.setMark(sourceId, at);
      if (backfill !== null)
        for (const gap of store.waiting(sourceId)) this.#plan(gap, backfill, 0);
    } catch (error) {
      // The next time that the way in opens, the mark of before is still there.
      log.error({ feed: sourceId, err: error }, 'a gap could not be recorded');
    }
  }

  /** Call about once a second. */
  tick(): void {
    const { monotonicNow } = this.#parts;
    if (monotonicNow() - this.#markAt < MARK_EVERY_MS) return;
    this.#markAt = monotonicNow();
    this.#mark();
  }

  /** Those that touch the span, newest first. */
  between(from: EpochMs, to: EpochMs, limit: number): readonly FeedGapView[] {
    const { store, feedNames } = this.#parts;
    return store.between(from, to, limit).map((gap) => ({ ...gap, feed: feedNames(gap.sourceId) }));
  }

  retain(before: EpochMs): void {
    this.#parts.store.retain(before);
  }

  /** Calls off what is being filled; it goes on at the next start. Call it before the sources are stopped. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the desk is closing'));
    for (const cancel of this.#cancels) cancel();
    await this.#filling;
    this.#mark();
  }

  #mark(): void {
    const { sources, store, now } = this.#parts;
    for (const source of sources())
      if (this.#known.has(source.id) && source.status().state === 'connected')
        store.setMark(source.id, now());
  }

  #record(found: Pick<FeedGap, 'sourceId' | 'from' | 'to' | 'state'>): void {
    const { store, log } = this.#parts;
    const gap = store.add(found);
    log.warn({ feed: gap.sourceId, from: gap.from, to: gap.to, state: gap.state }, 'a gap');
    if (gap.state === 'missing') this.#tellGap(gap);
  }

  #tellGap(gap: FeedGap): void {
    if (gap.to - gap.from < TOLD_FROM_MS) return;
    this.#parts.troubles.happened(
      'dataGap',
      `gap/${gap.sourceId}`,
      gapDetail(gap, this.#nameOf(gap)),
    );
  }

  /** As it is called now: a record says what was. */
  #nameOf({ sourceId }: FeedGap): string {
    return this.#parts.feedNames(sourceId) ?? sourceId;
  }

  #plan(gap: FeedGap, backfill: Backfill, attempt: number): void {
    if (this.#busy.has(gap.id) || this.#closing.signal.aborted) return;
    this.#busy.add(gap.id);
    const wait = attempt === 0 ? SETTLE_MS : (RETRY_MS[attempt - 1] ?? SETTLE_MS);
    const cancel = this.#timers.after(wait, () => {
      this.#cancels.delete(cancel);
      this.#filling = this.#filling.then(() => this.#fill(gap, backfill, attempt));
    });
    this.#cancels.add(cancel);
  }

  async #fill(gap: FeedGap, backfill: Backfill, attempt: number): Promise<void> {
    const { log } = this.#parts;
    let tally: LateTally | undefined;
    let problem: string | null = null;
    try {
      const { decoding, take, now } = this.#parts;
      const { signal } = this.#closing;
      tally = await fillGap({ gap, backfill, decoding, take, now, signal });
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    this.#busy.delete(gap.id);
    if (this.#closing.signal.aborted) return;
    try {
      if (tally && tally.taken + tally.known > 0) this.#filled(gap, tally);
      else this.#notFilled(gap, backfill, attempt, problem);
    } catch (error) {
      log.error({ gap: gap.id, err: error }, 'what became of a gap could not be recorded');
    }
  }

  #filled(gap: FeedGap, tally: LateTally): void {
    const { store, troubles, judge, log } = this.#parts;
    const { taken, alarming } = tally;
    const filled: FeedGap = { ...gap, state: 'filled', taken, alarming, problem: null };
    store.update(filled);
    log.info({ feed: gap.sourceId, gap: gap.id, taken, alarming }, 'a gap was filled');
    judge(tally.newest());
    if (alarming > 0)
      troubles.happened(
        'lateDanger',
        `late/${gap.id}`,
        lateDetail(filled, this.#nameOf(gap), tally.danger()),
      );
  }

  #notFilled(gap: FeedGap, backfill: Backfill, attempt: number, problem: string | null): void {
    const { store, log } = this.#parts;
    const lastAttempt = attempt >= RETRY_MS.length;
    const said = problem ?? NOTHING_THERE;
    const after: FeedGap = { ...gap, state: lastAttempt ? 'failed' : 'waiting', problem: said };
    log.warn(
      { feed: gap.sourceId, gap: gap.id, from: backfill.description, problem: said },
      'a gap could not be filled',
    );
    store.update(after);
    if (attempt === 0) this.#tellGap(after);
    if (!lastAttempt) this.#plan(after, backfill, attempt + 1);
  }
}
