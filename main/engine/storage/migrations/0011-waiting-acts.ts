/** Acts of another desk that this one can't do yet. Released steps are append only. */
export const waitingActs = `
CREATE TABLE waiting_act (
  id          INTEGER PRIMARY KEY,
  alarm_id    TEXT NOT NULL,
  type        TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  operator    TEXT NOT NULL,
  desk        TEXT NOT NULL,
  note        TEXT,
  seen_ms     INTEGER NOT NULL,
  -- Which desk told of it, and when.
  told_by     TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  UNIQUE (alarm_id, type, at_ms, operator, desk)
) STRICT;
`;
