/** The outbox and its channels. Released steps are append only. */
export const notifications = `
CREATE TABLE notification_channel (
  id           TEXT PRIMARY KEY,
  config_json  TEXT NOT NULL,
  -- Which entry of the secret store holds which secret. The secrets themselves are not in this file.
  secrets_json TEXT NOT NULL,
  created_ms   INTEGER NOT NULL,
  changed_ms   INTEGER NOT NULL,
  changed_by   TEXT NOT NULL
) STRICT;

-- What is to be told, once for each key.
CREATE TABLE notification (
  id            INTEGER PRIMARY KEY,
  key           TEXT NOT NULL UNIQUE,
  topic         TEXT NOT NULL,
  reason        TEXT NOT NULL,
  step          INTEGER,
  -- Smaller goes first.
  urgency       INTEGER NOT NULL,
  -- The alarm as it was when it was asked for; null for what is about no alarm.
  alarm_json    TEXT,
  sentence_json TEXT,
  queued_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX notification_by_time ON notification(queued_ms);

-- To whom: one row for each channel that took the topic at that time. None: it was told to nobody.
CREATE TABLE notification_delivery (
  id              INTEGER PRIMARY KEY,
  notification_id INTEGER NOT NULL REFERENCES notification(id),
  channel_id      TEXT NOT NULL,
  -- Both as in the notification, so that one index finds what goes next.
  topic           TEXT NOT NULL,
  urgency         INTEGER NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'withdrawn')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  -- The newest attempt that carried it.
  attempt_id      INTEGER,
  ended_ms        INTEGER,
  UNIQUE (notification_id, channel_id)
) STRICT;
CREATE INDEX notification_waiting ON notification_delivery(channel_id, topic, urgency, id)
  WHERE state = 'waiting';

-- One row for each time that something was sent, written before it is: a row without an end was cut off by a crash.
CREATE TABLE notification_attempt (
  id            INTEGER PRIMARY KEY,
  channel_id    TEXT NOT NULL,
  topic         TEXT NOT NULL,
  purpose       TEXT NOT NULL CHECK (purpose IN ('deliver', 'test')),
  message_id    TEXT NOT NULL,
  notifications INTEGER NOT NULL,
  started_ms    INTEGER NOT NULL,
  ended_ms      INTEGER,
  outcome       TEXT CHECK (outcome IN ('sent', 'failed', 'interrupted')),
  problem       TEXT,
  detail        TEXT,
  -- What was left of the sending rate afterwards, so that a restart doesn't begin with a full measure.
  tokens_left   REAL NOT NULL
) STRICT;
CREATE INDEX notification_attempt_by_channel ON notification_attempt(channel_id, id);
`;
