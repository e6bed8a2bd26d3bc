/** Corners of a zone, in metres: what makes a shape that can be told inside from outside. */
export type Corner = readonly [x: number, y: number];
export type Polygon = readonly Corner[];

/** Below this a shape is a slip of the hand. Square metres. */
const MIN_AREA = 0.01;

/** Square metres, by the shoelace formula; positive whichever way round the corners go. */
export function areaOf(polygon: Polygon): number {
  let twice = 0;
  polygon.forEach(([x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length] ?? [0, 0];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

/** Three corners at least, some area, and no edge that crosses another. */
export function isSimple(polygon: Polygon): boolean {
  if (polygon.length < 3 || areaOf(polygon) < MIN_AREA) return false;
  for (let i = 0; i < polygon.length; i++)
    for (let j = i + 2; j < polygon.length; j++) {
      // The last edge and the first are neighbours.
      if (i === 0 && j === polygon.length - 1) continue;
      const [a, b] = edge(polygon, i);
      const [c, d] = edge(polygon, j);
      if (cross(a, b, c, d)) return false;
    }
  return true;
}

function edge(polygon: Polygon, i: number): readonly [Corner, Corner] {
  return [polygon[i] ?? [0, 0], polygon[(i + 1) % polygon.length] ?? [0, 0]];
}

/** On which side of the line from `a` to `b` a point lies. */
function side(a: Corner, b: Corner, [x, y]: Corner): number {
  return Math.sign((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]));
}

/** Whether two edges have a point in common; touching counts, since a point there is in two places. */
function cross(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return abc === 0 && abd === 0 && (isBetween(a, b, c) || isBetween(a, b, d));
}

function isBetween(a: Corner, b: Corner, [x, y]: Corner): boolean {
  return (
    x >= Math.min(a[0], b[0]) &&
    x <= Math.max(a[0], b[0]) &&
    y >= Math.min(a[1], b[1]) &&
    y <= Math.max(a[1], b[1])
  );
}

/** Where its name stands: the middle of what it covers. */
export function middleOf(polygon: Polygon): Corner {
  let twice = 0;
  let atX = 0;
  let atY = 0;
  polygon.forEach(([x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length] ?? [0, 0];
    const part = x * nextY - nextX * y;
    twice += part;
    atX += (x + nextX) * part;
    atY += (y + nextY) * part;
  });
  if (twice === 0) return polygon[0] ?? [0, 0];
  return [atX / (3 * twice), atY / (3 * twice)];
}
