/** Which readings are kept when they can't be stored and there is no room for all of them. */
import { causesIn } from '#shared/alarms/conditions.ts';
import type { ScoredReading } from './scoredReading.ts';

/** Whether the reading gives cause for an alarm. */
export const isDanger = ({ reading, assessment }: ScoredReading): boolean =>
  causesIn(reading, assessment) !== 0;

/**
 * At most `room` of the readings, in their order. Calm ones go first, the oldest before the newer. If danger alone is
 * too much, its oldest stays: it raised the alarms.
 */
export function makeRoom(readings: readonly ScoredReading[], room: number): ScoredReading[] {
  let over = readings.length - room;
  const kept = readings.filter((scored) => over <= 0 || isDanger(scored) || over-- <= 0);
  return kept.slice(0, room);
}
