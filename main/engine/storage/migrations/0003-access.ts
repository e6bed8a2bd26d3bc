/** Passwords, lock-out and sessions of operators. Released steps are append only. */
export const access = `
-- Not null: barred since then.
ALTER TABLE operator ADD COLUMN disabled_ms INTEGER;

-- Apart from the operator, so that a query which lists people never carries their hashes along.
CREATE TABLE operator_secret (
  operator_id TEXT PRIMARY KEY REFERENCES operator(id),
  kind        TEXT NOT NULL CHECK (kind IN ('pin', 'password')),
  -- A PHC string, which carries its own parameters: they can be raised without locking anybody out.
  hash        TEXT NOT NULL,
  set_ms      INTEGER NOT NULL,
  -- The administrator who gave it and so knows it; null when the person chose it.
  given_by    TEXT
) STRICT;

-- Desk time of the last call that the session was needed for, to the minute.
ALTER TABLE operator_session ADD COLUMN last_act_ms INTEGER;
-- Until this version whoever sat at the desk could choose any name with any role: none of those shifts goes on.
UPDATE operator_session SET ended_ms = started_ms WHERE ended_ms IS NULL;

-- Wrong tries: one row for each person, and one for everybody together under an empty scope.
CREATE TABLE sign_on_failure (
  scope     TEXT PRIMARY KEY,
  failures  INTEGER NOT NULL,
  failed_ms INTEGER NOT NULL,
  lock_ms   INTEGER NOT NULL
) STRICT;
`;
