/** What a change of an alarm does to its ladder. Pure. */
import type { AlarmKind, AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { isAside } from '#shared/alarms/setAside.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { type SharedAnnunciation, sharedAnnunciation } from '#shared/notifications/telling.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { mayWait } from './delays.ts';
import { beginLadder, isOver, type Ladder, seen } from './ladder.ts';
import type { EscalationPolicy, EscalationStep, Period } from './policy.ts';

export interface Circumstances {
  readonly policy: EscalationPolicy;
  readonly period: Period;
  readonly attended: boolean;
  /** On the clock of the ladder's due times. */
  readonly now: number;
}

const MS = 1_000;

/** @returns null when there is nothing (more) to escalate; the same object when nothing changes. */
export function ladderAfter(
  ladder: Ladder | null,
  { alarm, event }: Pick<AlarmChange, 'alarm' | 'event'>,
  circumstances: Circumstances,
): Ladder | null {
  if (alarm.endedAt !== null || isAside(alarm.state)) return null;
  const waits = waitsForAcknowledgement(alarm.state);
  const asksAfresh =
    event.type === 'raise' || event.type === 'worsen' || !waitsForAcknowledgement(event.fromState);
  if (waits && asksAfresh) {
    // It names the annunciation to the outbox: two of one millisecond, or of a clock that was set back, are still two.
    const annunciatedAt = Math.max(event.at, (ladder?.annunciatedAt ?? 0) + 1);
    const shared = sharedAnnunciation({ alarm, event });
    return ladderFor(alarm, { at: annunciatedAt, by: event.type, shared }, circumstances);
  }
  if (ladder === null || waits || event.type !== 'acknowledge') return ladder;
  // Somebody else had acknowledged it already, at another desk: the time to look began then.
  if (!waitsForAcknowledgement(event.fromState)) return ladder;
  const { now, policy } = circumstances;
  return seen(ladder, now, policy.delays.investigateSeconds * MS);
}

/**
 * The ladder of an alarm that begins to ask for attention.
 *
 * @returns null when the desk's own sound is all there is.
 */
export function ladderFor(
  alarm: AlarmRecord,
  annunciated: {
    readonly at: EpochMs;
    readonly by: AlarmChange['event']['type'];
    readonly shared: SharedAnnunciation | null;
  },
  { policy, period, attended, now }: Circumstances,
): Ladder | null {
  const { delays, tables } = policy;
  const ladder = beginLadder({
    steps: forKind(tables[alarm.alarmClass][alarm.priority][period], alarm),
    period,
    annunciatedAt: annunciated.at,
    worsened: annunciated.by === 'worsen',
    shared: annunciated.shared,
    now,
    acknowledgeWithinMs:
      attended && mayWait(alarm, annunciated.by, delays) ? delays.acknowledgeSeconds * MS : null,
  });
  return isOver(ladder) ? null : ladder;
}

const ABOUT_THE_MODEL: ReadonlySet<AlarmKind> = new Set(['modelUnavailable', 'modelDegraded']);

/** What the seed sends to its emergency topic at once. */
const EMERGENCIES: ReadonlySet<AlarmKind> = new Set([
  'emergencyTemperature',
  'riskJump',
  'riskCluster',
]);

/** What concerns the prediction model goes to those who look after it, an emergency to those who answer emergencies. */
function forKind(
  steps: readonly EscalationStep[],
  { kind }: AlarmRecord,
): readonly EscalationStep[] {
  if (EMERGENCIES.has(kind))
    return steps.map((step) => (step.topic === 'high' ? { ...step, topic: 'emergency' } : step));
  if (!ABOUT_THE_MODEL.has(kind)) return steps;
  return steps.map((step) => (step.topic === 'system' ? { ...step, topic: 'model' } : step));
}
