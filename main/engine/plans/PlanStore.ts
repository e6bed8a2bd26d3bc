import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { PlanVersion } from '#shared/contract/planViews.ts';
import type { FloorView } from '#shared/contract/views.ts';
import type { RegisteredDevice } from '../storage/DeviceRegistry.ts';

/** A floor as a version keeps it: its own drawing by the name of its text, so that it isn't written once a version. */
interface KeptFloor extends Omit<FloorView, 'planSvg'> {
  readonly planText: string;
}

/** Where one device was: floor, metres, zone. */
export type KeptPlace = readonly [
  deviceId: string,
  floorId: string,
  xM: number,
  yM: number,
  zoneId: string | null,
];

interface KeptPlan {
  readonly floors: readonly KeptFloor[];
  readonly devices: readonly KeptPlace[];
}

/** The whole building as a version says that it was. */
export interface BuildingState {
  readonly floors: readonly FloorView[];
  readonly devices: readonly KeptPlace[];
}

type Told = Omit<PlanVersion, 'id'>;

/** Every plan that was published, as it was. */
export class PlanStore {
  readonly #newest: Database.Statement<[], number | null>;
  readonly #insert: Database.Statement<
    [number, number, string | null, string | null, string | null, number | null, string, string]
  >;
  readonly #views: Database.Statement<[], { readonly id: number; readonly view_json: string }>;
  readonly #plan: Database.Statement<[number], string>;
  readonly #plans: Database.Statement<[], string>;
  readonly #addText: Database.Statement<[string, string]>;
  readonly #text: Database.Statement<[string], string>;

  constructor(db: Database.Database) {
    this.#newest = db.prepare<[], number | null>('SELECT max(id) FROM plan_version').pluck();
    this.#insert = db.prepare('INSERT INTO plan_version VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#views = db.prepare('SELECT id, view_json FROM plan_version ORDER BY id DESC');
    this.#plan = db
      .prepare<[number], string>('SELECT plan_json FROM plan_version WHERE id = ?')
      .pluck();
    this.#plans = db.prepare<[], string>('SELECT plan_json FROM plan_version').pluck();
    this.#addText = db.prepare('INSERT INTO plan_text VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#text = db.prepare<[string], string>('SELECT svg FROM plan_text WHERE sha256 = ?').pluck();
  }

  /** 0 while nobody has changed the plan. */
  newest(): number {
    return this.#newest.get() ?? 0;
  }

  /** Newest first. */
  list(): readonly PlanVersion[] {
    return this.#views
      .all()
      .map(({ id, view_json }) => ({ id, ...(JSON.parse(view_json) as Told) }));
  }

  /** Call it in the transaction of the change. @returns its number */
  add(state: BuildingState, told: Omit<Told, 'floors' | 'zones' | 'devices'>): number {
    const id = this.newest() + 1;
    const floors = state.floors.map(({ planSvg, ...floor }): KeptFloor => {
      const planText = createHash('sha256').update(planSvg).digest('hex');
      this.#addText.run(planText, planSvg);
      return { ...floor, planText };
    });
    const plan: KeptPlan = { floors, devices: state.devices };
    const view: Told = {
      ...told,
      floors: state.floors.map(({ id: floorId, name }) => ({ id: floorId, name })),
      zones: state.floors.reduce((sum, { zones }) => sum + zones.length, 0),
      devices: state.devices.length,
    };
    const { at, operator, desk, reason, restores } = told;
    const json = JSON.stringify(plan);
    this.#insert.run(id, at, operator, desk, reason, restores, JSON.stringify(view), json);
    return id;
  }

  /** @returns undefined when there is no such version */
  state(id: number): BuildingState | undefined {
    const json = this.#plan.get(id);
    if (json === undefined) return undefined;
    const { floors, devices } = JSON.parse(json) as KeptPlan;
    return {
      floors: floors.map(({ planText, ...floor }) => ({
        ...floor,
        planSvg: this.#text.get(planText) ?? '',
      })),
      devices,
    };
  }

  /** Names of the drawings that any version shows. */
  drawings(): ReadonlySet<string> {
    const used = new Set<string>();
    for (const json of this.#plans.iterate())
      for (const { drawing } of (JSON.parse(json) as KeptPlan).floors)
        if (drawing) used.add(drawing.sha256);
    return used;
  }
}

export function placesOf(devices: readonly RegisteredDevice[]): readonly KeptPlace[] {
  return devices.flatMap(({ id, placement }): KeptPlace[] =>
    placement ? [[id, placement.floorId, placement.xM, placement.yM, placement.zoneId]] : [],
  );
}
