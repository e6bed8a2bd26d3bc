/** What alarms gained when they began to be handled. Released steps are append only. */
export const alarmHandling = `
ALTER TABLE alarm ADD COLUMN taken_by TEXT;
ALTER TABLE alarm ADD COLUMN taken_ms INTEGER;
ALTER TABLE alarm ADD COLUMN first_out_id TEXT;
ALTER TABLE alarm ADD COLUMN chattering INTEGER NOT NULL DEFAULT 0 CHECK (chattering IN (0, 1));
ALTER TABLE alarm ADD COLUMN detail TEXT;

-- One row for each point that was set aside, for ever: the list of what is off now is the rows that have not ended.
CREATE TABLE set_aside (
  id         TEXT PRIMARY KEY,
  type       TEXT NOT NULL CHECK (type IN ('shelved', 'disabled', 'outOfService')),
  device_id  TEXT NOT NULL,
  -- Null: every kind of the device.
  kind       TEXT,
  reason     TEXT NOT NULL,
  by_name    TEXT NOT NULL,
  desk       TEXT NOT NULL,
  since_ms   INTEGER NOT NULL,
  until_ms   INTEGER NOT NULL,
  ended_ms   INTEGER,
  -- Null when it ended by itself.
  ended_by   TEXT
) STRICT;
CREATE INDEX set_aside_open ON set_aside(device_id) WHERE ended_ms IS NULL;
`;
