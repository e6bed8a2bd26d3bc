/** What the analysis of the stream found, as episodes. Released steps are append only. */
export const findings = `
CREATE TABLE finding (
  device_id   TEXT NOT NULL,
  kind        TEXT NOT NULL,
  -- Which sensor or which neighbour; empty where the kind needs no more.
  subject     TEXT NOT NULL,
  -- Event time at which it was first seen, and last.
  from_ms     INTEGER NOT NULL,
  to_ms       INTEGER NOT NULL,
  count       INTEGER NOT NULL CHECK (count > 0),
  -- The most that was seen, in the kind's own unit, and the limit that it passed then.
  value       REAL NOT NULL,
  limit_value REAL NOT NULL,
  PRIMARY KEY (device_id, kind, subject, from_ms)
) STRICT;
CREATE INDEX finding_by_end ON finding(to_ms);
`;
