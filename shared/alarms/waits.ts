/**
 * How long alarms waited to be acknowledged, counted in steps that grow by a tenth: any number of them takes the same
 * little room, and a median read from the steps is within five per cent of the true one.
 */
const FIRST_MS = 1_000;
const GROWTH = 1.1;
/** About four days: who waits longer is counted there. */
const LAST_STEP = 136;

/** How many waited, by step. */
export type Waits = ReadonlyMap<number, number>;

export function waitStep(waitedMs: number): number {
  if (!(waitedMs > FIRST_MS)) return 0;
  return Math.min(LAST_STEP, Math.ceil(Math.log(waitedMs / FIRST_MS) / Math.log(GROWTH)));
}

/** The middle of a step, in milliseconds; of the first, its end. */
function waitOfStep(step: number): number {
  if (step === 0) return FIRST_MS;
  return Math.round(FIRST_MS * GROWTH ** (step - 0.5));
}

/**
 * How long at most the given share of them waited.
 *
 * @returns null when nobody waited.
 */
export function waitQuantile(waits: Waits, share: number): number | null {
  const steps = [...waits].sort(([a], [b]) => a - b);
  const all = steps.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  let seen = 0;
  for (const [step, count] of steps) {
    seen += count;
    if (seen >= share * all) return waitOfStep(step);
  }
  return waitOfStep(steps.at(-1)![0]);
}
