/** Whether what the page shows of a device is its present state, and if not, why not. */
import type { DeskStatus, DeviceView, FeedStatus } from '#shared/contract/views.ts';

/** `live` is the only one that may be drawn in colour. */
export type Freshness = 'live' | 'silent' | 'feedDown' | 'never';

/**
 * A device does not say which feed it came by, so with one feed of several down it is doubted until it is heard
 * again after that feed's last frame. Doubting a good device for one interval is cheap; trusting a dead one isn't.
 */
export function freshness(
  device: Pick<DeviceView, 'receivedAt' | 'silent'>,
  feeds: readonly FeedStatus[],
): Freshness {
  const heard = device.receivedAt;
  if (heard === null) return 'never';
  const down = feeds.filter((feed) => feed.state !== 'connected');
  if (feeds.length > 0 && down.length === feeds.length) return 'feedDown';
  if (down.some((feed) => feed.lastFrameAt !== null && heard <= feed.lastFrameAt))
    return 'feedDown';
  return device.silent ? 'silent' : 'live';
}

export type Watch = 'monitoring' | 'degraded' | 'feedDown';

/** The header's one word about the whole site. */
export function siteWatch(status: DeskStatus): Watch {
  const down = status.feeds.filter((feed) => feed.state !== 'connected').length;
  if (status.feeds.length > 0 && down === status.feeds.length) return 'feedDown';
  const partly = down > 0 || status.reporting < status.expected || status.problems.length > 0;
  return partly ? 'degraded' : 'monitoring';
}
