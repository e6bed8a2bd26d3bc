/**
 * How far one annunciation of one alarm has been escalated: a table's steps with what became of each. Pure: every
 * function takes the ladder as it is and gives it as it will be.
 *
 * `dueAt` and `until` are on whichever clock the caller uses for all of them; `takenAt` and `annunciatedAt` are wall
 * time, for the record.
 */
import type { SharedAnnunciation } from '#shared/notifications/telling.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { type EscalationStep, isOutside, type Period, POLICY_LIMITS } from './policy.ts';

export type StepState =
  /** It is taken when its time comes. */
  | 'waiting'
  /** It waits for an investigation, whatever its time. */
  | 'held'
  | 'taken'
  /** Somebody acknowledged, or there was no hazard. A confirmed hazard still takes it. */
  | 'stopped';

export interface LadderStep extends EscalationStep {
  /** From 1. */
  readonly step: number;
  readonly state: StepState;
  readonly dueAt: number;
  readonly takenAt: EpochMs | null;
}

export interface Delay {
  /** T1: to be acknowledged. T2: acknowledged, and somebody is looking. */
  readonly phase: 'acknowledge' | 'investigate';
  readonly until: number;
  /** From the beginning of the phase to `until`. */
  readonly lengthMs: number;
  /** How long the whole delay may last, from its beginning. */
  readonly limitAt: number;
  readonly extended: boolean;
  /** Whether its beginning stands in the record. */
  readonly recorded: boolean;
}

export interface Ladder {
  /** Which annunciation it belongs to: a re-alarm begins another. */
  readonly annunciatedAt: EpochMs;
  /** The annunciation was a re-alarm because the cause became more dangerous. */
  readonly worsened: boolean;
  /** The same annunciation as every desk has it; null when no other desk can have it. */
  readonly shared: SharedAnnunciation | null;
  readonly period: Period;
  readonly steps: readonly LadderStep[];
  /** Null when nothing is delayed (any longer). */
  readonly delay: Delay | null;
  /** Somebody has seen that it is real: nothing stops what is told outside. */
  readonly confirmed: boolean;
}

export interface Beginning {
  readonly steps: readonly EscalationStep[];
  readonly period: Period;
  readonly annunciatedAt: EpochMs;
  readonly worsened: boolean;
  readonly shared: SharedAnnunciation | null;
  readonly now: number;
  /** How long it may stay unacknowledged before others are told; null when they are told as the table says. */
  readonly acknowledgeWithinMs: number | null;
}

const MS = 1_000;
const MAX_DELAY_MS = POLICY_LIMITS.maxDelaySeconds * MS;

export function beginLadder(given: Beginning): Ladder {
  const { now, annunciatedAt, acknowledgeWithinMs: t1 } = given;
  const steps = given.steps.map((one, index): LadderStep => {
    // The sound of the desk is the annunciation itself.
    const sound = one.action === 'deskSound';
    const held = t1 !== null && isOutside(one.action);
    return {
      ...one,
      step: index + 1,
      state: sound ? 'taken' : held ? 'held' : 'waiting',
      dueAt: now + one.afterSeconds * MS,
      takenAt: sound ? annunciatedAt : null,
    };
  });
  const delay: Delay | null =
    t1 === null
      ? null
      : {
          phase: 'acknowledge',
          until: now + t1,
          lengthMs: t1,
          limitAt: now + MAX_DELAY_MS,
          extended: false,
          recorded: false,
        };
  const { worsened, shared, period } = given;
  return { annunciatedAt, worsened, shared, period, steps, delay, confirmed: false };
}

/** Whether anything of it is still to come by itself. */
export function isOver({ steps, delay }: Ladder): boolean {
  return delay === null && !steps.some(({ state }) => state === 'waiting');
}

/** Somebody has acknowledged: the desk is quiet again, and what was delayed waits for what they find. */
export function seen(ladder: Ladder, now: number, investigateWithinMs: number): Ladder {
  const { delay, confirmed } = ladder;
  const keeps = (one: LadderStep) =>
    isOutside(one.action) && (one.state === 'held' || (confirmed && one.state === 'waiting'));
  const steps = ladder.steps.map((one) =>
    one.state === 'taken' || keeps(one) ? one : stopped(one),
  );
  if (delay === null) return { ...ladder, steps };
  const until = Math.min(now + investigateWithinMs, delay.limitAt);
  return {
    ...ladder,
    steps,
    delay: { ...delay, phase: 'investigate', until, lengthMs: until - now },
  };
}

