/** The reasons of an assessment as a person wants them: each cause once, the weightiest first. */
import type { Reason } from '#shared/scoring/assessment.ts';

/**
 * One hazard counts in several parts of the score and comes with a reason from each. The one that says most is kept:
 * the hazard floor's, whose limit decided the level, then the heaviest.
 */
export function tellingReasons(reasons: readonly Reason[]): readonly Reason[] {
  const best = new Map<string, Reason>();
  for (const reason of reasons) {
    const key = `${reason.code}|${reason.subject ?? ''}`;
    const known = best.get(key);
    if (known === undefined || rank(reason) > rank(known)) best.set(key, reason);
  }
  return [...best.values()].sort((a, b) => rank(b) - rank(a));
}

const rank = (reason: Reason): number =>
  reason.weight + (reason.source === 'floor' ? 2 : 0) + (reason.limit === undefined ? 0 : 0.5);
