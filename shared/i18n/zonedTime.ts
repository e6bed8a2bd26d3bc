import type { EpochMs } from '#shared/telemetry/reading.ts';
import { stamp } from './stamp.ts';

/**
 * What was typed into a form's field for date and time (`2026-01-05T14:03`), in the site's zone, as a moment. Of an hour that the clocks pass twice it is one of the two; of one
 * that they leave out, the moment after.
 *
 * @returns undefined for an empty or unfinished field
 */
export function fromField(text: string, timeZone: string): EpochMs | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return undefined;
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const offsetAt = (at: EpochMs) => Date.parse(`${stamp(at, timeZone).replace(' ', 'T')}Z`) - at;
  // The offset at the right moment is found from that at a near one.
  const near = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(near);
}
