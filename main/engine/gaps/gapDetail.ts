/** What the alarms about a gap say of it. */
import { writeDetail } from '#shared/alarms/troubleDetail.ts';
import type { FeedGap } from '#shared/contract/gapViews.ts';
import type { LateDanger } from './LateTally.ts';

/** Named in the entry; of more, only how many there are. */
const NAMED_DEVICES = 5;

export const gapDetail = ({ sourceId, from, to, problem }: FeedGap): string =>
  writeDetail({ type: 'gap', feed: sourceId, from, to, problem });

export function lateDetail(gap: FeedGap, danger: readonly LateDanger[]): string {
  const { sourceId, from, to, taken, alarming } = gap;
  return writeDetail({
    type: 'late',
    feed: sourceId,
    from,
    to,
    taken,
    alarming,
    devices: danger
      .slice(0, NAMED_DEVICES)
      .map(({ deviceId, kinds, firstAt }) => ({ id: deviceId, kinds: [...kinds], firstAt })),
    moreDevices: Math.max(0, danger.length - NAMED_DEVICES),
  });
}
