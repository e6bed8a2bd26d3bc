/** How the prediction model does, and which models there are. Released steps are append only. */
export const modelLife = `
-- What the model had said of a device when an alarm of it began. Whether it was right is not copied: the outcome that
-- people gave the alarm tells, and an incident that is opened again takes it back.
CREATE TABLE model_case (
  alarm_id   TEXT PRIMARY KEY,
  device_id  TEXT NOT NULL,
  model_hash TEXT NOT NULL,
  at_ms      INTEGER NOT NULL,
  -- Of the output that carries alarms, 0 to 1.
  score      REAL NOT NULL,
  -- Since when it met the operating point that alarms; null when it did not.
  said_ms    INTEGER,
  -- When rules or the device itself said so too; null while they have not.
  rules_ms   INTEGER
) STRICT;
CREATE INDEX model_case_by_time ON model_case(at_ms);
CREATE INDEX model_case_by_device ON model_case(device_id, at_ms);

-- Minutes of devices that were judged; and of some of them, how the newest minute's features were distributed.
CREATE TABLE model_hour (
  model_hash  TEXT NOT NULL,
  hour_ms     INTEGER NOT NULL,
  windows     INTEGER NOT NULL,
  sampled     INTEGER NOT NULL,
  -- Unsigned 32-bit numbers, little endian: ten a feature. Empty once it is too old to be looked at.
  counts      BLOB NOT NULL,
  PRIMARY KEY (model_hash, hour_ms)
) STRICT;
CREATE INDEX model_hour_by_time ON model_hour(hour_ms);

-- The same minutes by device. In weeks, because days of ten thousand devices are a million rows.
CREATE TABLE model_device_week (
  week_ms    INTEGER NOT NULL,
  device_id  TEXT NOT NULL,
  model_hash TEXT NOT NULL,
  windows    INTEGER NOT NULL,
  PRIMARY KEY (week_ms, device_id, model_hash)
) STRICT;

-- Every model that was ever brought to this desk. The file is in the folder models, named by its hash.
CREATE TABLE model_version (
  hash      TEXT PRIMARY KEY,
  view_json TEXT NOT NULL,
  added_ms  INTEGER NOT NULL,
  added_by  TEXT NOT NULL
) STRICT;

-- What two models said of the same windows.
CREATE TABLE model_comparison (
  live_hash      TEXT NOT NULL,
  shadow_hash    TEXT NOT NULL,
  since_ms       INTEGER NOT NULL,
  windows        INTEGER NOT NULL,
  difference_sum REAL NOT NULL,
  difference_max REAL NOT NULL,
  live_only      INTEGER NOT NULL,
  shadow_only    INTEGER NOT NULL,
  both           INTEGER NOT NULL,
  PRIMARY KEY (live_hash, shadow_hash)
) STRICT;
`;
