import type Database from 'better-sqlite3';
import type { DevicePlacement, DeviceView } from '#shared/contract/views.ts';
import type { Caller } from './access/Caller.ts';
import type { AuditChain } from './audit/AuditChain.ts';
import type { DeviceTrackers } from './DeviceTrackers.ts';
import type { LiveFeed } from './live/LiveFeed.ts';
import type { DeviceRegistry } from './storage/DeviceRegistry.ts';

export type PlaceDevice = (
  deviceId: string,
  placement: DevicePlacement,
  by: Pick<Caller, 'operator' | 'role' | 'desk'>,
) => DeviceView | 'noSuchDevice' | 'noSuchFloor' | 'outsideFloor';

/** Names a device and puts it on a floor: on disk first, then in memory, then on every open desk. */
export function createPlaceDevice(parts: {
  readonly db: Database.Database;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly registry: DeviceRegistry;
  readonly trackers: DeviceTrackers;
  readonly live: LiveFeed;
  readonly now: () => number;
}): PlaceDevice {
  const { db, audit, registry, trackers, live, now } = parts;
  return (deviceId, placement, by) => {
    const known = trackers.view(deviceId);
    if (!known) return 'noSuchDevice';
    const floor = registry.floors().find(({ id }) => id === placement.floorId);
    if (!floor) return 'noSuchFloor';
    if (placement.xM > floor.widthM || placement.yM > floor.heightM) return 'outsideFloor';
    const placed = db
      .transaction(() => {
        const stored = registry.place(deviceId, placement, by.operator, now());
        audit.append({
          by,
          action: 'device.place',
          subject: deviceId,
          detail: { from: known.placement, to: stored.placement },
        });
        return stored;
      })
      .immediate();
    trackers.register(placed);
    live.devicesChanged([deviceId]);
    live.statusChanged();
    return trackers.view(deviceId) ?? 'noSuchDevice';
  };
}
