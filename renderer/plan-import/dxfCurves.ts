/** The curves of a DXF as points, near enough that nobody sees a corner. Angles in radians. */
export type Dot = readonly [x: number, y: number];

/** Steps of a whole turn. */
const STEPS = 72;

/** Counter-clockwise from one angle to the other. */
export function arcDots(centre: Dot, radius: number, from: number, to: number): Dot[] {
  const turn = 2 * Math.PI;
  const sweep = to > from ? to - from : to - from + turn * Math.ceil((from - to) / turn || 1);
  const steps = Math.max(2, Math.ceil((STEPS * sweep) / turn));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = from + (sweep * i) / steps;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });
}

/** @param major from the centre to the end of the long axis; @param ratio of the short axis to the long one */
export function ellipseDots(
  centre: Dot,
  major: Dot,
  ratio: number,
  from: number,
  to: number,
): Dot[] {
  return arcDots([0, 0], 1, from, to).map(([cos, sin]) => [
    centre[0] + major[0] * cos - major[1] * ratio * sin,
    centre[1] + major[1] * cos + major[0] * ratio * sin,
  ]);
}

/** From `a`, without it, to `b`. A bulge is the tangent of a quarter of the arc's angle, positive to the left. */
export function bulgeDots(a: Dot, b: Dot, bulge: number): Dot[] {
  const chord = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (bulge === 0 || chord === 0) return [b];
  const angle = 4 * Math.atan(bulge);
  const radius = chord / (2 * Math.sin(angle / 2));
  const towards = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const inwards = towards + Math.PI / 2 - angle / 2;
  const centre: Dot = [a[0] + radius * Math.cos(inwards), a[1] + radius * Math.sin(inwards)];
  const start = Math.atan2(a[1] - centre[1], a[0] - centre[0]);
  const reach = Math.abs(radius);
  const steps = Math.max(2, Math.ceil((STEPS * Math.abs(angle)) / (2 * Math.PI)));
  return Array.from({ length: steps }, (_, i) => {
    if (i === steps - 1) return b;
    const at = start + (angle * (i + 1)) / steps;
    return [centre[0] + reach * Math.cos(at), centre[1] + reach * Math.sin(at)];
  });
}

/** A B-spline by de Boor's algorithm; its weights are left out, which a plan's curves hardly have. */
export function splineDots(
  points: readonly Dot[],
  degree: number,
  knots: readonly number[],
): Dot[] {
  const from = knots[degree];
  const to = knots[points.length];
  if (from === undefined || to === undefined || knots.length < points.length + degree + 1)
    return [...points];
  const steps = Math.min(400, points.length * 8);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const at = from + ((to - from) * i) / steps;
    let span = degree;
    while (span < points.length - 1 && (knots[span + 1] ?? 0) <= at) span++;
    return deBoor(points, degree, knots, span, at);
  });
}

function deBoor(
  points: readonly Dot[],
  degree: number,
  knots: readonly number[],
  span: number,
  at: number,
): Dot {
  const near: Dot[] = Array.from(
    { length: degree + 1 },
    (_, j): Dot => points[span - degree + j] ?? [0, 0],
  );
  for (let round = 1; round <= degree; round++)
    for (let j = degree; j >= round; j--) {
      const left = knots[span - degree + j] ?? 0;
      const width = (knots[span + 1 + j - round] ?? 0) - left;
      const share = width === 0 ? 0 : (at - left) / width;
      const [a, b] = [near[j - 1] ?? [0, 0], near[j] ?? [0, 0]];
      near[j] = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    }
  return near[degree] ?? [0, 0];
}
