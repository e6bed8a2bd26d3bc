/** What was missed while the desk was away, and what came of it afterwards. Released steps are append only. */
export const feedGaps = `
-- Up to when nothing of a way in can be missing, so that the next start knows where its gap begins.
CREATE TABLE feed_mark (
  source_id TEXT PRIMARY KEY,
  heard_ms  INTEGER NOT NULL
) STRICT;

-- A span in which a way in heard nothing and its broker kept nothing.
CREATE TABLE feed_gap (
  id        INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL,
  from_ms   INTEGER NOT NULL,
  to_ms     INTEGER NOT NULL,
  -- missing: nothing can fill it. waiting: is to be filled. filled: was. failed: could not be.
  state     TEXT NOT NULL CHECK (state IN ('missing', 'waiting', 'filled', 'failed')),
  -- Readings that came late, and how many of them would have alarmed.
  taken     INTEGER NOT NULL DEFAULT 0,
  alarming  INTEGER NOT NULL DEFAULT 0,
  -- Why it could not be filled the last time, in the words of whoever should have had it; null while nothing is wrong.
  problem   TEXT
) STRICT;
CREATE INDEX feed_gap_by_end ON feed_gap(to_ms);
`;
