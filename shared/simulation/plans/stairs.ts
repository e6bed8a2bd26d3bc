/** Stairs and lifts: what people and smoke move through. */
import { n } from './geometry.ts';
import { arrow, line, rect } from './symbols.ts';

/** Two flights side by side with a landing at the far end, and the arrow that goes up. */
export function stair(x: number, y: number, w: number, h: number): string {
  const landing = 1.3;
  const treads = Math.floor((h - landing - 1) / 0.3);
  const middle = x + w / 2;
  let path =
    line(middle, y + landing, middle, y + landing + treads * 0.3) +
    line(middle - 0.08, y + landing, middle - 0.08, y + landing + treads * 0.3);
  for (let i = 0; i <= treads; i += 1)
    path += line(x, y + landing + i * 0.3, x + w, y + landing + i * 0.3);
  const foot = y + landing + treads * 0.3 + 0.5;
  return `${path}M${n(x + w * 0.25)} ${n(foot)}V${n(y + landing / 2)}H${n(x + w * 0.75)}${arrow(x + w * 0.75, y + landing / 2, x + w * 0.75, foot)}`;
}

/** The shaft's cross, the car, and its doors on the side of the lobby (below). */
export function lift(x: number, y: number, w: number, h: number): string {
  const m = 0.22;
  return (
    rect(x + m, y + m, w - 2 * m, h - 2 * m) +
    line(x + m, y + m, x + w - m, y + h - m) +
    line(x + w - m, y + m, x + m, y + h - m) +
    line(x + w * 0.25, y + h - 0.06, x + w * 0.75, y + h - 0.06)
  );
}