/**
 * The delay is over and nobody has said that there is no hazard: others are told from now on. While the alarm is
 * unacknowledged the first outside step is taken at once and the rest when the table says; once it is acknowledged
 * nothing else would bring the rest, so everybody is told.
 */
export function endDelay(ladder: Ladder, now: number, unacknowledged: boolean): Ladder {
  const held = ladder.steps.filter(({ state }) => state === 'held');
  if (!unacknowledged) return { ...ladder, steps: tellAll(ladder.steps, held, now), delay: null };
  const steps = ladder.steps.map((one): LadderStep => {
    if (one.state !== 'held') return one;
    return { ...one, state: 'waiting', dueAt: one === held[0] ? now : Math.max(now, one.dueAt) };
  });
  return { ...ladder, steps, delay: null };
}

/** There is a hazard: everything that leaves the building does so now, acknowledged or not. */
export function confirmHazard(ladder: Ladder, now: number): Ladder {
  const left = ladder.steps.filter(({ action, state }) => isOutside(action) && state !== 'taken');
  return { ...ladder, steps: tellAll(ladder.steps, left, now), delay: null, confirmed: true };
}

/** Somebody looked and there is none: what was held back stays inside. */
export function reportNoHazard(ladder: Ladder): Ladder {
  const steps = ladder.steps.map((one) => (one.state === 'held' ? stopped(one) : one));
  return { ...ladder, steps, delay: null };
}

/** Makes steps due now, and of those that would say the same to the same people only the first. */
function tellAll(
  steps: readonly LadderStep[],
  outside: readonly LadderStep[],
  now: number,
): readonly LadderStep[] {
  return steps.map((one): LadderStep => {
    if (!outside.includes(one)) return one;
    const same = outside.find(({ action, topic }) => action === one.action && topic === one.topic);
    return same === one ? { ...one, state: 'waiting', dueAt: now } : stopped(one);
  });
}

/** Once more the time to look, and never beyond the limit. @returns undefined when there is nothing to extend. */
export function extendDelay(ladder: Ladder, byMs: number): Ladder | undefined {
  const { delay } = ladder;
  if (delay === null || delay.phase !== 'investigate' || delay.extended) return undefined;
  const until = Math.min(delay.until + byMs, delay.limitAt);
  const lengthMs = delay.lengthMs + until - delay.until;
  return { ...ladder, delay: { ...delay, until, lengthMs, extended: true } };
}

/** The steps whose time has come, in the order in which they were due. */
export function dueSteps({ steps }: Ladder, now: number): readonly LadderStep[] {
  return steps
    .filter(({ state, dueAt }) => state === 'waiting' && dueAt <= now)
    .sort((a, b) => a.dueAt - b.dueAt || a.step - b.step);
}

export function takeStep(ladder: Ladder, step: number, takenAt: EpochMs): Ladder {
  return {
    ...ladder,
    steps: ladder.steps.map((one) =>
      one.step === step ? { ...one, state: 'taken', takenAt } : one,
    ),
  };
}

/** The same ladder on a clock that reads `byMs` more. */
export function shiftLadder(ladder: Ladder, byMs: number): Ladder {
  const { delay } = ladder;
  return {
    ...ladder,
    steps: ladder.steps.map((one) => ({ ...one, dueAt: one.dueAt + byMs })),
    delay: delay && { ...delay, until: delay.until + byMs, limitAt: delay.limitAt + byMs },
  };
}

/**
 * After a restart, what a clock that was set back made of it: nothing waits longer than it would have from its
 * beginning, as if that were now.
 */
export function withinReach(ladder: Ladder, now: number): Ladder {
  const { delay } = ladder;
  return {
    ...ladder,
    steps: ladder.steps.map((one) => ({
      ...one,
      dueAt: Math.min(one.dueAt, now + one.afterSeconds * MS),
    })),
    delay: delay && {
      ...delay,
      until: Math.min(delay.until, now + delay.lengthMs),
      limitAt: Math.min(delay.limitAt, now + MAX_DELAY_MS),
    },
  };
}

function stopped(step: LadderStep): LadderStep {
  return { ...step, state: 'stopped' };
}
