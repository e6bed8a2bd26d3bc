import { statSync } from 'node:fs';
import { type DataFolder, readDataFolder } from '#engine/storage/readDataFolder.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { DecodeOptions } from '#shared/telemetry/wireMessage.ts';
import type { Language } from '../doctor/words.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import { type HistoryFile, historyFiles, itemsOfFile } from '../history/historyItems.ts';
import { mergeByTime } from '../history/mergeByTime.ts';
import { messageOf } from '../options.ts';
import { Progress } from '../Progress.ts';
import { Analysis, type KnownDevice } from './Analysis.ts';
import { RowFile } from './RowFile.ts';
import { tableOf } from './table.ts';

export interface AnalyzeOptions {
  /** Of the site unless given; of files alone, kW and a ratio. */
  readonly powerUnit: 'kW' | 'W' | undefined;
  readonly powerFactorUnit: 'ratio' | 'percent' | undefined;
  /** Where every five minutes of every device go, a JSON object a line; nowhere unless given. */
  readonly fiveMinutes: string | undefined;
  readonly json: boolean;
  readonly language: Language;
}

/** More recordings than one process may hold open. */
const MOST_FILES = 1_000;

/**
 * Analyses recordings, or the days of a data folder with the places of its devices, and prints what was found.
 * @returns 1 when a line could not be read
 * @throws {CliError} when there is nothing to analyse
 */
export async function analyze(
  paths: readonly string[],
  options: AnalyzeOptions,
  write: (text: string) => void,
): Promise<number> {
  const { files, folders } = inputsOf(paths);
  if (files.length > MOST_FILES)
    throw new CliError(`${files.length} recordings are too many to merge: at most ${MOST_FILES}`);
  const site = folders.find((folder) => folder.site !== null)?.site;
  const units: DecodeOptions = {
    powerUnit: options.powerUnit ?? site?.powerUnit ?? 'kW',
    powerFactorUnit: options.powerFactorUnit ?? site?.powerFactorUnit ?? 'ratio',
  };
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const progress = new Progress({ stream: process.stderr, total, now: Date.now });
  const rows = options.fiveMinutes === undefined ? null : new RowFile(options.fiveMinutes);
  const analysis = new Analysis(DEFAULT_THRESHOLDS, knownDevices(folders), (deviceId, row) =>
    rows?.add({ deviceId, ...row }),
  );
  let refused = 0;
  const recordings = files.map((file) => itemsOfFile(file, units, (bytes) => progress.add(bytes)));
  try {
    for await (const { item } of mergeByTime(recordings))
      if ('refused' in item) refused++;
      else analysis.take({ ...item.reading, deviceTime: item.at });
  } finally {
    progress.end();
  }
  const report = analysis.report(refused);
  rows?.close();
  if (report.readings === 0) throw new CliError(`${paths.join(', ')}: no reading could be used`);
  const zone = site?.timeZone ?? 'UTC';
  write(options.json ? `${JSON.stringify(report)}\n` : tableOf(report, zone, options.language));
  if (refused === 0) return EXIT.ok;
  process.stderr.write(`emberwatch: ${refused} lines could not be read\n`);
  return EXIT.problem;
}

function inputsOf(paths: readonly string[]): {
  readonly files: readonly HistoryFile[];
  readonly folders: readonly DataFolder[];
} {
  const folders: DataFolder[] = [];
  const files = paths.flatMap((at) => {
    const folder = dataFolderOf(at);
    if (folder) folders.push(folder);
    return historyFiles([folder?.telemetryDir ?? at]);
  });
  return { files, folders };
}

function dataFolderOf(at: string): DataFolder | null {
  try {
    return statSync(at, { throwIfNoEntry: false })?.isDirectory() ? readDataFolder(at) : null;
  } catch (error) {
    throw new CliError(`${at} can't be read: ${messageOf(error)}`);
  }
}

function knownDevices(folders: readonly DataFolder[]): ReadonlyMap<string, KnownDevice> {
  const known = new Map<string, KnownDevice>();
  for (const { id, placement } of folders.flatMap(({ devices }) => devices)) {
    if (placement === null) continue;
    const { name, ratedCurrentA, gasSensor } = placement;
    known.set(id, { name, place: placement, facts: { ratedCurrentA, gasSensor } });
  }
  return known;
}
