/** One floor as it is drawn: the data, from which the drawing, the zones and the placing of devices all come. */
import type { FloorView, LocalName } from '#shared/contract/views.ts';
import { contains, middle, n, type Point, type Polygon, polygonPath } from './geometry.ts';
import { drawWalls, type Wall } from './walls.ts';

export interface Room {
  readonly id: string;
  readonly name: LocalName;
  readonly polygon: Polygon;
  readonly electrical?: boolean;
  /** Where the name stands, when the room's middle is furnished. */
  readonly labelAt?: Point;
  /** Height of the Korean letters in metres; 0 writes no name (a lift shaft). */
  readonly labelSize?: number;
}

export interface FloorPlan {
  readonly id: string;
  readonly name: LocalName;
  readonly level: number;
  readonly widthM: number;
  readonly heightM: number;
  /** Path data of the building's outer line. */
  readonly outline: string;
  readonly rooms: readonly Room[];
  readonly walls: readonly Wall[];
  /** Centres of the columns, 0.7 m square. */
  readonly columns: readonly Point[];
  /** Path data, stroked thin. */
  readonly fixtures: readonly string[];
  readonly stairs: readonly string[];
  /** Path data of glass that no straight wall holds. */
  readonly windows?: readonly string[];
  readonly doors?: readonly string[];
}

/** The room that a point lies in; rooms of one floor do not overlap. */
export function roomAt(plan: FloorPlan, point: Point): Room | undefined {
  return plan.rooms.find(({ polygon }) => contains(polygon, point));
}

/**
 * The drawing as SVG without colours. Filled by the theme: `plan-outline`, `plan-room`, `plan-room-electrical`,
 * `plan-wall`, `plan-label`, `plan-label-en`. Stroked by the theme, at the widths given here unless it has its own:
 * `plan-outline`, `plan-door`, `plan-window`, `plan-stair`, `plan-fixture`.
 */
function drawPlan(plan: FloorPlan): string {
  const { walls, doors, windows } = drawWalls(plan.walls);
  const columns = plan.columns
    .map(([x, y]) =>
      polygonPath([
        [x - 0.35, y - 0.35],
        [x + 0.35, y - 0.35],
        [x + 0.35, y + 0.35],
        [x - 0.35, y + 0.35],
      ]),
    )
    .join('');
  const stroked = (name: string, width: number, d: string) =>
    `<path class="${name}" fill="none" stroke-width="${width}" stroke-linejoin="round" d="${d}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(plan.widthM)} ${n(plan.heightM)}">`,
    `<path class="plan-outline" stroke-width="0.2" d="${plan.outline}"/>`,
    ...plan.rooms.map(
      ({ polygon, electrical }) =>
        `<path class="${electrical === true ? 'plan-room plan-room-electrical' : 'plan-room'}" stroke="none" d="${polygonPath(polygon)}"/>`,
    ),
    stroked('plan-fixture', 0.05, plan.fixtures.join('')),
    stroked('plan-stair', 0.06, plan.stairs.join('')),
    `<path class="plan-wall" stroke="none" d="${walls}${columns}"/>`,
    stroked('plan-window', 0.06, windows + (plan.windows ?? []).join('')),
    stroked('plan-door', 0.06, doors + (plan.doors ?? []).join('')),
    ...plan.rooms.map(label),
    '</svg>',
  ].join('\n');
}

/** A drawing with a bare & in a name is no XML, and shows nothing at all. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function label({ name, polygon, labelAt, labelSize = 0.8 }: Room): string {
  if (labelSize === 0) return '';
  const [x, y] = labelAt ?? middle(polygon);
  return (
    `<text class="plan-label" text-anchor="middle" font-size="${labelSize}" x="${n(x)}" y="${n(y)}">${escaped(name.ko)}</text>` +
    `<text class="plan-label plan-label-en" text-anchor="middle" font-size="${n(labelSize * 0.62)}" x="${n(x)}" y="${n(y + labelSize * 0.85)}">${escaped(name.en)}</text>`
  );
}

export function floorView(plan: FloorPlan): FloorView {
  const { id, name, level, widthM, heightM, rooms } = plan;
  return {
    id,
    name,
    level,
    widthM,
    heightM,
    planSvg: drawPlan(plan),
    zones: rooms.map(({ id: roomId, name: roomName, polygon }) => ({
      id: `${id}-${roomId}`,
      name: roomName,
      polygon,
    })),
  };
}
