/** The five risk levels and "unknown" in the order in which a desk cares about them. */
import type { AlarmClass, AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { RISK_LEVELS, type RiskLevel } from '#shared/scoring/assessment.ts';

export type Level = RiskLevel | 'UNKNOWN';

/** Least severe first. Unknown is worse than normal: nobody can say that all is well there. */
export const LEVELS: readonly Level[] = [RISK_LEVELS[0], 'UNKNOWN', ...RISK_LEVELS.slice(1)];

const RANK = new Map(LEVELS.map((level, index) => [level, index]));

export function severity(level: Level): number {
  return RANK.get(level) ?? 0;
}

/** Alarms that somebody still has to acknowledge. */
export function waitingByClass(
  alarms: Iterable<AlarmRecord>,
): Readonly<Record<AlarmClass, number>> {
  const counts = { fire: 0, supervisory: 0, trouble: 0 };
  for (const alarm of alarms) {
    if (waitsForAcknowledgement(alarm.state)) counts[alarm.alarmClass]++;
  }
  return counts;
}
