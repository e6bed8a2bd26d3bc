import type Database from 'better-sqlite3';
import type { PlanAnswer, PlanOverview, PlanRefusal } from '#shared/contract/planViews.ts';
import type { PlannedBuilding } from '#shared/plans/plan.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { DeviceRegistry, RegisteredDevice } from '../storage/DeviceRegistry.ts';
import type { DrawingStore } from './DrawingStore.ts';
import { editedBuilding, type NextBuilding, restoredBuilding } from './nextBuilding.ts';
import { type PlanStore, placesOf } from './PlanStore.ts';

export interface PlanParts {
  readonly db: Database.Database;
  readonly registry: Pick<
    DeviceRegistry,
    'floors' | 'devices' | 'saveFloor' | 'dropFloor' | 'place'
  >;
  readonly store: PlanStore;
  readonly drawings: Pick<DrawingStore, 'find'>;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly now: () => EpochMs;
  /** Told after the commit which devices stand elsewhere now; every desk then shows the new plan. */
  readonly published: (placed: readonly RegisteredDevice[]) => void;
}

interface Act {
  readonly action: 'plan.publish' | 'plan.rollBack';
  readonly reason: string;
  readonly restores: number | null;
}

/** The building's plan: what is published is on every desk at once, and every version can be put back. */
export class PlanDesk {
  readonly #parts: PlanParts;

  constructor(parts: PlanParts) {
    this.#parts = parts;
  }

  overview(): PlanOverview {
    const { store } = this.#parts;
    return { version: store.newest(), versions: store.list() };
  }

  /** @param version the one that the edit began from */
  publish(
    building: PlannedBuilding,
    { version, reason }: { readonly version: number; readonly reason: string },
    by: Caller,
  ): PlanAnswer {
    const { registry, drawings, store } = this.#parts;
    const newest = store.newest();
    if (newest !== version) return refused({ code: 'changed', version: newest });
    const now = { floors: registry.floors(), devices: registry.devices() };
    const next = editedBuilding(now, building, (sha256) => drawings.find(sha256) !== undefined);
    if ('code' in next) return refused(next);
    return this.#apply(next, { action: 'plan.publish', reason, restores: null }, by);
  }

  /** @returns undefined when there is no such version */
  rollBack(version: number, reason: string, by: Caller): PlanAnswer | undefined {
    const { registry, store } = this.#parts;
    const then = store.state(version);
    if (!then) return undefined;
    const now = { floors: registry.floors(), devices: registry.devices() };
    const next = restoredBuilding(now, then);
    if ('code' in next) return refused(next);
    return this.#apply(next, { action: 'plan.rollBack', reason, restores: version }, by);
  }

  #apply(next: NextBuilding, { action, reason, restores }: Act, by: Caller): PlanAnswer {
    const { db, registry, store, audit, now, published } = this.#parts;
    const at = Math.round(now());
    const { operator, desk } = by;
    const placed: RegisteredDevice[] = [];
    const version = db
      .transaction(() => {
        // The way back to what the desk began with.
        if (store.newest() === 0)
          store.add(
            { floors: registry.floors(), devices: placesOf(registry.devices()) },
            { at, operator: null, desk: null, reason: null, restores: null, moved: 0 },
          );
        for (const floor of next.floors) registry.saveFloor(floor);
        for (const [id, placement] of next.placed)
          placed.push(registry.place(id, placement, operator, at));
        for (const id of next.dropped) registry.dropFloor(id);
        const added = store.add(
          { floors: next.floors, devices: placesOf(registry.devices()) },
          { at, operator, desk, reason, restores, moved: placed.length },
        );
        const detail = {
          version: added,
          reason,
          ...(restores !== null && { fromVersion: restores }),
          floors: next.floors.length,
          devices: placed.length,
        };
        audit.append({ by, action, subject: String(added), detail });
        return added;
      })
      .immediate();
    // After the commit: what is shown is what is kept.
    published(placed);
    return { done: true, version };
  }
}

const refused = (refusal: PlanRefusal): PlanAnswer => ({ done: false, refusal });
