/** What the alarms about a gap say of it. */
import { writeDetail } from '#shared/alarms/troubleDetail.ts';
import type { FeedGap } from '#shared/contract/gapViews.ts';
import type { LateDanger } from './LateTally.ts';

/** Named in the entry; of more, only how many there are. */
const NAMED_DEVICES = 5;

export const gapDetail = ({ from, to, problem }: FeedGap, feed: string): string =>
  writeDetail({ type: 'gap', feed, from, to, problem });

export function lateDetail(gap: FeedGap, feed: string, danger: readonly LateDanger[]): string {
  const { from, to, taken, alarming } = gap;
  return writeDetail({
    type: 'late',
    feed,
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
