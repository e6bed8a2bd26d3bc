/** What this page makes of the escalation: which seats ring, and how far each alarm has gone. Pure. */

import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { isAside } from '#shared/alarms/setAside.ts';
import { sounding } from '#shared/alarms/sounding.ts';
import type { EscalationMark, EscalationStatus } from '#shared/contract/escalationViews.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Seat } from './preferences.ts';

type Marked = Pick<EscalationStatus, 'marks'>;

export function markOf(status: Marked | undefined, alarmId: string): EscalationMark | undefined {
  return status?.marks.find((mark) => mark.alarmId === alarmId);
}

/** Of what rings, what rings at this seat: a second seat is silent until an alarm was left unanswered elsewhere. */
export function heardHere(
  ringing: readonly AlarmRecord[],
  status: Marked | undefined,
  seat: Seat,
): readonly AlarmRecord[] {
  if (seat === 'primary') return ringing;
  return ringing.filter(({ id }) => markOf(status, id)?.secondDesk === true);
}

/** What every seat shows across the screen: unanswered for so long that others are to come. */
export function leftUnanswered(
  status: Marked | undefined,
  alarms: ReadonlyMap<string, AlarmRecord>,
): readonly AlarmRecord[] {
  return (status?.marks ?? []).flatMap((mark) => {
    const alarm = mark.secondDesk ? alarms.get(mark.alarmId) : undefined;
    return alarm !== undefined && sounding(alarm) ? [alarm] : [];
  });
}

/** A fire risk that is not put aside is one that somebody can go and look at. */
export function mayInvestigate({ alarmClass, state }: AlarmRecord): boolean {
  return alarmClass === 'fire' && !isAside(state);
}

/** 2:41; never below nought, because the engine and not this clock says when it is over. */
export function countdown(until: EpochMs, now: EpochMs): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Whether an outside step reaches nobody, because no channel takes its topic. That it was taken must not reassure. */
export const isUntold = (
  topic: NotificationTopic | null,
  untold: readonly NotificationTopic[] = [],
): boolean => topic !== null && untold.includes(topic);
