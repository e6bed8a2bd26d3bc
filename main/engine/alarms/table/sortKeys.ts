import type { AlarmSort } from '#shared/alarms/alarmTable.ts';

interface Sort {
  /** One whole number in SQL; the id decides between equal ones. As its index has it, or that is of no use. */
  readonly key: string;
  readonly index: string;
}

/** Class before priority before onset. An onset is always smaller than the step between two urgencies. */
const URGENCY = `((CASE alarm_class WHEN 'fire' THEN 8 WHEN 'supervisory' THEN 4 ELSE 0 END
  + CASE priority WHEN 'CRITICAL' THEN 3 WHEN 'HIGH' THEN 2 WHEN 'MEDIUM' THEN 1 ELSE 0 END)
  * 100000000000000 + onset_ms)`;

/** What the table of alarms is ordered by. What has not ended ends after everything that has. */
export const SORTS: Readonly<Record<AlarmSort, Sort>> = {
  onset: { key: 'onset_ms', index: 'alarm_table_by_onset' },
  ended: { key: '(coalesce(ended_ms, 9007199254740991))', index: 'alarm_table_by_end' },
  urgency: { key: URGENCY, index: 'alarm_table_by_urgency' },
};
