const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const WALK_TEST_LIMITS = {
  /** It ends by itself when nothing was tested for so long. */
  idleMs: 30 * MINUTE_MS,
  /** How long it may last unless the supervisor says otherwise, and the longest at all. */
  ordinaryMs: 4 * HOUR_MS,
  maximumMs: 24 * HOUR_MS,
  /** How long before its end the desk warns. */
  warningMs: 5 * MINUTE_MS,
  /** Of one test: more than two people walk in a day. */
  devices: 500,
} as const;
