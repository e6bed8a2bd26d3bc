/** Walk tests and what they covered. Released steps are append only. */
export const walkTest = `
CREATE TABLE walk_test (
  id          TEXT PRIMARY KEY,
  mode        TEXT NOT NULL CHECK (mode IN ('silent', 'audible')),
  note        TEXT NOT NULL,
  by_name     TEXT NOT NULL,
  desk        TEXT NOT NULL,
  begun_ms    INTEGER NOT NULL,
  limit_ms    INTEGER NOT NULL,
  -- Of the newest hit, or of somebody who said that it goes on.
  active_ms   INTEGER NOT NULL,
  ended_ms    INTEGER,
  -- Null when it ended by itself.
  ended_by    TEXT,
  end_reason  TEXT,
  end_detail  TEXT,
  -- Frozen when it was signed.
  certificate_json TEXT
) STRICT;
-- One at a time: two tests would hide each other's real alarms.
CREATE UNIQUE INDEX walk_test_running ON walk_test((1)) WHERE ended_ms IS NULL;
CREATE INDEX walk_test_by_time ON walk_test(begun_ms);

-- As they were named and placed when it began: a certificate outlives a renaming.
CREATE TABLE walk_test_device (
  test_id    TEXT NOT NULL REFERENCES walk_test(id),
  position   INTEGER NOT NULL,
  device_id  TEXT NOT NULL,
  name       TEXT NOT NULL,
  floor_json TEXT NOT NULL,
  panel      TEXT,
  PRIMARY KEY (test_id, device_id)
) STRICT;

CREATE TABLE walk_test_hit (
  test_id   TEXT NOT NULL REFERENCES walk_test(id),
  device_id TEXT NOT NULL,
  item      TEXT NOT NULL,
  -- Whether the device really sent it, or the desk injected it.
  origin    TEXT NOT NULL CHECK (origin IN ('device', 'desk')),
  passed    INTEGER NOT NULL CHECK (passed IN (0, 1)),
  first_ms  INTEGER NOT NULL,
  last_ms   INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  by_name   TEXT,
  desk      TEXT,
  fault     TEXT,
  PRIMARY KEY (test_id, device_id, item, origin)
) STRICT;
`;
