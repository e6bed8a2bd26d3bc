/** The glass curve at the corner of the two streets. */
import { CURVE_CENTER, CURVE_RADIUS } from './core.ts';
import { arc, n, type Point } from './geometry.ts';
import { circle, line } from './symbols.ts';

/** From the east front to the south front, for polygons. */
export const curvePoints: readonly Point[] = arc(CURVE_CENTER, CURVE_RADIUS, 0, 90, 12);

function sweep(radius: number, from: number, to: number): string {
  const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = arc(CURVE_CENTER, radius, from, to, 1);
  return `M${n(x1)} ${n(y1)}A${radius} ${radius} 0 0 1 ${n(x2)} ${n(y2)}`;
}

function glass(from: number, to: number): string {
  const mullions = Array.from({ length: Math.round((to - from) / 7.5) + 1 }, (_, i) => {
    const angle = from + i * 7.5;
    const [inner = [0, 0]] = arc(CURVE_CENTER, CURVE_RADIUS - 0.2, angle, angle, 1);
    const [outer = [0, 0]] = arc(CURVE_CENTER, CURVE_RADIUS + 0.2, angle, angle, 1);
    return line(inner[0], inner[1], outer[0], outer[1]);
  });
  const panes = [-0.2, 0, 0.2].map((offset) => sweep(CURVE_RADIUS + offset, from, to));
  return panes.join('') + mullions.join('');
}

/** Glass on both sides of the entrance. */
export const curveGlass = glass(0, 37.5) + glass(52.5, 90);
/** Upstairs there is no entrance. */
export const curveGlassWhole = glass(0, 90);

const [[ex, ey] = [0, 0]] = arc(CURVE_CENTER, CURVE_RADIUS, 45, 45, 1);
const wings = [20, 65, 110, 155].map((angle) => {
  const [[x1, y1] = [0, 0]] = arc([ex, ey], 1.15, angle, angle, 1);
  const [[x2, y2] = [0, 0]] = arc([ex, ey], 1.15, angle + 180, angle + 180, 1);
  return line(x1, y1, x2, y2);
});
/** A revolving door in the middle of the curve. */
export const revolvingDoor =
  circle(ex, ey, 1.3) + wings.slice(0, 1).join('') + wings.slice(2, 3).join('');
