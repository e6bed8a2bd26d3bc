/** The matrix of a walk test as plain data: one row for each device, one state for each point. */
import {
  type CellState,
  cellState,
  type HitOrigin,
  type WalkTestHit,
} from '#shared/walkTest/coverage.ts';
import {
  REQUIRED_ITEMS,
  type RequiredItem,
  WALK_TEST_ITEMS,
  type WalkTestItem,
} from '#shared/walkTest/items.ts';

export type HitsByPoint = ReadonlyMap<string, readonly WalkTestHit[]>;

export const pointKey = (deviceId: string, item: WalkTestItem): string => `${item} ${deviceId}`;

export function hitsByPoint(hits: readonly WalkTestHit[]): HitsByPoint {
  return Map.groupBy(hits, ({ deviceId, item }) => pointKey(deviceId, item));
}

export function statesOf(deviceId: string, hits: HitsByPoint): readonly CellState[] {
  return WALK_TEST_ITEMS.map((item) => cellState(hits.get(pointKey(deviceId, item)) ?? []));
}

export interface Point {
  readonly deviceId: string;
  readonly item: RequiredItem;
}

/** What neither the device nor the desk has shown yet, row by row. */
export function openPoints(deviceIds: readonly string[], hits: HitsByPoint): readonly Point[] {
  return deviceIds.flatMap((deviceId) =>
    REQUIRED_ITEMS.flatMap((item) => {
      const state = cellState(hits.get(pointKey(deviceId, item)) ?? []);
      return state === 'untested' || state === 'failed' ? [{ deviceId, item }] : [];
    }),
  );
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

const STEPS: Readonly<Record<string, Cell>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  PageUp: { row: -10, column: 0 },
  PageDown: { row: 10, column: 0 },
};

/** Where a key leads from a cell; null for any other key. */
export function moveCell({ row, column }: Cell, key: string, rows: number): Cell | null {
  const columns = WALK_TEST_ITEMS.length;
  if (key === 'Home') return { row, column: 0 };
  if (key === 'End') return { row, column: columns - 1 };
  const step = STEPS[key];
  if (step === undefined) return null;
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  return { row: within(row + step.row, rows), column: within(column + step.column, columns) };
}

/** The newest of one origin at one point. */
export const hitOf = (hits: readonly WalkTestHit[], origin: HitOrigin): WalkTestHit | undefined =>
  hits.find((hit) => hit.origin === origin);
