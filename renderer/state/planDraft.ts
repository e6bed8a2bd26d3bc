/** A plan while it is edited: floors as they will be, and devices that will stand elsewhere. Pure. */
import type { DeviceView, FloorView, LocalName } from '#shared/contract/views.ts';
import type { DrawingView, FloorDrawing } from '#shared/plans/drawing.ts';
import type { CheckedDevice } from '#shared/plans/faults.ts';
import type { PlannedBuilding, PlannedFloor, PlannedPlacement } from '#shared/plans/plan.ts';
import { SIDE_M, type ZoneKind } from '#shared/plans/plan.ts';
import type { Corner, Polygon } from '#shared/plans/polygon.ts';

export type DraftZone = PlannedFloor['zones'][number];

export interface PlanDraft {
  readonly floors: readonly PlannedFloor[];
  readonly moves: ReadonlyMap<string, PlannedPlacement>;
}

/** A device as the draft has it. */
export interface DraftDevice extends CheckedDevice {
  readonly upstreamPanel: string | null;
  readonly branch: string | null;
}

export function draftOf(floors: readonly FloorView[]): PlanDraft {
  return {
    floors: floors.map(({ id, name, level, widthM, heightM, drawing, zones }) => ({
      id,
      name,
      level,
      widthM,
      heightM,
      planOf: drawing ? null : id,
      drawing: drawing ?? null,
      zones: zones.map((zone) => ({ ...zone, kind: zone.kind ?? 'other' })),
      stretch: 1,
    })),
    moves: new Map(),
  };
}

export function toBuilding({ floors, moves }: PlanDraft): PlannedBuilding {
  return { floors: [...floors], placements: [...moves.values()] };
}

/** Every device, where the draft puts it; those that wait to be placed have no floor. */
export function draftDevices(
  { floors, moves }: PlanDraft,
  devices: Iterable<DeviceView>,
): readonly DraftDevice[] {
  const stretch = new Map(floors.map((floor) => [floor.id, floor.stretch]));
  return [...devices].map(({ id: deviceId, placement }) => {
    const move = moves.get(deviceId);
    const times = stretch.get(placement?.floorId ?? '') ?? 1;
    return {
      deviceId,
      name: move?.name ?? placement?.name ?? deviceId,
      floorId: move?.floorId ?? placement?.floorId ?? null,
      xM: move?.xM ?? (placement?.xM ?? 0) * times,
      yM: move?.yM ?? (placement?.yM ?? 0) * times,
      upstreamPanel: move?.upstreamPanel ?? placement?.upstreamPanel ?? null,
      branch: move?.branch ?? placement?.branch ?? null,
    };
  });
}

type FloorChange = Partial<Omit<PlannedFloor, 'id'>>;

export function changeFloor(draft: PlanDraft, floorId: string, change: FloorChange): PlanDraft {
  return {
    ...draft,
    floors: draft.floors.map((floor) => (floor.id === floorId ? { ...floor, ...change } : floor)),
  };
}

/** An identifier that no floor or zone has. */
function freshId(stem: string, taken: Iterable<{ readonly id: string }>): string {
  const known = new Set([...taken].map(({ id }) => id));
  for (let i = known.size + 1; ; i++) if (!known.has(`${stem}-${i}`)) return `${stem}-${i}`;
}

/** @param live floors that are published: one that was taken away must not give its name to another at once */
function freshFloorId(draft: PlanDraft, live: readonly FloorView[]): string {
  return freshId('floor', [...draft.floors, ...live]);
}

const topLevel = ({ floors }: PlanDraft): number =>
  floors.reduce((top, { level }) => Math.max(top, level), -1);

/** A bare floor on top of all others. */
export function addFloor(
  draft: PlanDraft,
  live: readonly FloorView[],
  name: LocalName,
): { readonly draft: PlanDraft; readonly floorId: string } {
  const floorId = freshFloorId(draft, live);
  const floor: PlannedFloor = {
    id: floorId,
    name,
    level: topLevel(draft) + 1,
    widthM: 40,
    heightM: 30,
    planOf: null,
    drawing: null,
    zones: [],
    stretch: 1,
  };
  return { draft: { ...draft, floors: [...draft.floors, floor] }, floorId };
}

/** The same drawing and zones, without the devices, on top of all others. */
export function copyFloor(
  draft: PlanDraft,
  live: readonly FloorView[],
  from: string,
  name: LocalName,
): { readonly draft: PlanDraft; readonly floorId: string } {
  const floorId = freshFloorId(draft, live);
  const source = draft.floors.find(({ id }) => id === from);
  if (source === undefined) return { draft, floorId: from };
  const floor = { ...source, id: floorId, name, level: topLevel(draft) + 1, stretch: 1 };
  return { draft: { ...draft, floors: [...draft.floors, floor] }, floorId };
}

