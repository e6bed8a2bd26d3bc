/** Where a hand meant to put a corner: at another corner, in line with the last one, or on the nearest five centimetres. */
import type { Corner, Polygon } from '#shared/plans/polygon.ts';

const CORNER_PX = 11;
const LINE_PX = 9;
const GRID_M = 0.05;

/**
 * @param scale CSS pixels per metre
 * @param last the corner before; a wall is rarely a degree off
 */
export function snapPoint(
  [x, y]: Corner,
  {
    polygons,
    last,
    scale,
  }: {
    readonly polygons: readonly Polygon[];
    readonly last: Corner | null;
    readonly scale: number;
  },
): Corner {
  let nearest: Corner | null = null;
  let best = CORNER_PX / scale;
  for (const polygon of polygons)
    for (const corner of polygon) {
      const apart = Math.hypot(corner[0] - x, corner[1] - y);
      if (apart > best) continue;
      best = apart;
      nearest = corner;
    }
  if (nearest !== null) return nearest;
  const reach = LINE_PX / scale;
  return [
    last !== null && Math.abs(last[0] - x) < reach ? last[0] : grid(x),
    last !== null && Math.abs(last[1] - y) < reach ? last[1] : grid(y),
  ];
}

/** Rounded twice, so that a tenth is written as a tenth. */
const grid = (metres: number): number =>
  Math.round(Math.round(metres / GRID_M) * GRID_M * 100) / 100;

/** Keeps a place on the floor. */
export function clampTo(
  [x, y]: Corner,
  { width, height }: { readonly width: number; readonly height: number },
): Corner {
  return [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
}
