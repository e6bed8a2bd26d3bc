import { FRAME_FIELDS, type FrameTable } from '#shared/simulation/episodes/FrameTable.ts';

export type FrameField = (typeof FRAME_FIELDS)[number];

/** One field's values between two times (UTC ms), in order. */
export function fieldBetween(
  frames: FrameTable,
  field: FrameField,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): number[] {
  const column = FRAME_FIELDS.indexOf(field);
  const values: number[] = [];
  for (let row = 0; row < frames.length; row += 1) {
    const at = frames.timeMs[row]!;
    if (at >= from && at < to) values.push(frames.at(row, column));
  }
  return values;
}

/** @param share 0 to 1; NaN of nothing */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
