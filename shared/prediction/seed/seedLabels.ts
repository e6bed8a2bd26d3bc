/** The seed's simulated truth and its sequences, for the golden vectors alone. */
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface SeedLabelRow {
  readonly deviceId: string;
  readonly at: EpochMs;
  readonly pcbTemperature: number;
  readonly sensorTemperature: number;
  readonly arcCount: number;
  readonly coGas: number;
  readonly voc: number;
  /** Alarm bits that are set. */
  readonly alarms: number;
}

const AHEAD_ROWS = 10;
const AHEAD_MS = 600_000;

/** What the seed takes for a fire. */
function burns(row: SeedLabelRow): boolean {
  return (
    row.pcbTemperature > 70 ||
    row.sensorTemperature > 70 ||
    row.arcCount > 5 ||
    (row.coGas > 25 && row.voc > 600) ||
    row.alarms > 4
  );
}

/** Bug for bug: "within ten minutes" is ten rows, of whichever device, and the last ten rows never look ahead. */
export function seedFireLabels(rows: readonly SeedLabelRow[]): number[] {
  const burning = rows.map(burns);
  return rows.map((_, i) => {
    const looksAhead = i < rows.length - AHEAD_ROWS;
    const ahead = looksAhead && burning.slice(i + 1, i + 1 + AHEAD_ROWS).includes(true);
    return burning[i] || ahead ? 1 : 0;
  });
}

/** What was meant: the same device, within ten minutes, for every row. */
export function fireLabels(rows: readonly SeedLabelRow[]): number[] {
  const burning = rows.filter(burns);
  return rows.map(({ deviceId, at }) =>
    burning.some((fire) => fire.deviceId === deviceId && fire.at >= at && fire.at - at <= AHEAD_MS)
      ? 1
      : 0,
  );
}

export interface SeedSequences<T> {
  readonly sequences: readonly (readonly T[])[];
  readonly targets: readonly number[];
}

/** Each run of rows with the label of the row behind it. */
export function seedSequences<T>(
  rows: readonly T[],
  labels: readonly number[],
  length: number,
): SeedSequences<T> {
  const count = Math.max(0, rows.length - length);
  const starts = Array.from({ length: count }, (_, i) => i);
  return {
    sequences: starts.map((i) => rows.slice(i, i + length)),
    targets: starts.map((i) => labels[i + length]!),
  };
}

/** How far a probability is from a half, doubled: the seed's confidence, which no outcome ever calibrated. */
export function seedConfidence(probability: number): number {
  return Math.min(1, Math.abs(probability - 0.5) * 2);
}
