/** When an incident may be closed. Only people close, and closing does nothing else: no acknowledgement, no reset. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { SheetStep } from './sheet.ts';

/** After this a closed incident stays closed. */
const REOPEN_WITHIN_MS = 24 * 3_600_000;

const ALARM_BLOCKS = ['causePresent', 'unacknowledged', 'latched', 'setAside'] as const;
export type AlarmBlock = (typeof ALARM_BLOCKS)[number];

export type CloseBlocker =
  | { readonly type: 'alarm'; readonly alarmId: string; readonly why: AlarmBlock }
  | { readonly type: 'step'; readonly step: Pick<SheetStep, 'id' | 'text'> };

export const INCIDENT_PHASES = [
  /** At least one of its alarms is not over. */
  'active',
  /** Every alarm is over, and nobody has said yet what it was. */
  'waiting',
  'closed',
] as const;
export type IncidentPhase = (typeof INCIDENT_PHASES)[number];

type AlarmNow = Pick<AlarmRecord, 'id' | 'state' | 'conditionActive' | 'endedAt'>;

/** Why the alarm isn't over; null when it is. */
export function alarmBlock({ state, conditionActive, endedAt }: AlarmNow): AlarmBlock | null {
  if (endedAt !== null) return null;
  if (conditionActive) return 'causePresent';
  if (waitsForAcknowledgement(state)) return 'unacknowledged';
  return state === 'latchedAcknowledged' ? 'latched' : 'setAside';
}

/** Everything that keeps the incident open, so that nobody has to try twice. */
export function closeBlockers(
  alarms: readonly AlarmNow[],
  steps: readonly SheetStep[],
): readonly CloseBlocker[] {
  return [
    ...alarms.flatMap((alarm): readonly CloseBlocker[] => {
      const why = alarmBlock(alarm);
      return why === null ? [] : [{ type: 'alarm', alarmId: alarm.id, why }];
    }),
    ...steps
      .filter(({ mandatory, ticked }) => mandatory && ticked === null)
      .map(({ id, text }): CloseBlocker => ({ type: 'step', step: { id, text } })),
  ];
}

/** @param now the desk's clock; one that was set back doesn't lengthen the time */
export function mayReopen(closedAt: EpochMs | null, now: EpochMs): boolean {
  return closedAt !== null && now - closedAt <= REOPEN_WITHIN_MS;
}
