/** What was missed, as the screens see it. */
import type { EpochMs } from '../telemetry/reading.ts';

/** `missing`: nothing can fill it. `waiting`: is to be filled. `filled`: was. `failed`: could not be. */
export type GapState = 'missing' | 'waiting' | 'filled' | 'failed';

/** Said where whoever keeps a copy answers, and has nothing of that time. */
export const NOTHING_THERE = 'nothing of this time is there';

/** A span in which a way in heard nothing and its broker kept nothing. */
export interface FeedGap {
  readonly id: number;
  readonly sourceId: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly state: GapState;
  /** Readings that came late. */
  readonly taken: number;
  /** How many of them would have alarmed. */
  readonly alarming: number;
  /** Why it could not be filled the last time, as whoever should have had it says; null while nothing is wrong. */
  readonly problem: string | null;
}

export interface FeedGapView extends FeedGap {
  /** What the way in is called; null of a connection that was deleted since. */
  readonly feed: string | null;
}
