/** Which copies of the control room may go. */
import { hourOf } from '../storage/telemetry/days.ts';
import type { Point } from './backupFolder.ts';

/** The newest of these stay one by one: an hour of increments. */
const NEWEST = 12;
/** Behind them one for each hour. */
const HOURS = 24;

/**
 * By number and never by age, so that a clock that jumps years ahead deletes nothing.
 *
 * @param points oldest first
 * @param keepNights how many of those of a night stay
 */
export function pointsToDrop(points: readonly Point[], keepNights: number): Point[] {
  const nights = new Set(points.filter(({ night }) => night).slice(-keepNights));
  const newest = new Set(points.slice(-NEWEST));
  const hours = new Map<number, Point>();
  for (const point of points.toReversed()) {
    if (hours.size >= HOURS && !hours.has(hourOf(point.at))) continue;
    if (!newest.has(point) && !hours.has(hourOf(point.at))) hours.set(hourOf(point.at), point);
  }
  const hourly = new Set(hours.values());
  return points.filter((point) => !nights.has(point) && !newest.has(point) && !hourly.has(point));
}

/**
 * Copied days beyond the newest `keep`, unless the data folder still has them: by number as well.
 *
 * @param copied sorted, oldest first
 */
export function daysToDrop(
  copied: readonly string[],
  there: ReadonlySet<string>,
  keep: number,
): string[] {
  return copied.slice(0, Math.max(0, copied.length - keep)).filter((day) => !there.has(day));
}
