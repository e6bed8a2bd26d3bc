/** What the alarm desk has counted so far, so that a restart goes on counting. Released steps are append only. */
export const alarmCounts = `
CREATE TABLE alarm_count (
  device_id TEXT NOT NULL,
  kind      TEXT NOT NULL,
  -- Readings in a row: calm ones of the alarm of this id or, where it is null, ones with the cause before it raises.
  alarm_id  TEXT,
  readings  INTEGER NOT NULL CHECK (readings > 0),
  -- Event time of the first with the cause: the onset, if it raises. Null for calm ones.
  since_ms  INTEGER CHECK ((since_ms IS NULL) = (alarm_id IS NOT NULL)),
  -- Event time of the device's newest reading, so that one which is delivered again isn't counted again.
  newest_ms INTEGER,
  PRIMARY KEY (device_id, kind)
) STRICT;
`;
