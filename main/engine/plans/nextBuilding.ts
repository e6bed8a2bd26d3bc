/** What the building becomes by an edit or by going back to a version. Pure: nothing is written here. */
import type { PlanRefusal } from '#shared/contract/planViews.ts';
import type { DevicePlacement, FloorView } from '#shared/contract/views.ts';
import { type CheckedDevice, isError, planFaults } from '#shared/plans/faults.ts';
import type { PlannedBuilding, PlannedFloor, PlannedPlacement } from '#shared/plans/plan.ts';
import { zoneAt } from '#shared/plans/zoneAt.ts';
import type { RegisteredDevice } from '../storage/DeviceRegistry.ts';
import type { BuildingState } from './PlanStore.ts';

export interface CurrentBuilding {
  readonly floors: readonly FloorView[];
  /** Those in the inbox included. */
  readonly devices: readonly RegisteredDevice[];
}

export interface NextBuilding {
  readonly floors: readonly FloorView[];
  /** Devices whose place or facts change. */
  readonly placed: ReadonlyMap<string, DevicePlacement>;
  readonly dropped: readonly string[];
}

const DEFAULT_INTERVAL_MS = 10_000;
/** Millimetres: what a hand can't tell apart is no change. */
const round = (metres: number): number => Math.round(metres * 1000) / 1000;

/** @param knows whether a drawing is stored */
export function editedBuilding(
  now: CurrentBuilding,
  planned: PlannedBuilding,
  knows: (sha256: string) => boolean,
): NextBuilding | PlanRefusal {
  const unknown = planned.floors.find(({ drawing }) => drawing && !knows(drawing.sha256));
  if (unknown) return { code: 'unknownDrawing', floorId: unknown.id };
  const byId = new Map(now.floors.map((floor) => [floor.id, floor]));
  const floors = planned.floors.map((floor) => floorOf(floor, byId));
  const stretched = new Map(planned.floors.map(({ id, stretch }) => [id, stretch]));
  const known = new Set(now.devices.map(({ id }) => id));
  const stranger = planned.placements.find(({ deviceId }) => !known.has(deviceId));
  if (stranger) return { code: 'unknownDevice', deviceId: stranger.deviceId };
  const wanted = new Map(planned.placements.map((one) => [one.deviceId, one]));
  return checked(now, floors, ({ id, placement }) => {
    const explicit = wanted.get(id);
    if (explicit) return merged(id, placement, explicit);
    if (!placement) return null;
    const stretch = stretched.get(placement.floorId) ?? 1;
    return { ...placement, xM: placement.xM * stretch, yM: placement.yM * stretch };
  });
}

/** Devices that were placed since stay where they are, on the same spot of a drawing that had another scale. */
export function restoredBuilding(
  now: CurrentBuilding,
  then: BuildingState,
): NextBuilding | PlanRefusal {
  const places = new Map(then.devices.map((place) => [place[0], place]));
  const before = new Map(now.floors.map((floor) => [floor.id, floor]));
  const after = new Map(then.floors.map((floor) => [floor.id, floor]));
  return checked(now, then.floors, ({ id, placement }) => {
    const [, floorId, xM, yM] = places.get(id) ?? [];
    if (!placement) return null;
    if (floorId !== undefined && xM !== undefined && yM !== undefined)
      return { ...placement, floorId, xM, yM };
    const stretch = sameSheet(before.get(placement.floorId), after.get(placement.floorId));
    return { ...placement, xM: placement.xM * stretch, yM: placement.yM * stretch };
  });
}

function sameSheet(before: FloorView | undefined, after: FloorView | undefined): number {
  if (!before || !after) return 1;
  const same = before.drawing?.sha256 === after.drawing?.sha256 && before.planSvg === after.planSvg;
  return same ? after.widthM / before.widthM : 1;
}

