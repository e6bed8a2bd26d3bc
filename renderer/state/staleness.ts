/** When the page must say that it is not monitoring. Judged by the page's own monotonic clock, never by wall time. */

/** The engine sends at least one event a second; three missed ones mean that nobody is watching. */
const LOST_AFTER_MS = 3_000;
/** Past this the link itself is given up and made anew. */
export const RELINK_AFTER_MS = 5_000;

export interface Pulse {
  /** Monotonic time at which the page began to try. */
  readonly startedAt: number;
  /** Monotonic time of the newest live event; null before the first. */
  readonly lastEventAt: number | null;
}

export type Monitoring = 'starting' | 'live' | 'lost';

export function monitoring(pulse: Pulse, now: number): Monitoring {
  if (now - (pulse.lastEventAt ?? pulse.startedAt) >= LOST_AFTER_MS) return 'lost';
  return pulse.lastEventAt === null ? 'starting' : 'live';
}

/** Waits between attempts: quick at first, because a restart takes a second; never longer than five seconds. */
export function backOffMs(failures: number): number {
  return Math.min(5_000, 250 * 2 ** Math.min(failures, 5));
}
