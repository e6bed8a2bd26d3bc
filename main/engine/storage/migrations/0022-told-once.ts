/** Two desks that tell people outside once. Released steps are append only. */
export const toldOnce = `
-- The name under which another desk of the site tells the same; null for what only this desk can tell.
ALTER TABLE notification ADD COLUMN telling TEXT;

-- 1: held back for the word of the other desk. How long, only the running program knows: a start ends every hold.
ALTER TABLE notification_delivery ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
-- Which other desk told it (or told some of its recipients), and when by that desk's clock.
ALTER TABLE notification_delivery ADD COLUMN told_by TEXT;
ALTER TABLE notification_delivery ADD COLUMN told_ms INTEGER;

-- What this desk has told, for the other desks. Written with the outcome of the attempt.
CREATE TABLE telling_delivered (
  id        INTEGER PRIMARY KEY,
  telling   TEXT NOT NULL,
  kind      TEXT NOT NULL,
  -- SHA-256 of kind and address.
  recipient TEXT NOT NULL,
  at_ms     INTEGER NOT NULL
) STRICT;

-- What other desks said that they have told. Written with how far each of them was read.
CREATE TABLE telling_heard (
  id        INTEGER PRIMARY KEY,
  telling   TEXT NOT NULL,
  kind      TEXT NOT NULL,
  recipient TEXT NOT NULL,
  at_ms     INTEGER NOT NULL,
  told_by   TEXT NOT NULL,
  UNIQUE (telling, recipient)
) STRICT;
`;
