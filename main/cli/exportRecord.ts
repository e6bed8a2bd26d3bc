/** `export`: what was measured and what alarmed in a span of time, as files that other programs read. */
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import Database from 'better-sqlite3';
import { type AlarmRow, fromRow } from '#engine/alarms/alarmRow.ts';
import { readArrivals } from '#engine/storage/telemetry/readArrivals.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { CSV_BEGIN, csvLine } from '#shared/audit/exportText.ts';
import { WIRE_COLUMNS, wireLine, wireRow } from '#shared/telemetry/wireLine.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { messageOf } from './options.ts';

export interface ExportOptions {
  readonly data: string;
  /** A folder; made when it isn't there. */
  readonly out: string;
  /** UTC milliseconds; `from` included, `to` not. */
  readonly from: number;
  readonly to: number;
  readonly format: 'jsonl' | 'csv';
  /** Ids; all unless given. */
  readonly devices: readonly string[];
  /** Without gzip. */
  readonly plain: boolean;
}

const ALARM_COLUMNS = [
  'id',
  'deviceId',
  'kind',
  'alarmClass',
  'priority',
  'state',
  'onsetAt',
  'raisedAt',
  'clearedAt',
  'acknowledgedAt',
  'acknowledgedBy',
  'endedAt',
  'detail',
] as const satisfies readonly (keyof AlarmRecord)[];

/**
 * Writes the readings that arrived, and the alarms whose onset lies, in the span. The folder may be in use.
 * @returns 0
 * @throws {CliError} when there is nothing to read, or it can't be read or written
 */
export async function exportRecord(
  options: ExportOptions,
  write: (text: string) => void,
): Promise<number> {
  const { data, out, from, to, format } = options;
  const controlRoom = path.join(data, 'control-room.db');
  if (!existsSync(controlRoom)) throw new CliError(`${data} holds no control-room.db`);
  if (from >= to) throw new CliError('--from must be before --to');
  try {
    mkdirSync(out, { recursive: true });
    const simulated = isSimulated(controlRoom);
    const name = (what: string) =>
      `${simulated ? 'simulated-' : ''}${what}-${stampOf(from)}-${stampOf(to)}.${format}`;
    const readings = new Lines(path.join(out, name('readings')), options);
    await readings.write(readingLines(options, () => readings.count++));
    const alarms = new Lines(path.join(out, name('alarms')), options);
    await alarms.write(alarmLines(controlRoom, options, () => alarms.count++));
    const files = [readings, alarms].map(({ file, count }) => ({ file, count }));
    write(`${JSON.stringify({ simulated, readings: files[0], alarms: files[1] })}\n`);
    return EXIT.ok;
  } catch (error) {
    throw new CliError(`the export failed: ${messageOf(error)}`);
  }
}

/** One file, whole or not there. */
class Lines {
  readonly file: string;
  readonly #plain: boolean;
  count = 0;

  constructor(file: string, { plain }: ExportOptions) {
    this.file = plain ? file : `${file}.gz`;
    this.#plain = plain;
  }

  async write(lines: Iterable<string>): Promise<void> {
    const draft = `${this.file}.part`;
    const target = createWriteStream(draft, { mode: 0o600 });
    const source = Readable.from(lines);
    try {
      if (this.#plain) await pipeline(source, target);
      else await pipeline(source, createGzip(), target);
      renameSync(draft, this.file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }
}

function* readingLines(
  { data, from, to, format, devices }: ExportOptions,
  counted: () => void,
): Generator<string> {
  const csv = format === 'csv';
  if (csv) yield CSV_BEGIN + csvLine(WIRE_COLUMNS);
  const wanted = devices.length > 0 ? { deviceIds: new Set(devices) } : {};
  for (const hour of readArrivals(path.join(data, 'telemetry'), { from, to, ...wanted }))
    for (const { reading } of hour) {
      counted();
      if (csv) {
        const row = wireRow(reading);
        yield csvLine(WIRE_COLUMNS.map((column) => row[column] ?? ''));
      } else yield `${wireLine(reading)}\n`;
    }
}

function* alarmLines(
  controlRoom: string,
  { from, to, format, devices }: ExportOptions,
  counted: () => void,
): Generator<string> {
  const csv = format === 'csv';
  if (csv) yield CSV_BEGIN + csvLine(ALARM_COLUMNS);
  const db = new Database(controlRoom, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    const rows = db
      .prepare<[number, number], AlarmRow>(
        'SELECT * FROM alarm WHERE onset_ms >= ? AND onset_ms < ? ORDER BY onset_ms, id',
      )
      .iterate(from, to);
    for (const row of rows) {
      const alarm = fromRow(row);
      if (devices.length > 0 && !devices.includes(alarm.deviceId)) continue;
      counted();
      yield csv
        ? csvLine(ALARM_COLUMNS.map((column) => alarm[column] ?? ''))
        : `${JSON.stringify(alarm)}\n`;
    }
  } finally {
    db.close();
  }
}

function isSimulated(controlRoom: string): boolean {
  const db = new Database(controlRoom, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    return db.prepare<[], number>('SELECT simulated FROM site').pluck().get() === 1;
  } finally {
    db.close();
  }
}

/** As part of a file name: 20260102T0304Z */
function stampOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;
}
