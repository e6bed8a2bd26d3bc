/** Puts the items of several recordings into one order of time. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { HistoryItem } from './historyItems.ts';

/** A time this much after what follows it is a device's wrong clock, and not the time of the recording. */
const OUTLIER_MS = 300_000;

/** Of the last item, behind which nothing stands to compare it with. */
const LAST_JUMP_MS = 86_400_000;
/** A recording without any times is taken in its order, and not held back. */
const MOST_WAITING = 1_000;

interface Head {
  readonly item: HistoryItem;
  /** When it is due: its own time, and never before the one in front of it in its file. */
  readonly at: EpochMs;
}

export interface TimedItem {
  readonly item: HistoryItem;
  readonly at: EpochMs;
}

/**
 * Keeps each recording's own order; between them the earlier is first. What has no time, or one that can't be believed,
 * comes with what stands in front of it. Holds two items of each recording, and the chunk that they came in.
 */
export async function* mergeByTime(
  recordings: readonly AsyncIterable<readonly HistoryItem[]>[],
): AsyncGenerator<TimedItem> {
  const streams = recordings.map((recording) => inOrder(recording)[Symbol.asyncIterator]());
  const heads: { head: Head; stream: AsyncIterator<Head> }[] = [];
  for (const stream of streams) {
    const first = await stream.next();
    if (!first.done) insert(heads, { head: first.value, stream });
  }
  for (let next = heads.pop(); next !== undefined; next = heads.pop()) {
    yield next.head;
    const following = await next.stream.next();
    if (!following.done) insert(heads, { head: following.value, stream: next.stream });
  }
}

/** The latest first, so that the next is taken from the end. */
function insert<T extends { readonly head: Head }>(heads: T[], one: T): void {
  let [low, high] = [0, heads.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heads[middle]!.head.at > one.head.at) low = middle + 1;
    else high = middle;
  }
  heads.splice(low, 0, one);
}

async function* inOrder(recording: AsyncIterable<readonly HistoryItem[]>): AsyncGenerator<Head> {
  let clock = Number.NEGATIVE_INFINITY;
  let waiting: HistoryItem[] = [];
  const due = (item: HistoryItem, next: EpochMs | null): Head => {
    const at = timeOf(item);
    const believed = at !== null && at <= (next ?? clock + LAST_JUMP_MS) + OUTLIER_MS;
    if (believed || (at !== null && clock === Number.NEGATIVE_INFINITY))
      clock = Math.max(clock, at);
    return { item, at: clock };
  };
  for await (const items of recording)
    for (const item of items) {
      const next = timeOf(item);
      // What has no time says nothing about the one before it.
      if (next === null && waiting.length < MOST_WAITING) {
        waiting.push(item);
        continue;
      }
      for (const one of waiting) yield due(one, next);
      waiting = [item];
    }
  for (const one of waiting) yield due(one, null);
}

const timeOf = (item: HistoryItem): EpochMs | null => ('at' in item ? item.at : null);
