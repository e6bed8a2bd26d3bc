import { toStorageError } from '../StorageError.ts';
import type { DamagedDay } from './readerMessages.ts';

/** Does the same for each segment. One that can't be read costs its own day and is named; the others still answer. */
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
      const { code, message } = toStorageError(error, segment.day);
      // A fault of the program would be the same for every day, and must not look like a quiet one.
      if (code === 'internal') throw error;
      damaged.push({ day: segment.day, code, problem: message });
    }
  }
  return { results, damaged };
}
