/** Escalation steps and investigation timers. Released steps are append only. */
export const escalation = `
-- How far each open alarm has been escalated. The row goes when the alarm ends or is set aside; what was done stays in
-- alarm_event and in the audit chain.
CREATE TABLE escalation (
  alarm_id       TEXT PRIMARY KEY,
  annunciated_ms INTEGER NOT NULL,
  ladder_json    TEXT NOT NULL
) STRICT;

-- Every set of tables that was ever in force. Insert only.
CREATE TABLE escalation_policy (
  version     INTEGER PRIMARY KEY,
  policy_json TEXT NOT NULL,
  since_ms    INTEGER NOT NULL,
  changed_by  TEXT NOT NULL,
  why         TEXT NOT NULL
) STRICT;
`;
