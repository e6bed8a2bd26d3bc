/** The audit chain. Released steps are append only. */
export const audit = `
-- Insert only. Each row's hash covers the row before it, so that no row can be changed, left out or moved unseen.
CREATE TABLE audit (
  seq         INTEGER PRIMARY KEY,
  at_ms       INTEGER NOT NULL,
  -- Null for what the desk did itself.
  operator    TEXT,
  role        TEXT,
  desk        TEXT,
  action      TEXT NOT NULL,
  subject     TEXT,
  detail_json TEXT NOT NULL,
  hash        TEXT NOT NULL
) STRICT;

-- The public halves of the keys that signed heads of the chain. The private one lies in a file of its own.
CREATE TABLE audit_key (
  -- First digits of the SHA-256 of the key.
  id         TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  since_ms   INTEGER NOT NULL
) STRICT;
`;
