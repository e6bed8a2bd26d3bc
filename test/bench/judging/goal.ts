/** What a measurement was to reach, and whether it did. Only ratios within one run are judged: rates are the machine's. */
import { round } from '../measure.ts';

export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly goal: string;
  readonly met: boolean;
}

/** @param measured not a number when nothing was measured: then the goal is missed */
export function atLeast(what: string, measured: number, limit: number): Goal {
  return { what, measured: round(measured, 3), goal: `≥ ${limit}`, met: measured >= limit };
}

/** @param measured not a number when nothing was measured: then the goal is missed */
export function atMost(what: string, measured: number, limit: number): Goal {
  return { what, measured: round(measured, 3), goal: `≤ ${limit}`, met: measured <= limit };
}

/** @returns the figures with their goals, and `failed` when one was missed */
export function judged(figures: object, goals: readonly Goal[]): Readonly<Record<string, unknown>> {
  const missed = goals.filter(({ met }) => !met).map(({ what }) => what);
  const failed = missed.length === 0 ? {} : { failed: `missed: ${missed.join('; ')}` };
  return { ...figures, goals, ...failed };
}
