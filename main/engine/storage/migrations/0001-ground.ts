/**
 * Version 1 of `control-room.db`. Released steps are append only: field databases have already run them.
 * Times are UTC milliseconds. Columns ending in `_json` hold what only the program reads as a whole.
 */
export const ground = `
CREATE TABLE site (
  id            TEXT PRIMARY KEY,
  name_ko       TEXT NOT NULL,
  name_en       TEXT NOT NULL,
  time_zone     TEXT NOT NULL,
  power_unit    TEXT NOT NULL CHECK (power_unit IN ('kW', 'W')),
  power_factor_unit TEXT NOT NULL CHECK (power_factor_unit IN ('ratio', 'percent')),
  simulated     INTEGER NOT NULL CHECK (simulated IN (0, 1))
) STRICT;

CREATE TABLE floor (
  id         TEXT PRIMARY KEY,
  name_ko    TEXT NOT NULL,
  name_en    TEXT NOT NULL,
  level      INTEGER NOT NULL,
  width_m    REAL NOT NULL,
  height_m   REAL NOT NULL,
  plan_svg   TEXT NOT NULL,
  zones_json TEXT NOT NULL
) STRICT;

-- A row exists as soon as a device was heard; the placement columns are null while it waits in the inbox.
CREATE TABLE device (
  id                   TEXT PRIMARY KEY,
  first_seen_ms        INTEGER NOT NULL,
  name                 TEXT,
  floor_id             TEXT REFERENCES floor(id),
  x_m                  REAL,
  y_m                  REAL,
  zone_id              TEXT,
  upstream_panel       TEXT,
  rated_current_a      REAL,
  model                TEXT,
  expected_interval_ms INTEGER,
  placed_ms            INTEGER,
  placed_by            TEXT,
  CHECK ((floor_id IS NULL) = (name IS NULL) AND (floor_id IS NULL) = (x_m IS NULL))
) STRICT;

-- The last thing known of each device, so that a restart shows it at once with its age.
CREATE TABLE device_state (
  device_id       TEXT PRIMARY KEY REFERENCES device(id),
  measured_ms     INTEGER NOT NULL,
  received_ms     INTEGER NOT NULL,
  reading_json    TEXT NOT NULL,
  assessment_json TEXT NOT NULL
) STRICT;

CREATE TABLE alarm (
  id                 TEXT PRIMARY KEY,
  site_id            TEXT NOT NULL,
  device_id          TEXT NOT NULL,
  kind               TEXT NOT NULL,
  alarm_class        TEXT NOT NULL,
  priority           TEXT NOT NULL,
  state              TEXT NOT NULL,
  condition_active   INTEGER NOT NULL CHECK (condition_active IN (0, 1)),
  onset_ms           INTEGER NOT NULL,
  raised_ms          INTEGER NOT NULL,
  cleared_ms         INTEGER,
  acknowledged_ms    INTEGER,
  acknowledged_by    TEXT,
  silenced_ms        INTEGER,
  silenced_by        TEXT,
  ended_ms           INTEGER,
  thresholds_version TEXT NOT NULL,
  evidence_json      TEXT
) STRICT;
CREATE INDEX alarm_by_onset ON alarm(onset_ms);
CREATE INDEX alarm_by_device ON alarm(device_id, onset_ms);
-- One device can have a kind standing only once, whatever two transports deliver.
CREATE UNIQUE INDEX alarm_open ON alarm(device_id, kind) WHERE ended_ms IS NULL;

-- Insert only: who acknowledged what must survive the alarm's own changes.
CREATE TABLE alarm_event (
  id         INTEGER PRIMARY KEY,
  alarm_id   TEXT NOT NULL REFERENCES alarm(id),
  at_ms      INTEGER NOT NULL,
  type       TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state   TEXT NOT NULL,
  operator   TEXT,
  desk       TEXT,
  note       TEXT,
  evidence_json TEXT
) STRICT;
CREATE INDEX alarm_event_by_alarm ON alarm_event(alarm_id, id);

CREATE TABLE operator (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL CHECK (role IN ('operator', 'supervisor', 'administrator')),
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE operator_session (
  -- SHA-256 of the token in hexadecimal: a copied database signs nobody on.
  token_hash  TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL REFERENCES operator(id),
  desk        TEXT NOT NULL,
  started_ms  INTEGER NOT NULL,
  ended_ms    INTEGER
) STRICT;

CREATE TABLE quarantine (
  id          INTEGER PRIMARY KEY,
  first_ms    INTEGER NOT NULL,
  last_ms     INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  source_id   TEXT NOT NULL,
  topic       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  detail      TEXT NOT NULL,
  bytes       BLOB NOT NULL,
  byte_length INTEGER NOT NULL,
  -- SHA-256 of source, topic, reason and bytes: the same garbage again is counted, not stored again.
  digest      TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX quarantine_by_last ON quarantine(last_ms);

-- Counters and settings that must survive a restart.
CREATE TABLE setting (
  key        TEXT PRIMARY KEY,
  value_json TEXT NOT NULL,
  changed_ms INTEGER NOT NULL,
  changed_by TEXT
) STRICT;

-- Every threshold table that ever judged a reading, by its version.
CREATE TABLE threshold_set (
  version         TEXT PRIMARY KEY,
  thresholds_json TEXT NOT NULL,
  since_ms        INTEGER NOT NULL,
  changed_by      TEXT
) STRICT;
`;
