/** Puts the room of walk tests together. */
import type { WalkTestDevice } from '#shared/contract/walkTestViews.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { SetAsides } from '../alarms/SetAsides.ts';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../openStorage.ts';
import type { Site } from '../storage/DeviceRegistry.ts';
import { type Certify, createCertify } from './certify.ts';
import { WalkTestStore } from './WalkTestStore.ts';
import { WalkTests } from './WalkTests.ts';

export interface WalkTestRoom {
  readonly walkTests: WalkTests;
  readonly walkTestStore: WalkTestStore;
  readonly certify: Certify;
}

export function createWalkTests(parts: {
  readonly storage: Pick<Storage, 'controlRoom' | 'audit' | 'registry'>;
  readonly site: Site;
  readonly alarms: AlarmDesk;
  readonly trackers: DeviceTrackers;
  readonly setAsides: SetAsides;
  readonly thresholds: Thresholds;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  readonly changed: () => void;
}): WalkTestRoom {
  const { storage, site, alarms, trackers, now } = parts;
  const { controlRoom: db, audit, registry } = storage;
  const store = new WalkTestStore(db);

  const devicesOf = (deviceIds: readonly string[]): readonly WalkTestDevice[] => {
    const floors = new Map(registry.floors().map(({ id, name }) => [id, name]));
    return deviceIds.flatMap((id) => {
      const view = trackers.view(id);
      if (!view) return [];
      const { placement } = view;
      return {
        id,
        name: placement?.name ?? id,
        floor: floors.get(placement?.floorId ?? '') ?? null,
        panel: placement?.upstreamPanel ?? null,
      };
    });
  };

  return {
    walkTestStore: store,
    walkTests: new WalkTests({
      db,
      store,
      alarms,
      audit,
      devicesOf,
      isInDanger: (deviceId) => {
        const level = trackers.latest(deviceId)?.assessment.effectiveLevel;
        return level === 'HIGH' || level === 'CRITICAL';
      },
      inject: {
        siteId: site.id,
        setAsides: parts.setAsides,
        thresholds: parts.thresholds,
        decoding: { powerUnit: site.powerUnit, powerFactorUnit: site.powerFactorUnit },
        valuesOf: (deviceId) => trackers.latest(deviceId)?.reading ?? null,
      },
      now,
      monotonicNow: parts.monotonicNow,
      log: parts.log,
      changed: parts.changed,
    }),
    certify: createCertify({ db, store, audit, site, now }),
  };
}
