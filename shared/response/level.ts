/** How far an incident's response reaches, 1 to 3, as the operating guide has it. */
import type { AlarmClass, AlarmPriority } from '#shared/alarms/alarm.ts';

const INCIDENT_LEVELS = [1, 2, 3] as const;
/** 1: watch and pass on. 2: tell the people in charge at once. 3: everybody concerned, emergency procedure. */
export type IncidentLevel = (typeof INCIDENT_LEVELS)[number];

const LEVELS: Readonly<Record<AlarmClass, Readonly<Record<AlarmPriority, IncidentLevel>>>> = {
  // Danger is never a minor matter.
  fire: { CRITICAL: 3, HIGH: 2, MEDIUM: 2, LOW: 2 },
  supervisory: { CRITICAL: 2, HIGH: 2, MEDIUM: 1, LOW: 1 },
  trouble: { CRITICAL: 3, HIGH: 2, MEDIUM: 1, LOW: 1 },
};

/** The highest level that any of the alarms asks for; 1 for none. */
export function incidentLevel(
  alarms: readonly { readonly alarmClass: AlarmClass; readonly priority: AlarmPriority }[],
): IncidentLevel {
  let highest: IncidentLevel = 1;
  for (const { alarmClass, priority } of alarms) {
    const level = LEVELS[alarmClass][priority];
    if (level > highest) highest = level;
  }
  return highest;
}
