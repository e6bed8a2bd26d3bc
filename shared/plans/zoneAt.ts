import type { Polygon } from './polygon.ts';

/** The zone that a place lies in, by the even-odd rule; null outside of all. Of overlapping zones the first. */
export function zoneAt<Zone extends { readonly polygon: Polygon }>(
  zones: readonly Zone[],
  xM: number,
  yM: number,
): Zone | null {
  return zones.find((zone) => contains(zone.polygon, xM, yM)) ?? null;
}

function contains(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0; i < polygon.length; i++) {
    const [ax, ay] = polygon[i] ?? [0, 0];
    const [bx, by] = polygon[(i + 1) % polygon.length] ?? [0, 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
