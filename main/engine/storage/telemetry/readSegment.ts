/** Reads a whole segment back by event time, an hour at a time: a day of a large site doesn't fit into memory. */
import type Database from 'better-sqlite3';
import type { Reading } from '#shared/telemetry/reading.ts';
import { decodeRows } from './blobCodec.ts';
import { hourOf } from './days.ts';
import { RawRows, thresholdVersions } from './RawRows.ts';
import { RowTable } from './RowTable.ts';
import { MEASURED_AT } from './rowLayout.ts';
import { openSegmentForReading } from './segmentFile.ts';

const HOURS = 'SELECT DISTINCT hour FROM block';
const BLOCKS_OF_HOUR = 'SELECT data FROM block WHERE hour = ?';
const RAW = 'SELECT seq, device, data FROM raw ORDER BY seq';

/**
 * Each reading once, oldest event first within each hour, and the hours in order. The file may be one that an engine
 * writes at this moment: what is seen is one moment of it.
 * @throws StorageError `corrupt`, `newerThanProgram`; SQLite's own errors otherwise
 */
export function* readingsOfSegment(path: string): Generator<readonly Reading[]> {
  const db = openSegmentForReading(path);
  try {
    db.exec('BEGIN');
    const rawRows = new RawRows(db, thresholdVersions(db));
    const raw = rawByHour(db, rawRows);
    const hours = new Set([...raw.keys(), ...db.prepare<[], number>(HOURS).pluck().all()]);
    const blocks = db.prepare<[number], Buffer>(BLOCKS_OF_HOUR).pluck();
    for (const hour of [...hours].sort((a, b) => a - b)) {
      const tables = new Map<string, RowTable>();
      const tableOf = (deviceId: string) => {
        const known = tables.get(deviceId) ?? new RowTable(deviceId);
        tables.set(deviceId, known);
        return known;
      };
      for (const data of blocks.iterate(hour)) {
        const block = decodeRows(data);
        const table = tableOf(block.deviceId);
        for (let index = 0; index < block.length; index++) table.addFrom(block, index);
      }
      for (const [deviceId, seqs] of raw.get(hour) ?? []) rawRows.addTo(tableOf(deviceId), seqs);
      yield readingsOf(tables.values());
    }
  } finally {
    db.close();
  }
}

/** Row numbers of what is not packed yet, by hour and device. */
function rawByHour(db: Database.Database, rawRows: RawRows): Map<number, Map<string, number[]>> {
  const devices = new Map(
    db
      .prepare<[], { key: number; id: string }>('SELECT key, id FROM device')
      .all()
      .map(({ key, id }) => [key, id]),
  );
  const hours = new Map<number, Map<string, number[]>>();
  for (const { seq, device, data } of db
    .prepare<[], { seq: number; device: number; data: Buffer }>(RAW)
    .iterate()) {
    const deviceId = devices.get(device);
    if (deviceId === undefined) continue;
    const hour = hourOf(rawRows.numbers(data)[MEASURED_AT]!);
    const ofHour = hours.get(hour) ?? new Map<string, number[]>();
    hours.set(hour, ofHour);
    const seqs = ofHour.get(deviceId);
    if (seqs) seqs.push(seq);
    else ofHour.set(deviceId, [seq]);
  }
  return hours;
}

function readingsOf(tables: Iterable<RowTable>): readonly Reading[] {
  const readings: Reading[] = [];
  for (const table of tables) {
    const unique = table.unique();
    for (let index = 0; index < unique.length; index++)
      readings.push(unique.reading(index).reading);
  }
  return readings.sort((a, b) => a.measuredAt - b.measuredAt);
}
