import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { type Pair, type PairMember, pairOf } from '../pairs.ts';

/**
 * The seed's self-join, each pair once: every record with every one of another device, wherever that one hangs, ordered by
 * the later and then by the earlier of the two. It grows with the square of what two minutes hold; the product looks at
 * the latest record of neighbours only (`ClusterWatch`).
 */
export function seedPairs(records: readonly PairMember[], thresholds: Thresholds): Pair[] {
  return records.flatMap((later, j) =>
    records.slice(0, j).flatMap((earlier) => pairOf(earlier, later, thresholds) ?? []),
  );
}