export function removeFloor(draft: PlanDraft, floorId: string): PlanDraft {
  return { ...draft, floors: draft.floors.filter(({ id }) => id !== floorId) };
}

/** Puts a file's drawing on a floor. Its width in metres stays as it was until it is measured, unless the file knows it. */
export function setDrawing(
  draft: PlanDraft,
  floorId: string,
  stored: Pick<DrawingView, 'sha256' | 'mediaType' | 'width' | 'height'>,
  { source, metres }: { readonly source: FloorDrawing['source']; readonly metres: number | null },
): PlanDraft {
  const floor = draft.floors.find(({ id }) => id === floorId);
  if (floor === undefined) return draft;
  const { sha256, mediaType, width, height } = stored;
  const widthM = within(metres ?? floor.widthM);
  return changeFloor(draft, floorId, {
    planOf: null,
    drawing: { sha256, mediaType, invert: true, scaled: metres !== null, source },
    widthM,
    heightM: within((widthM * height) / width),
  });
}

/** The floor becomes `times` as large, and all that is on it stays where it is on the sheet. */
export function scaleFloor(draft: PlanDraft, floorId: string, times: number): PlanDraft {
  const floor = draft.floors.find(({ id }) => id === floorId);
  if (floor === undefined || !Number.isFinite(times) || times <= 0) return draft;
  const widthM = floor.widthM * times;
  const heightM = floor.heightM * times;
  if (within(widthM) !== widthM || within(heightM) !== heightM) return draft;
  const scaled = changeFloor(draft, floorId, {
    widthM,
    heightM,
    stretch: floor.stretch * times,
    drawing: floor.drawing && { ...floor.drawing, scaled: true },
    zones: floor.zones.map((zone) => ({
      ...zone,
      polygon: zone.polygon.map(([x, y]) => [x * times, y * times] as const),
    })),
  });
  const moves = new Map(draft.moves);
  for (const [id, move] of moves)
    if (move.floorId === floorId)
      moves.set(id, { ...move, xM: move.xM * times, yM: move.yM * times });
  return { ...scaled, moves };
}

/** @param metres how far the two points are apart in the building */
export function scaleBetween(
  draft: PlanDraft,
  floorId: string,
  [a, b]: readonly [Corner, Corner],
  metres: number,
): PlanDraft {
  return scaleFloor(draft, floorId, metres / Math.hypot(a[0] - b[0], a[1] - b[1]));
}

const within = (metres: number): number => Math.min(SIDE_M.most, Math.max(SIDE_M.least, metres));

function changeZones(
  draft: PlanDraft,
  floorId: string,
  change: (zones: readonly DraftZone[]) => readonly DraftZone[],
): PlanDraft {
  const floor = draft.floors.find(({ id }) => id === floorId);
  return floor === undefined
    ? draft
    : changeFloor(draft, floorId, { zones: [...change(floor.zones)] });
}

export function addZone(
  draft: PlanDraft,
  floorId: string,
  zone: { readonly name: LocalName; readonly kind: ZoneKind; readonly polygon: Polygon },
): { readonly draft: PlanDraft; readonly zoneId: string } {
  // Unique in the whole building: records name a zone without its floor.
  const zoneId = freshId(
    `${floorId}-zone`.slice(-56),
    draft.floors.flatMap(({ zones }) => zones),
  );
  const added = { ...zone, polygon: [...zone.polygon], id: zoneId };
  return { draft: changeZones(draft, floorId, (zones) => [...zones, added]), zoneId };
}

export function changeZone(
  draft: PlanDraft,
  floorId: string,
  zoneId: string,
  change: Partial<Omit<DraftZone, 'id'>>,
): PlanDraft {
  return changeZones(draft, floorId, (zones) =>
    zones.map((zone) => (zone.id === zoneId ? { ...zone, ...change } : zone)),
  );
}

export function removeZone(draft: PlanDraft, floorId: string, zoneId: string): PlanDraft {
  return changeZones(draft, floorId, (zones) => zones.filter(({ id }) => id !== zoneId));
}

/** @param corner null takes the corner away, unless only three are left */
export function setCorner(polygon: Polygon, index: number, corner: Corner | null): Polygon {
  if (corner !== null) return polygon.map((one, i) => (i === index ? corner : one));
  return polygon.length > 3 ? polygon.filter((_, i) => i !== index) : polygon;
}

export function insertCorner(polygon: Polygon, after: number, corner: Corner): Polygon {
  return [...polygon.slice(0, after + 1), corner, ...polygon.slice(after + 1)];
}

/** Several at once are one step. What a move doesn't say stays as an earlier one said it. */
export function moveDevices(draft: PlanDraft, placements: readonly PlannedPlacement[]): PlanDraft {
  const moves = new Map(draft.moves);
  for (const one of placements) moves.set(one.deviceId, { ...moves.get(one.deviceId), ...one });
  return { ...draft, moves };
}
