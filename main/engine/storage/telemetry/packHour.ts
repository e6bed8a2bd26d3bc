/** Turns a finished device-hour of raw rows into one compressed blob with its rollups. */
import type Database from 'better-sqlite3';
import { decodeRows, encodeRows } from './blobCodec.ts';
import type { RawRows } from './RawRows.ts';
import { RowTable } from './RowTable.ts';
import { encodeRollup, MINUTE_MS, QUARTER_MS } from './rollup.ts';
import { MEASURED_AT, RECEIVED_AT } from './rowLayout.ts';
import type { RawHour, SegmentDevice } from './SegmentDevice.ts';

export type PackHour = (device: SegmentDevice, raw: RawHour) => void;

/**
 * The blob and its rollups are written in one transaction. The raw rows stay until `OpenSegment.trim` deletes a whole
 * stretch of them: a device-hour's rows lie on as many pages as there are rows, and deleting them here would rewrite
 * every one of those pages. Until then a row exists twice, and a crash in between packs it again. Both are harmless,
 * because packing and reading drop repetitions.
 */
export function createPackHour(db: Database.Database, rawRows: RawRows): PackHour {
  const findBlock = db
    .prepare<[number, number], Buffer>('SELECT data FROM block WHERE device = ? AND hour = ?')
    .pluck();
  const saveBlock = db
    .prepare<Record<string, unknown>, number>(
      `INSERT INTO block (device, hour, rows, first_measured, last_measured, last_received, longest_gap_ms, data)
       VALUES (@device, @hour, @rows, @firstMeasured, @lastMeasured, @lastReceived, @longestGap, @data)
       ON CONFLICT (device, hour) DO UPDATE SET rows = excluded.rows,
         first_measured = excluded.first_measured, last_measured = excluded.last_measured,
         last_received = excluded.last_received, longest_gap_ms = excluded.longest_gap_ms,
         data = excluded.data
       RETURNING id`,
    )
    .pluck();
  const saveRollup = db.prepare<[number, Buffer | null, Buffer | null]>(
    'INSERT OR REPLACE INTO rollup (block, quarter, minute) VALUES (?, ?, ?)',
  );

  return db.transaction((device: SegmentDevice, raw: RawHour) => {
    const all = new RowTable(device.id);
    const packedBefore = findBlock.get(device.key, raw.hour);
    if (packedBefore) {
      const before = decodeRows(packedBefore);
      for (let index = 0; index < before.length; index++) all.addFrom(before, index);
    }
    rawRows.addTo(all, raw.seqs);
    if (all.length === 0) return;
    const rows = all.unique();
    const block = saveBlock.get({
      device: device.key,
      hour: raw.hour,
      ...summary(rows),
      data: encodeRows(rows),
    })!;
    saveRollup.run(block, encodeRollup(rows, QUARTER_MS), encodeRollup(rows, MINUTE_MS));
  });
}

/** @param rows by event time, at least one. */
function summary(rows: RowTable) {
  const measured = rows.column(MEASURED_AT);
  let longestGap = 0;
  for (let index = 1; index < measured.length; index++)
    longestGap = Math.max(longestGap, measured[index]! - measured[index - 1]!);
  return {
    rows: rows.length,
    firstMeasured: measured[0]!,
    lastMeasured: measured.at(-1)!,
    lastReceived: rows.column(RECEIVED_AT).reduce((last, at) => Math.max(last, at), 0),
    longestGap,
  };
}
