import { type FloorPlan, type Room, roomAt } from './plans/FloorPlan.ts';
import { distance, type Point } from './plans/geometry.ts';
import { seeded } from './random.ts';

export interface SparePlace {
  readonly floorId: string;
  readonly room: Room;
  readonly xM: number;
  readonly yM: number;
}

/** Two markers nearer than this can't be told apart on a desk's screen. */
const SMALLEST_DISTANCE_M = 1.5;
const STEP_M = 1.55;

/** Free places inside the rooms of all floors, none too near to another, in an order that the seed decides. */
export function sparePlaces(
  floors: readonly FloorPlan[],
  occupied: readonly { readonly floorId: string; readonly xM: number; readonly yM: number }[],
  seed: number,
): readonly SparePlace[] {
  const random = seeded(seed, 'spare');
  const places: (SparePlace & { readonly order: number })[] = [];
  for (const plan of floors) {
    const taken = occupied
      .filter(({ floorId }) => floorId === plan.id)
      .map(({ xM, yM }): Point => [xM, yM]);
    for (let row = 0; row * STEP_M < plan.heightM; row += 1) {
      for (let column = 0; column * STEP_M < plan.widthM; column += 1) {
        const point: Point = [column * STEP_M + 0.4, row * STEP_M + 0.4];
        const room = roomAt(plan, point);
        // Rooms without a written name are stairs and shafts.
        if (room === undefined || room.labelSize === 0) continue;
        if (taken.some((other) => distance(other, point) < SMALLEST_DISTANCE_M)) continue;
        const [xM, yM] = [Math.round(point[0] * 100) / 100, Math.round(point[1] * 100) / 100];
        places.push({ floorId: plan.id, room, xM, yM, order: random.next() });
      }
    }
  }
  return places.sort((a, b) => a.order - b.order);
}
