import { isCorruption } from '../StorageError.ts';
import type { DamagedDay } from './readerMessages.ts';

/** Does the same for each segment. A damaged one costs its own day and is named; the others still answer. */
export function forEachSegment<Segment extends { readonly day: string }, Result>(
  segments: readonly Segment[],
  act: (segment: Segment) => Result,
): { results: Result[]; damaged: DamagedDay[] } {
  const results: Result[] = [];
  const damaged: DamagedDay[] = [];
  for (const segment of segments) {
    try {
      results.push(act(segment));
    } catch (error) {
      if (!isCorruption(error)) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      damaged.push({ day: segment.day, problem });
    }
  }
  return { results, damaged };
}
