/** What the clock does to a ladder: delays that are over, steps whose time has come. Pure. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DelayEnd } from './delays.ts';
import { dueSteps, endDelay, type Ladder, type LadderStep, takeStep } from './ladder.ts';
import type { EscalationRemark } from './remark.ts';

export interface Moment {
  /** On the clock of the ladder's due times. */
  readonly now: number;
  /** For the record. */
  readonly wall: EpochMs;
  readonly unacknowledged: boolean;
  /** What ends a delay before its time; null for nothing. */
  readonly interrupted: DelayEnd | null;
}

export interface Advance {
  readonly ladder: Ladder;
  /** In the order in which it happens. */
  readonly remarks: readonly EscalationRemark[];
  readonly taken: readonly LadderStep[];
}

/** The cheap question that is asked of every ladder every second. */
export function needsLook({ steps, delay }: Ladder, now: number): boolean {
  if (delay !== null) return true;
  for (const { state, dueAt } of steps) if (state === 'waiting' && dueAt <= now) return true;
  return false;
}

/** @returns undefined when nothing happens now. */
export function advance(ladder: Ladder, moment: Moment): Advance | undefined {
  const { now, wall, unacknowledged } = moment;
  const remarks: EscalationRemark[] = [];
  let after = ladder;
  const { delay } = ladder;
  if (delay !== null) {
    const overdue = delay.phase === 'acknowledge' ? 'acknowledgeOverdue' : 'investigateOverdue';
    const why = moment.interrupted ?? (now >= delay.until ? overdue : null);
    if (why !== null) {
      after = endDelay(after, now, unacknowledged);
      remarks.push({ what: 'delayEnded', why });
    } else if (!delay.recorded) {
      after = { ...after, delay: { ...delay, recorded: true } };
      remarks.push({ what: 'delayBegan', seconds: Math.round(delay.lengthMs / 1_000) });
    }
  }
  const taken = dueSteps(after, now);
  for (const { step, action, topic } of taken) {
    after = takeStep(after, step, wall);
    remarks.push({ what: 'step', step, action, topic });
  }
  return remarks.length === 0 ? undefined : { ladder: after, remarks, taken };
}
