/**
 * The table of all alarms: an index for each order (`alarms/table/sortKeys.ts`) that also holds what can be filtered by,
 * so that no filter has to read the alarms that it leaves out; and what operators keep of it. Released steps are append
 * only.
 */
export const alarmTable = `
CREATE INDEX alarm_table_by_onset
  ON alarm(onset_ms, id, alarm_class, priority, state, kind, device_id, acknowledged_by);
CREATE INDEX alarm_table_by_end
  ON alarm((coalesce(ended_ms, 9007199254740991)),
    id, onset_ms, alarm_class, priority, state, kind, device_id, acknowledged_by);
CREATE INDEX alarm_table_by_urgency
  ON alarm(((CASE alarm_class WHEN 'fire' THEN 8 WHEN 'supervisory' THEN 4 ELSE 0 END
      + CASE priority WHEN 'CRITICAL' THEN 3 WHEN 'HIGH' THEN 2 WHEN 'MEDIUM' THEN 1 ELSE 0 END)
      * 100000000000000 + onset_ms),
    id, onset_ms, alarm_class, priority, state, kind, device_id, acknowledged_by);
-- The first of them begins as this one does.
DROP INDEX alarm_by_onset;
CREATE INDEX incident_alarm_by_outcome ON incident_alarm(outcome, alarm_id) WHERE outcome IS NOT NULL;

CREATE TABLE alarm_view (
  id              TEXT PRIMARY KEY,
  operator_id     TEXT NOT NULL REFERENCES operator(id) ON DELETE CASCADE,
  name            TEXT NOT NULL,
  definition_json TEXT NOT NULL,
  changed_ms      INTEGER NOT NULL,
  UNIQUE (operator_id, name)
) STRICT;
`;
