/** Where a device's sensors sit, and what it remembers for the prediction. Released steps are append only. */
export const deviceWindows = `
-- Null: nobody said so.
ALTER TABLE device ADD COLUMN gas_sensor TEXT CHECK (gas_sensor IN ('enclosure', 'room'));
ALTER TABLE device ADD COLUMN temperature_sensor TEXT CHECK (temperature_sensor IN ('terminal', 'enclosure'));

-- Baselines of half a day take half a day to come back: a restart must not lose them.
CREATE TABLE device_window (
  device_id   TEXT PRIMARY KEY,
  -- Of the features it was made for; one of other features is of no use.
  schema      TEXT NOT NULL,
  -- Event time of the newest reading in it, so that no reading counts twice.
  newest_ms   INTEGER NOT NULL,
  saved_ms    INTEGER NOT NULL,
  -- Deflated float64.
  state       BLOB NOT NULL
) STRICT;
`;
