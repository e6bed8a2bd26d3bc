/** What the alarm list shows of an alarm, and how the selection moves. Pure. */
import { type AlarmRecord, isDeskKind } from '#shared/alarms/alarm.ts';
import { compareAlarms } from '#shared/alarms/order.ts';
import { sounding, waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { Reason } from '#shared/scoring/assessment.ts';
import { headlineOf } from '#shared/scoring/tellingReasons.ts';

export function sortAlarms(alarms: ReadonlyMap<string, AlarmRecord>): readonly AlarmRecord[] {
  return [...alarms.values()].sort(compareAlarms);
}

/** What the desk has noticed of itself and is not over, also where it has gone and waits to be seen. */
export function deskTroubles(alarms: ReadonlyMap<string, AlarmRecord>): readonly AlarmRecord[] {
  return sortAlarms(alarms).filter(({ kind, endedAt }) => isDeskKind(kind) && endedAt === null);
}

/** The selected alarm, or the most urgent when nothing (any longer) is. */
export function selectedAlarm(
  sorted: readonly AlarmRecord[],
  selectedId: string | null,
): AlarmRecord | null {
  return sorted.find((alarm) => alarm.id === selectedId) ?? sorted[0] ?? null;
}

export function moveSelection(
  sorted: readonly AlarmRecord[],
  selectedId: string | null,
  step: 1 | -1,
): AlarmRecord | null {
  const index = sorted.findIndex((alarm) => alarm.id === selectedId);
  if (index === -1) return sorted[0] ?? null;
  return sorted[Math.min(sorted.length - 1, Math.max(0, index + step))] ?? null;
}

/** Where the selection goes after an acknowledgement: the most urgent that still waits, or nowhere else. */
export function afterAcknowledging(
  sorted: readonly AlarmRecord[],
  acknowledgedId: string,
): AlarmRecord | null {
  const next = sorted.find(
    (alarm) => alarm.id !== acknowledgedId && waitsForAcknowledgement(alarm.state),
  );
  return next ?? sorted.find((alarm) => alarm.id === acknowledgedId) ?? sorted[0] ?? null;
}

/** What the operator may try now. The engine decides; this only says which buttons are worth pressing. */
export interface Possible {
  readonly acknowledge: boolean;
  readonly silence: boolean;
  readonly reset: boolean;
}

export function possibleActs(alarm: AlarmRecord): Possible {
  return {
    acknowledge: waitsForAcknowledgement(alarm.state),
    silence: sounding(alarm),
    // Also while the cause is present: the refusal, in words, is how an operator learns why it can't be reset.
    reset: alarm.state === 'latchedAcknowledged' || alarm.state === 'acknowledged',
  };
}

/** The first reason among those frozen with the alarm; null for alarms without a reading. */
export function headlineReason(alarm: AlarmRecord): Reason | null {
  return headlineOf(alarm.kind, alarm.evidence?.assessment.reasons ?? []);
}
