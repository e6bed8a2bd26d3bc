/** Whether what the page shows of a device is its present state, and if not, why not. */
import type { DeskStatus, DeviceView, FeedStatus } from '#shared/contract/views.ts';

/** `live` is the only one that may be drawn in colour. */
export type Freshness = 'live' | 'silent' | 'feedDown' | 'unheard' | 'never';

/**
 * A device does not say which feed it came by, so with one feed of several down it is doubted until it is heard
 * again after that feed's last frame. So is a device that the engine has not heard since it started. Doubting a good
 * device for one interval is cheap; trusting a dead one isn't.
 *
 * @returns a judge for many devices: what depends on the feeds alone is worked out once
 */
export function freshnessBy(
  feeds: readonly FeedStatus[],
): (device: Pick<DeviceView, 'receivedAt' | 'silent' | 'heard'>) => Freshness {
  const down = feeds.filter((feed) => feed.state !== 'connected');
  const allDown = down.length === feeds.length;
  const doubtedUntil = Math.max(...down.map((feed) => feed.lastFrameAt ?? -1), -1);
  return ({ receivedAt, silent, heard }) => {
    if (receivedAt === null) return 'never';
    if (allDown || receivedAt <= doubtedUntil) return 'feedDown';
    if (silent) return 'silent';
    return heard ? 'live' : 'unheard';
  };
}

export type Watch = 'monitoring' | 'degraded' | 'feedDown';

/**
 * The header's one word about the whole site. No feed at all is a feed that is down, and a site without a single
 * placed device isn't watched: neither may look like a calm one.
 */
export function siteWatch(status: DeskStatus): Watch {
  const down = status.feeds.filter((feed) => feed.state !== 'connected').length;
  if (down === status.feeds.length) return 'feedDown';
  const partly =
    down > 0 ||
    status.expected === 0 ||
    status.reporting < status.expected ||
    status.problems.length > 0;
  return partly ? 'degraded' : 'monitoring';
}

/** With every feed down nobody can be heard, whatever the engine still counts. */
export const reportingNow = (status: DeskStatus): number =>
  siteWatch(status) === 'feedDown' ? 0 : status.reporting;
