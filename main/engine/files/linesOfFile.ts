import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { MAX_PAYLOAD_BYTES } from '#shared/telemetry/decode.ts';
import { type Line, linesOf } from './lines.ts';

const READ_BYTES = 256 * 1024;

/** Files of recorded telemetry: wire messages, one a line, packed with gzip or not. */
export const TELEMETRY_FILE = /\.(jsonl|ndjson|json)(\.gz)?$/i;

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
