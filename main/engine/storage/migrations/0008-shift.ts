/** The shift log, check lists and hand-overs; the meter's history. Released steps are append only. */
export const shift = `
-- Insert only: what was written stays, and a correction is an entry of its own that points to the one before.
CREATE TABLE shift_entry (
  id       INTEGER PRIMARY KEY,
  at_ms    INTEGER NOT NULL,
  category TEXT NOT NULL,
  text     TEXT NOT NULL,
  operator TEXT NOT NULL,
  role     TEXT NOT NULL,
  desk     TEXT NOT NULL,
  corrects INTEGER REFERENCES shift_entry(id)
) STRICT;
CREATE INDEX shift_entry_by_time ON shift_entry(at_ms);
CREATE INDEX shift_entry_by_correction ON shift_entry(corrects) WHERE corrects IS NOT NULL;

-- When this desk watched: one row for each start of the program.
CREATE TABLE engine_run (
  started_ms INTEGER PRIMARY KEY,
  version    TEXT NOT NULL,
  -- The last sign of life; how long a run that was cut off had lasted.
  seen_ms    INTEGER NOT NULL,
  -- Null while it runs, and for ever when it was cut off.
  stopped_ms INTEGER
) STRICT;

-- What an administrator added to the check lists of the program. A changed item is retired and added anew.
CREATE TABLE check_item (
  id         TEXT PRIMARY KEY,
  list       TEXT NOT NULL CHECK (list IN ('daily', 'weekly', 'monthly')),
  text       TEXT NOT NULL,
  added_ms   INTEGER NOT NULL,
  added_by   TEXT NOT NULL,
  retired_ms INTEGER,
  retired_by TEXT
) STRICT;

-- Insert only: the newest answer to an item counts, and the ones before it stay.
CREATE TABLE check_answer (
  id          INTEGER PRIMARY KEY,
  list        TEXT NOT NULL,
  -- The first day of the period, in the site's zone.
  period      TEXT NOT NULL,
  item_id     TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('done', 'problem', 'open')),
  note        TEXT,
  -- What the desk showed beside the item at that moment.
  figure_json TEXT,
  at_ms       INTEGER NOT NULL,
  operator    TEXT NOT NULL,
  desk        TEXT NOT NULL
) STRICT;
CREATE INDEX check_answer_by_period ON check_answer(list, period, item_id, id);

CREATE TABLE check_signature (
  list       TEXT NOT NULL,
  period     TEXT NOT NULL,
  signed_ms  INTEGER NOT NULL,
  due_ms     INTEGER NOT NULL,
  operator   TEXT NOT NULL,
  role       TEXT NOT NULL,
  desk       TEXT NOT NULL,
  -- The items, answers and figures as they were signed.
  items_json TEXT NOT NULL,
  audit_seq  INTEGER NOT NULL,
  audit_hash TEXT NOT NULL,
  PRIMARY KEY (list, period)
) STRICT;

-- Insert only, like its signatures.
CREATE TABLE handover (
  id           INTEGER PRIMARY KEY,
  from_ms      INTEGER NOT NULL,
  at_ms        INTEGER NOT NULL,
  summary_json TEXT NOT NULL,
  -- SHA-256 of the summary; it stands in the audit chain too.
  summary_hash TEXT NOT NULL,
  remarks      TEXT NOT NULL
) STRICT;

CREATE TABLE handover_signature (
  handover_id INTEGER NOT NULL REFERENCES handover(id),
  part        TEXT NOT NULL CHECK (part IN ('outgoing', 'incoming', 'supervisor')),
  at_ms       INTEGER NOT NULL,
  operator_id TEXT NOT NULL,
  operator    TEXT NOT NULL,
  role        TEXT NOT NULL,
  desk        TEXT NOT NULL,
  remarks     TEXT NOT NULL,
  audit_seq   INTEGER NOT NULL,
  audit_hash  TEXT NOT NULL,
  PRIMARY KEY (handover_id, part)
) STRICT;

-- The meter, hour by hour (UTC). It outlives the alarms that it counted.
CREATE TABLE meter_hour (
  hour_ms    INTEGER PRIMARY KEY,
  -- How much of the hour the desk was watching: without it no alarm proves nothing.
  watched_ms INTEGER NOT NULL DEFAULT 0,
  -- The most annunciations in any ten minutes that ended in this hour.
  peak       INTEGER NOT NULL DEFAULT 0,
  -- The most open alarms, and the most that had been open for more than a day.
  standing   INTEGER NOT NULL DEFAULT 0,
  stale      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE meter_count (
  hour_ms     INTEGER NOT NULL,
  alarm_class TEXT NOT NULL,
  priority    TEXT NOT NULL,
  raised      INTEGER NOT NULL,
  worsened    INTEGER NOT NULL,
  PRIMARY KEY (hour_ms, alarm_class, priority)
) STRICT;

CREATE TABLE meter_source (
  hour_ms   INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  kind      TEXT NOT NULL,
  count     INTEGER NOT NULL,
  PRIMARY KEY (hour_ms, device_id, kind)
) STRICT;

-- How long alarms waited to be acknowledged, in the steps of shared/alarms/waits.ts.
CREATE TABLE meter_wait (
  hour_ms     INTEGER NOT NULL,
  alarm_class TEXT NOT NULL,
  step        INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  PRIMARY KEY (hour_ms, alarm_class, step)
) STRICT;

CREATE TABLE flood (
  began_ms INTEGER PRIMARY KEY,
  ended_ms INTEGER,
  alarms   INTEGER NOT NULL,
  peak     INTEGER NOT NULL
) STRICT;

-- The shift log reads from the chain who signed on and off.
CREATE INDEX audit_by_action ON audit(action, at_ms);

-- After a restart the meter reads the newest annunciations back.
CREATE INDEX alarm_event_annunciated ON alarm_event(at_ms) WHERE type IN ('raise', 'worsen');
`;
