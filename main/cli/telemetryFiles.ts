/** Recorded telemetry on disk: wire-format JSON lines, a device a file or all in one, packed with gzip or not. */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { TELEMETRY_FILE } from '#engine/files/linesOfFile.ts';
import { CliError } from './exitCodes.ts';
import { messageOf } from './options.ts';

export interface TelemetryFile {
  readonly path: string;
  readonly bytes: number;
}

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
    .filter((entry) => TELEMETRY_FILE.test(entry.name))
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

function statOf(option: string, at: string): Stats {
  try {
    return statSync(at);
  } catch (error) {
    throw new CliError(`${option} ${at} can't be read: ${messageOf(error)}`);
  }
}
