/** The points of a small line over real time, for an SVG polyline. Pure. A value that never moves is a middle line. */
export function sparkline(
  t: readonly number[],
  values: readonly number[],
  width: number,
  height: number,
): string {
  const from = t[0] ?? 0;
  const span = Math.max(1, (t.at(-1) ?? 0) - from);
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  // A pixel inside the edge, or the line of the highest value would be cut in half.
  const inner = height - 2;
  return values
    .map((value, index) => {
      const x = (((t[index] ?? from) - from) / span) * width;
      const y = range === 0 ? height / 2 : 1 + inner - ((value - low) / range) * inner;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}
