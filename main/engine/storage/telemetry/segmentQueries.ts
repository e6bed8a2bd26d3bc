/** How a device's history is found in a segment. Each is a search by an index or a row number, which a test asserts. */

export const DEVICE_KEY = 'SELECT key FROM device WHERE id = ?';

export const BLOCKS_IN_SPAN = `
  SELECT id, hour, rows, first_measured, last_measured, longest_gap_ms
  FROM block WHERE device = ? AND hour BETWEEN ? AND ? ORDER BY hour`;

export const BLOCK_DATA = 'SELECT data FROM block WHERE id = ?';

export const QUARTER_ROLLUP = 'SELECT quarter FROM rollup WHERE block = ?';

export const MINUTE_ROLLUP = 'SELECT minute FROM rollup WHERE block = ?';

export const NEWEST_BLOCKS =
  'SELECT data FROM block WHERE device = ? AND hour <= ? ORDER BY hour DESC';

export const BLOCKS_BY_ARRIVAL =
  'SELECT data FROM block WHERE last_received >= ? ORDER BY last_received DESC';

export const RAW_NEWEST_FIRST = 'SELECT device, data FROM raw ORDER BY seq DESC';

/**
 * The one scan: of what a crash left unpacked in a segment of an earlier day, until the engine is idle and packs it.
 */
export const RAW_LEFTOVERS = 'SELECT data FROM raw WHERE device = ?';