function floorOf(planned: PlannedFloor, byId: ReadonlyMap<string, FloorView>): FloorView {
  const { id, name, level, widthM, heightM, planOf, drawing } = planned;
  const zones = planned.zones.map(({ polygon, ...zone }) => ({
    ...zone,
    polygon: polygon.map(([x, y]) => [round(x), round(y)] as const),
  }));
  const own = planOf === null ? undefined : byId.get(planOf);
  const planSvg = drawing ? '' : (own?.planSvg ?? outline(widthM, heightM));
  const shared = !drawing && own?.drawing ? { drawing: own.drawing } : {};
  return { id, name, level, widthM, heightM, planSvg, ...(drawing ? { drawing } : shared), zones };
}

/** A bare floor, as a new site has it. */
function outline(widthM: number, heightM: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthM} ${heightM}"><rect class="plan-outline" x="0" y="0" width="${widthM}" height="${heightM}"/></svg>`;
}

function merged(
  deviceId: string,
  before: DevicePlacement | null,
  { floorId, xM, yM, name, upstreamPanel, branch }: PlannedPlacement,
): DevicePlacement {
  const known: DevicePlacement = before ?? {
    name: deviceId,
    floorId,
    xM,
    yM,
    zoneId: null,
    upstreamPanel: null,
    ratedCurrentA: null,
    gasSensor: null,
    temperatureSensor: null,
    model: null,
    expectedIntervalMs: DEFAULT_INTERVAL_MS,
  };
  return {
    ...known,
    floorId,
    xM,
    yM,
    ...(name !== undefined && { name }),
    ...(upstreamPanel !== undefined && { upstreamPanel: upstreamPanel || null }),
    ...(branch !== undefined && { branch: branch || null }),
  };
}

function checked(
  now: CurrentBuilding,
  floors: readonly FloorView[],
  placeOf: (device: RegisteredDevice) => DevicePlacement | null,
): NextBuilding | PlanRefusal {
  const byId = new Map(floors.map((floor) => [floor.id, floor]));
  const zonesBefore = new Map(
    now.floors.map(({ id, zones }) => [id, JSON.stringify(shapesOf(zones))]),
  );
  const redrawn = new Set(
    floors
      .filter(({ id, zones }) => zonesBefore.get(id) !== JSON.stringify(shapesOf(zones)))
      .map(({ id }) => id),
  );
  const placed = new Map<string, DevicePlacement>();
  const devices: CheckedDevice[] = [];
  const left = new Map<string, string[]>();
  for (const device of now.devices) {
    const wanted = placeOf(device);
    if (!wanted) continue;
    const { placement: before } = device;
    const [xM, yM] = [round(wanted.xM), round(wanted.yM)];
    const { floorId } = wanted;
    const moved = before?.floorId !== floorId || before.xM !== xM || before.yM !== yM;
    const floor = byId.get(floorId);
    if (!floor) left.set(floorId, [...(left.get(floorId) ?? []), device.id]);
    const zoneId =
      floor && (moved || redrawn.has(floorId))
        ? (zoneAt(floor.zones, xM, yM)?.id ?? null)
        : wanted.zoneId;
    const next: DevicePlacement = { ...wanted, xM, yM, zoneId };
    devices.push({ deviceId: device.id, name: next.name, floorId, xM, yM });
    if (!before || differs(before, next)) placed.set(device.id, next);
  }
  const [inUse] = left;
  if (inUse) return { code: 'floorInUse', floorId: inUse[0], devices: inUse[1] };
  const faults = planFaults(floors, devices).filter(isError);
  if (faults.length > 0) return { code: 'faults', faults };
  const dropped = now.floors.filter(({ id }) => !byId.has(id)).map(({ id }) => id);
  return { floors, placed, dropped };
}

const shapesOf = (zones: FloorView['zones']) => zones.map(({ id, polygon }) => [id, polygon]);

function differs(a: DevicePlacement, b: DevicePlacement): boolean {
  return (
    a.floorId !== b.floorId ||
    a.xM !== b.xM ||
    a.yM !== b.yM ||
    a.zoneId !== b.zoneId ||
    a.name !== b.name ||
    a.upstreamPanel !== b.upstreamPanel ||
    (a.branch ?? null) !== (b.branch ?? null)
  );
}
