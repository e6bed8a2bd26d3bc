import type { DevicePlacement, DeviceView } from '#shared/contract/views.ts';
import type { DeviceTrackers } from './DeviceTrackers.ts';
import type { LiveFeed } from './live/LiveFeed.ts';
import type { DeviceRegistry } from './storage/DeviceRegistry.ts';

export type PlaceDevice = (
  deviceId: string,
  placement: DevicePlacement,
  by: string,
) => DeviceView | 'noSuchDevice' | 'noSuchFloor' | 'outsideFloor';

/** Names a device and puts it on a floor: on disk first, then in memory, then on every open desk. */
export function createPlaceDevice(parts: {
  readonly registry: DeviceRegistry;
  readonly trackers: DeviceTrackers;
  readonly live: LiveFeed;
  readonly now: () => number;
}): PlaceDevice {
  const { registry, trackers, live, now } = parts;
  return (deviceId, placement, by) => {
    if (!trackers.view(deviceId)) return 'noSuchDevice';
    const floor = registry.floors().find(({ id }) => id === placement.floorId);
    if (!floor) return 'noSuchFloor';
    if (placement.xM > floor.widthM || placement.yM > floor.heightM) return 'outsideFloor';
    trackers.register(registry.place(deviceId, placement, by, now()));
    live.devicesChanged([deviceId]);
    live.statusChanged();
    return trackers.view(deviceId) ?? 'noSuchDevice';
  };
}
