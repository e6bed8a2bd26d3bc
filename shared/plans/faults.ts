/** What is wrong, or not finished, with a plan. The editor lists it; the engine refuses what is an error. */
import type { FloorDrawing } from './drawing.ts';
import { isSimple, type Polygon } from './polygon.ts';
import { zoneAt } from './zoneAt.ts';

interface CheckedZone {
  readonly id: string;
  readonly name: { readonly ko: string; readonly en: string };
  readonly polygon: Polygon;
}

export interface CheckedFloor {
  readonly id: string;
  readonly name: { readonly ko: string; readonly en: string };
  readonly widthM: number;
  readonly heightM: number;
  readonly drawing?: FloorDrawing | null;
  readonly zones: readonly CheckedZone[];
}

export interface CheckedDevice {
  readonly deviceId: string;
  readonly name: string;
  /** Null while it waits to be placed. */
  readonly floorId: string | null;
  readonly xM: number;
  readonly yM: number;
}

const ERRORS = [
  /** Two floors, or two zones of one floor, of the same identifier. */
  'sameId',
  /** Corners that make no shape: too few, no area, or edges that cross. */
  'zoneShape',
  'zoneOutside',
  'deviceOutside',
  /** It stands on a floor that the plan doesn't have. */
  'deviceNowhere',
] as const;
const WARNINGS = [
  'notToScale',
  'sameFloorName',
  'sameZoneName',
  'deviceUnplaced',
  'deviceInNoZone',
  'sameSpot',
  'sameDeviceName',
] as const;
type PlanError = (typeof ERRORS)[number];
export type FaultCode = PlanError | (typeof WARNINGS)[number];

export interface PlanFault {
  readonly code: FaultCode;
  readonly floorId: string | null;
  readonly zoneId?: string;
  readonly deviceId?: string;
  /** The other one of two. */
  readonly otherId?: string;
}

export const isError = ({ code }: Pick<PlanFault, 'code'>): boolean =>
  (ERRORS as readonly string[]).includes(code);

/** Metres; nearer than this two devices are one marker. */
const SAME_SPOT_M = 0.1;
/** Metres; a zone drawn along the edge may be off by what a hand and rounding are off. */
const EDGE_M = 0.01;

/** Errors first; of floors in their order, then of devices in theirs. */
export function planFaults(
  floors: readonly CheckedFloor[],
  devices: Iterable<CheckedDevice>,
): readonly PlanFault[] {
  const found = [...floorFaults(floors), ...deviceFaults(floors, devices)];
  return [...found.filter(isError), ...found.filter((fault) => !isError(fault))];
}

function* floorFaults(floors: readonly CheckedFloor[]): Generator<PlanFault> {
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const floor of floors) {
    const floorId = floor.id;
    if (ids.has(floorId)) yield { code: 'sameId', floorId };
    if (names.has(floor.name.ko)) yield { code: 'sameFloorName', floorId };
    if (floor.drawing && !floor.drawing.scaled) yield { code: 'notToScale', floorId };
    ids.add(floorId);
    names.add(floor.name.ko);
    yield* zoneFaults(floor);
  }
}

function* zoneFaults(floor: CheckedFloor): Generator<PlanFault> {
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const { id: zoneId, name, polygon } of floor.zones) {
    const at = { floorId: floor.id, zoneId };
    if (ids.has(zoneId)) yield { code: 'sameId', ...at };
    if (!isSimple(polygon)) yield { code: 'zoneShape', ...at };
    if (!polygon.every(([x, y]) => isOn(floor, x, y))) yield { code: 'zoneOutside', ...at };
    if (names.has(name.ko)) yield { code: 'sameZoneName', ...at };
    ids.add(zoneId);
    names.add(name.ko);
  }
}

function* deviceFaults(
  floors: readonly CheckedFloor[],
  devices: Iterable<CheckedDevice>,
): Generator<PlanFault> {
  const byId = new Map(floors.map((floor) => [floor.id, floor]));
  const spots = new Map<string, string>();
  const names = new Map<string, string>();
  for (const { deviceId, name, floorId, xM, yM } of devices) {
    if (floorId === null) {
      yield { code: 'deviceUnplaced', floorId, deviceId };
      continue;
    }
    const at = { floorId, deviceId };
    const floor = byId.get(floorId);
    if (floor === undefined) yield { code: 'deviceNowhere', ...at };
    else if (!isOn(floor, xM, yM)) yield { code: 'deviceOutside', ...at };
    else if (floor.zones.length > 0 && zoneAt(floor.zones, xM, yM) === null)
      yield { code: 'deviceInNoZone', ...at };
    const cell = (value: number) => Math.round(value / SAME_SPOT_M);
    const spot = `${floorId} ${cell(xM)} ${cell(yM)}`;
    const there = spots.get(spot);
    if (there === undefined) spots.set(spot, deviceId);
    else yield { code: 'sameSpot', ...at, otherId: there };
    const called = names.get(name);
    if (called === undefined) names.set(name, deviceId);
    else yield { code: 'sameDeviceName', ...at, otherId: called };
  }
}

function isOn(floor: CheckedFloor, xM: number, yM: number): boolean {
  return (
    xM >= -EDGE_M && yM >= -EDGE_M && xM <= floor.widthM + EDGE_M && yM <= floor.heightM + EDGE_M
  );
}
