/** The room of the building's plans, put together. */
import path from 'node:path';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import type { LiveFeed } from '../live/LiveFeed.ts';
import type { Revisions } from '../live/Revisions.ts';
import type { Storage } from '../openStorage.ts';
import { DrawingStore } from './DrawingStore.ts';
import { PlanDesk } from './PlanDesk.ts';
import { PlanStore } from './PlanStore.ts';

export interface Plans {
  readonly desk: PlanDesk;
  readonly drawings: DrawingStore;
}

export function openPlans(parts: {
  readonly dataDir: string;
  readonly storage: Pick<Storage, 'controlRoom' | 'registry' | 'audit'>;
  readonly trackers: Pick<DeviceTrackers, 'register'>;
  readonly live: Pick<LiveFeed, 'devicesChanged'>;
  readonly revisions: Pick<Revisions, 'bump'>;
  readonly now: () => number;
}): Plans {
  const { storage, trackers, live, revisions, now } = parts;
  const { controlRoom: db, registry, audit } = storage;
  const drawings = new DrawingStore({ dir: path.join(parts.dataDir, 'plans'), db, audit, now });
  const store = new PlanStore(db);
  drawings.sweep(store.drawings());
  const desk = new PlanDesk({
    db,
    registry,
    store,
    drawings,
    audit,
    now,
    published: (placed) => {
      for (const device of placed) trackers.register(device);
      live.devicesChanged(placed.map(({ id }) => id));
      revisions.bump('plans');
    },
  });
  return { desk, drawings };
}
