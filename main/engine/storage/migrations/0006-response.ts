/** Procedures, incidents, their notes and attachments. Released steps are append only. */
export const response = `
-- Every version of every card, for ever: ticks and closed incidents refer to them.
CREATE TABLE procedure_version (
  kind       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  steps_json TEXT NOT NULL,
  at_ms      INTEGER NOT NULL,
  -- Null for the program's own.
  by_name    TEXT,
  desk       TEXT,
  reason     TEXT,
  PRIMARY KEY (kind, version)
) STRICT;

-- Which version was in force when those who answer began. The subject is an incident, or an alarm that is in none.
CREATE TABLE response_card (
  subject_id TEXT NOT NULL,
  kind       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  PRIMARY KEY (subject_id, kind)
) STRICT;

-- Insert only: a step that was taken back was ticked all the same.
CREATE TABLE response_tick (
  id         INTEGER PRIMARY KEY,
  subject_id TEXT NOT NULL,
  step_id    TEXT NOT NULL,
  type       TEXT NOT NULL CHECK (type IN ('tick', 'untick')),
  at_ms      INTEGER NOT NULL,
  operator   TEXT NOT NULL,
  desk       TEXT NOT NULL,
  note       TEXT
) STRICT;
CREATE INDEX response_tick_by_subject ON response_tick(subject_id, id);

CREATE TABLE incident (
  -- What people call it on the telephone.
  number         INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  place          TEXT NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('open', 'closed', 'merged')),
  opened_ms      INTEGER NOT NULL,
  first_onset_ms INTEGER NOT NULL,
  last_onset_ms  INTEGER NOT NULL,
  closed_ms      INTEGER,
  closed_by      TEXT,
  outcome        TEXT,
  cause          TEXT,
  outcome_text   TEXT,
  merged_into    TEXT REFERENCES incident(id),
  CHECK ((status = 'closed') = (outcome IS NOT NULL) AND (status = 'merged') = (merged_into IS NOT NULL))
) STRICT;
CREATE INDEX incident_open ON incident(place) WHERE status = 'open';
CREATE INDEX incident_merged ON incident(place) WHERE status = 'merged';
CREATE INDEX incident_by_onset ON incident(last_onset_ms);

CREATE TABLE incident_alarm (
  alarm_id    TEXT PRIMARY KEY REFERENCES alarm(id),
  incident_id TEXT NOT NULL REFERENCES incident(id),
  device_id   TEXT NOT NULL,
  joined_ms   INTEGER NOT NULL,
  outcome     TEXT,
  cause       TEXT
) STRICT;
CREATE INDEX incident_alarm_by_incident ON incident_alarm(incident_id);
CREATE INDEX incident_alarm_by_device ON incident_alarm(device_id);

-- Insert only: what people did to the incident. What happened to its alarms is in alarm_event.
CREATE TABLE incident_event (
  id          INTEGER PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident(id),
  at_ms       INTEGER NOT NULL,
  type        TEXT NOT NULL,
  -- Null for what the desk did itself.
  operator    TEXT,
  desk        TEXT,
  text        TEXT,
  detail_json TEXT NOT NULL
) STRICT;
CREATE INDEX incident_event_by_incident ON incident_event(incident_id, id);

-- The bytes are a file of that name in the folder attachments.
CREATE TABLE attachment (
  id          INTEGER PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident(id),
  sha256      TEXT NOT NULL,
  name        TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  byte_length INTEGER NOT NULL,
  at_ms       INTEGER NOT NULL,
  operator    TEXT NOT NULL,
  desk        TEXT NOT NULL,
  UNIQUE (incident_id, sha256)
) STRICT;
`;
