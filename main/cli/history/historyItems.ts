/** What happened, from files: wire-format JSON lines, packed or not, and daily segments of a data folder. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { Line } from '#engine/files/lines.ts';
import { linesOfFile } from '#engine/files/linesOfFile.ts';
import { readingsOfSegment } from '#engine/storage/telemetry/readSegment.ts';
import { decodeText } from '#shared/telemetry/decode.ts';
import type { DecodedReading, EpochMs, Reading } from '#shared/telemetry/reading.ts';
import { type DecodeOptions, decodeMessage } from '#shared/telemetry/wireMessage.ts';
import { CliError } from '../exitCodes.ts';
import { messageOf } from '../options.ts';

export interface HistoryFile {
  readonly path: string;
  readonly bytes: number;
}

/** Where an item stands: a line, counted from 1, or the how manieth reading of a segment. */
interface Placed {
  readonly file: string;
  readonly line: number;
}

export interface HistoryReading extends Placed {
  readonly reading: DecodedReading;
  /** The device's time, or, of a segment, when the desk took it to be. Null when nobody knows. */
  readonly at: EpochMs | null;
  /** Of a segment: as a desk has placed it in time already. */
  readonly stored?: Reading;
}

export interface HistoryRefusal extends Placed {
  readonly refused: { readonly reason: string; readonly detail: string };
  /** As much of the line as can be shown. */
  readonly text: string;
}

export type HistoryItem = HistoryReading | HistoryRefusal;

const LINES = /\.(jsonl|ndjson|json)(\.gz)?$/i;
const SEGMENT = /\.db$/i;
/** `export` writes them beside the readings. */
const EXPORTED_ALARMS = /^(simulated-)?alarms-\d{8}T\d{4}Z-\d{8}T\d{4}Z\.jsonl(\.gz)?$/i;
const KEPT_TEXT = 2_000;

/**
 * @param paths files, or folders of them
 * @throws {CliError} when one can't be read or is of no kind that is known
 */
export function historyFiles(paths: readonly string[]): readonly HistoryFile[] {
  const files = paths.flatMap((at) => {
    const stats = statOf(at);
    if (!stats.isDirectory()) return [{ path: at, bytes: stats.size }];
    const inside = readdirSync(at, { withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && isHistory(entry.name) && !EXPORTED_ALARMS.test(entry.name),
      )
      .map((entry) => path.join(at, entry.name))
      .sort();
    if (inside.length === 0)
      throw new CliError(`${at} has no recordings: no file that ends in .jsonl, .jsonl.gz or .db`);
    return inside.map((file) => ({ path: file, bytes: statOf(file).size }));
  });
  const odd = files.find((file) => !isHistory(file.path));
  if (odd)
    throw new CliError(
      `${odd.path} is no recording: a file must end in .jsonl, .ndjson, .json (also with .gz) or .db`,
    );
  return files;
}

/**
 * The items of a file in its order, several at a time.
 * @param read told the bytes of the file that were read since it was last called
 * @throws {CliError} when it can't be read to its end; what came before was yielded
 */
export async function* itemsOfFile(
  { path: file, bytes }: HistoryFile,
  units: DecodeOptions,
  read: (bytes: number) => void,
): AsyncGenerator<readonly HistoryItem[]> {
  try {
    if (SEGMENT.test(file)) {
      yield* itemsOfSegment(file);
      read(bytes);
      return;
    }
    let line = 0;
    for await (const lines of linesOfFile(file, read))
      yield lines.flatMap((one) => itemOf(one, file, ++line, units) ?? []);
  } catch (error) {
    throw new CliError(`${file} can't be read: ${messageOf(error)}`);
  }
}

function* itemsOfSegment(file: string): Generator<readonly HistoryItem[]> {
  let line = 0;
  for (const readings of readingsOfSegment(file))
    yield readings.map((reading) => ({
      file,
      line: ++line,
      reading,
      at: reading.measuredAt,
      stored: reading,
    }));
}

function itemOf(
  line: Line,
  file: string,
  number: number,
  units: DecodeOptions,
): HistoryItem | null {
  const placed = { file, line: number };
  if ('unreadable' in line) {
    const detail = `message: ${line.bytes} bytes`;
    return { ...placed, refused: { reason: line.unreadable, detail }, text: '' };
  }
  if (line.text.trim() === '') return null;
  const decoded = decodeLine(line.text, units);
  const text = line.text.slice(0, KEPT_TEXT);
  if (!decoded.ok)
    return { ...placed, refused: { reason: decoded.reason, detail: decoded.detail }, text };
  return { ...placed, reading: decoded.reading, at: decoded.reading.deviceTime };
}

/** Also `{"topic", "payload"}` around the message, as recorders of MQTT write it. */
function decodeLine(text: string, units: DecodeOptions): ReturnType<typeof decodeText> {
  const decoded = decodeText(text, units);
  if (decoded.ok || !text.includes('"payload"')) return decoded;
  try {
    const { payload } = JSON.parse(text) as { readonly payload?: unknown };
    if (typeof payload === 'string') return decodeText(payload, units);
    return typeof payload === 'object' ? decodeMessage(payload, units) : decoded;
  } catch {
    return decoded;
  }
}

const isHistory = (name: string): boolean => LINES.test(name) || SEGMENT.test(name);

function statOf(at: string): Stats {
  try {
    return statSync(at);
  } catch (error) {
    throw new CliError(`${at} can't be read: ${messageOf(error)}`);
  }
}
