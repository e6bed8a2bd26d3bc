/** Recorded telemetry on disk: wire-format JSON lines, a device a file or all in one, packed with gzip or not. */
import { createReadStream, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { MAX_PAYLOAD_BYTES } from '#shared/telemetry/decode.ts';
import { CliError } from './exitCodes.ts';
import { type Line, linesOf } from './lines.ts';
import { messageOf } from './options.ts';

export interface TelemetryFile {
  readonly path: string;
  readonly bytes: number;
}

const NAMES = /\.(jsonl|ndjson|json)(\.gz)?$/i;
const READ_BYTES = 256 * 1024;

/**
 * @param option named in the message, as it was typed
 * @param others files that may lie in the same folder and are no telemetry
 * @throws {CliError} when there is no telemetry
 */
export function telemetryFiles(
  option: string,
  at: string,
  others: readonly string[],
): readonly TelemetryFile[] {
  const stats = statOf(option, at);
  if (!stats.isDirectory()) return [{ path: at, bytes: stats.size }];
  const known = new Set(others.map((other) => realpathSync(other)));
  const files = readdirSync(at, { withFileTypes: true })
    .filter((entry) => NAMES.test(entry.name))
    .map((entry) => path.join(at, entry.name))
    .map((file) => ({ path: file, stats: statOf(option, file) }))
    .filter((one) => one.stats.isFile() && !known.has(realpathSync(one.path)))
    .map((one) => ({ path: one.path, bytes: one.stats.size }));
  if (files.length === 0)
    throw new CliError(
      `${option} ${at} has no telemetry: no file that ends in .jsonl or .jsonl.gz`,
    );
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The lines of a file, several at a time.
 * @param read told the bytes of the file that were read since it was last called, packed as they are on disk
 * @throws when the file can't be read or unpacked to its end; what came before was yielded
 */
export async function* linesOfFile(
  file: string,
  read?: (bytes: number) => void,
): AsyncGenerator<readonly Line[]> {
  const raw = createReadStream(file, { highWaterMark: READ_BYTES });
  if (read) raw.on('data', (chunk) => read(chunk.length));
  if (!file.toLowerCase().endsWith('.gz')) {
    yield* linesOf(raw, MAX_PAYLOAD_BYTES);
    return;
  }
  const unpacked = createGunzip({ chunkSize: READ_BYTES });
  raw.on('error', (error) => unpacked.destroy(error));
  try {
    yield* linesOf(raw.pipe(unpacked), MAX_PAYLOAD_BYTES);
  } finally {
    raw.destroy();
    unpacked.destroy();
  }
}

function statOf(option: string, at: string): Stats {
  try {
    return statSync(at);
  } catch (error) {
    throw new CliError(`${option} ${at} can't be read: ${messageOf(error)}`);
  }
}
