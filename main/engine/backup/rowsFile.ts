/** Rows of a day that is still being written, as they are copied every few minutes: one blob for each device. */
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { decodeRows, encodeRows } from '../storage/telemetry/blobCodec.ts';
import { RawRows, thresholdVersions } from '../storage/telemetry/RawRows.ts';
import { RowTable } from '../storage/telemetry/RowTable.ts';
import { COLUMNS, THRESHOLDS } from '../storage/telemetry/rowLayout.ts';
import { openSegmentForReading, openSegmentForWriting } from '../storage/telemetry/segmentFile.ts';
import { BackupError } from './BackupError.ts';

export interface NewRows {
  /** Row number of the newest; the one asked from when there is none. */
  readonly last: number;
  /** False when rows between were packed and deleted before anybody copied them. */
  readonly complete: boolean;
  readonly bytes: Buffer;
  readonly count: number;
}

/** The rows of a segment behind this row number. */
export function readNewRows(segment: string, after: number): NewRows {
  const db = openSegmentForReading(segment);
  try {
    db.exec('BEGIN');
    const names = new Map(
      db
        .prepare<[], { key: number; id: string }>('SELECT key, id FROM device')
        .all()
        .map(({ key, id }) => [key, id]),
    );
    const rawRows = new RawRows(db, thresholdVersions(db));
    const tables = new Map<string, RowTable>();
    let [last, count, complete] = [after, 0, true];
    for (const { seq, device, data } of db
      .prepare<[number], { seq: number; device: number; data: Buffer }>(
        'SELECT seq, device, data FROM raw WHERE seq > ? ORDER BY seq',
      )
      .iterate(after)) {
      if (seq !== last + 1) complete = false;
      last = seq;
      const id = names.get(device);
      if (id === undefined) continue;
      const table = tables.get(id) ?? new RowTable(id);
      tables.set(id, table);
      rawRows.add(table, data);
      count++;
    }
    return { last, complete, count, bytes: frame([...tables.values()].map(encodeRows)) };
  } finally {
    db.close();
  }
}

/** The newest row number of a segment's copy; what comes later is not in it. */
export function newestRow(segment: string): number {
  const db = new Database(segment, { readonly: true, fileMustExist: true });
  try {
    return db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM raw').pluck().get()!;
  } finally {
    db.close();
  }
}

/**
 * Puts copied rows into a day's segment. Some may be in it already; reading and packing drop repetitions.
 *
 * @returns how many rows were put in
 * @throws BackupError `damaged` for a file that is not what was written
 */
export function addRows(segment: string, files: readonly string[]): number {
  const db = openSegmentForWriting(segment);
  try {
    const addDevice = db.prepare('INSERT INTO device (id) VALUES (?) ON CONFLICT DO NOTHING');
    const deviceKey = db.prepare<[string], number>('SELECT key FROM device WHERE id = ?').pluck();
    const addVersion = db.prepare(
      'INSERT INTO thresholds (version) VALUES (?) ON CONFLICT DO NOTHING',
    );
    const versionKey = db
      .prepare<[string], number>('SELECT key FROM thresholds WHERE version = ?')
      .pluck();
    const insert = db.prepare('INSERT INTO raw (device, data) VALUES (?, ?)');
    const row = new Float64Array(COLUMNS);
    const bytes = Buffer.from(row.buffer);
    let rows = 0;
    const addTable = (table: RowTable) => {
      addDevice.run(table.deviceId);
      const key = deviceKey.get(table.deviceId);
      for (const version of table.versions) addVersion.run(version);
      const versions = table.versions.map((version) => versionKey.get(version)!);
      const columns = Array.from({ length: COLUMNS }, (_, column) => table.column(column));
      for (let index = 0; index < table.length; index++) {
        for (let column = 0; column < COLUMNS; column++) row[column] = columns[column]![index]!;
        row[THRESHOLDS] = versions[row[THRESHOLDS]!] ?? 0;
        insert.run(key, bytes);
        rows++;
      }
    };
    const addFile = db.transaction((file: string) => {
      for (const blob of unframe(file)) addTable(decodeRows(blob));
    });
    for (const file of files) addFile(file);
    return rows;
  } finally {
    db.close();
  }
}

function frame(blobs: readonly Buffer[]): Buffer {
  return Buffer.concat(
    blobs.flatMap((blob) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(blob.length);
      return [length, blob];
    }),
  );
}

function* unframe(file: string): Generator<Buffer> {
  const bytes = readFileSync(file);
  for (let at = 0; at < bytes.length; ) {
    const length = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    const end = at + 4 + length;
    if (end > bytes.length) throw new BackupError('damaged', `${file} is cut off`);
    yield bytes.subarray(at + 4, end);
    at = end;
  }
}
