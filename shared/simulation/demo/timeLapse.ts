import type { DeviceBody } from '../physics/DeviceBody.ts';

/**
 * How fast a device lives while something happens to it: seconds of its physics in one second of the calendar. Faults
 * take hours and a visitor has minutes, so a demonstration is a time-lapse: the same steps of the same physics, more of
 * them between two readings. The hour and the weather go on by the calendar.
 *
 * @param sinceS calendar seconds since it began
 */
export type TimeLapse = (sinceS: number, body: DeviceBody) => number;

type Curve = readonly (readonly [seconds: number, value: number])[];

/** Hours in minutes; a film that waits goes on slowly, as it must not stand still. */
const FASTEST = 480;
const SLOWEST = 1;

export const steadily =
  (times: number): TimeLapse =>
  () =>
    times;

/**
 * As fast as it takes for a value to follow a curve, so that each device shows the same story at the same moment,
 * whatever its constants: fast while the value lags behind, slowly while it is ahead. After the curve's end at a steady
 * speed.
 */
export function following(
  value: (body: DeviceBody) => number,
  curve: Curve,
  afterwards: number,
): TimeLapse {
  return (sinceS, body) => {
    const wanted = at(curve, sinceS);
    if (wanted === null) return afterwards;
    return value(body) < wanted ? FASTEST : SLOWEST;
  };
}

/** Straight between its points; null after the last. */
function at(curve: Curve, seconds: number): number | null {
  let before = curve[0]!;
  for (const point of curve) {
    if (seconds < point[0]) {
      const share = (seconds - before[0]) / (point[0] - before[0]);
      return before[1] + (point[1] - before[1]) * Math.max(0, share);
    }
    before = point;
  }
  return null;
}
