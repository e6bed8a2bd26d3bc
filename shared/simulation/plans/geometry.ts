/** Plane geometry in metres, y downwards, as on the plans. */

export type Point = readonly [x: number, y: number];
export type Polygon = readonly Point[];

/** At most millimetres, and no trailing zeros: a plan is text that is stored and sent. */
export function n(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

export function box(x1: number, y1: number, x2: number, y2: number): Polygon {
  return [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ];
}

/** Points on a circle, both ends included; angles in degrees, clockwise from east because y points down. */
export function arc(
  center: Point,
  radius: number,
  from: number,
  to: number,
  pieces: number,
): Point[] {
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / pieces) * Math.PI) / 180;
    return [center[0] + radius * Math.cos(angle), center[1] + radius * Math.sin(angle)];
  });
}

export function polygonPath(polygon: Polygon): string {
  return `M${polygon.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`;
}

/** Even-odd rule; a point exactly on an edge may count either way. */
export function contains(polygon: Polygon, [x, y]: Point): boolean {
  let inside = false;
  polygon.forEach(([x1, y1], i) => {
    const [x2, y2] = polygon[(i + 1) % polygon.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

export function distance([x1, y1]: Point, [x2, y2]: Point): number {
  return Math.hypot(x2 - x1, y2 - y1);
}

/** Mean of the box around it: good enough to write a name in a room that is not crooked. */
export function middle(polygon: Polygon): Point {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}
