/** How much of a walk test is done. Pure, so that the screen, the certificate and the tests count alike. */
import { REQUIRED_ITEMS, type RequiredItem, type WalkTestItem } from './items.ts';

/** `device`: it really sent the message. `desk`: the desk injected one. */
export const HIT_ORIGINS = ['device', 'desk'] as const;
export type HitOrigin = (typeof HIT_ORIGINS)[number];

/** What was found at one point: the newest of its origin, and how often. */
export interface WalkTestHit {
  readonly deviceId: string;
  readonly item: WalkTestItem;
  readonly origin: HitOrigin;
  /** Whether the desk recognised it as the right kind and would have annunciated it. */
  readonly passed: boolean;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
  /** Who injected it; null for what a device sent. */
  readonly by: string | null;
  readonly desk: string | null;
  /** Why it didn't pass; null when it did. */
  readonly fault: WalkTestFault | null;
}

const WALK_TEST_FAULTS = [
  /** The message could not be read. */
  'notDecoded',
  /** Read, but the kind was not found in it. */
  'notRecognised',
  /** Recognised, but it would not annunciate: the point is set aside. */
  'setAside',
] as const;
export type WalkTestFault = (typeof WALK_TEST_FAULTS)[number];

/** One point of the matrix: the better of what both origins showed. */
export type CellState = 'untested' | 'failed' | 'byDesk' | 'byDevice';

export function cellState(hits: readonly WalkTestHit[]): CellState {
  const passed = hits.filter((hit) => hit.passed);
  if (passed.some(({ origin }) => origin === 'device')) return 'byDevice';
  if (hits.some((hit) => !hit.passed)) return 'failed';
  return passed.length > 0 ? 'byDesk' : 'untested';
}

export interface Coverage {
  /** Devices times required items. */
  readonly points: number;
  /** Passed by either origin. */
  readonly covered: number;
  /** Of them, those that the device itself sent. */
  readonly byDevice: number;
  readonly failed: number;
}

export interface MissingPoint {
  readonly deviceId: string;
  readonly item: RequiredItem;
  readonly state: 'untested' | 'failed';
}

export function coverageOf(
  deviceIds: readonly string[],
  hits: readonly WalkTestHit[],
): { readonly coverage: Coverage; readonly missing: readonly MissingPoint[] } {
  const byPoint = Map.groupBy(hits, ({ deviceId, item }) => `${item} ${deviceId}`);
  const missing: MissingPoint[] = [];
  let byDevice = 0;
  for (const deviceId of deviceIds) {
    for (const item of REQUIRED_ITEMS) {
      const state = cellState(byPoint.get(`${item} ${deviceId}`) ?? []);
      if (state === 'byDevice') byDevice++;
      else if (state !== 'byDesk') missing.push({ deviceId, item, state });
    }
  }
  const points = deviceIds.length * REQUIRED_ITEMS.length;
  const failed = missing.filter(({ state }) => state === 'failed').length;
  return { coverage: { points, covered: points - missing.length, byDevice, failed }, missing };
}

/** Whole percent, never rounded up to a hundred that it isn't. */
export function percentOf({ covered, points }: Coverage): number {
  return points === 0 ? 0 : Math.floor((covered / points) * 100);
}
