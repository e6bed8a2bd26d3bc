import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { Problems } from '#engine/health/Problems.ts';
import { periodsOf } from '#engine/health/RetentionSettings.ts';
import { createLog } from '#engine/log.ts';
import { openStorage, type Storage } from '#engine/openStorage.ts';
import { installSite, isReplay } from '#engine/site.ts';
import { fileStamp } from '#engine/storage/fileStamp.ts';
import { HistoryImport } from '#engine/storage/HistoryImport.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { CliError, EXIT } from './exitCodes.ts';
import {
  type HistoryFile,
  type HistoryReading,
  type HistoryRefusal,
  historyFiles,
  itemsOfFile,
} from './history/historyItems.ts';
import { messageOf } from './options.ts';
import { Progress } from './Progress.ts';

/** Commander's words for the options of `import`. */
export interface ImportOptions {
  readonly data: string;
  readonly refused?: string;
  readonly powerUnit?: 'kW' | 'W';
  readonly powerFactorUnit?: 'ratio' | 'percent';
}

/** Readings that are looked up and committed together. */
const CHUNK = 20_000;
const DAY_MS = 86_400_000;

interface Totals {
  read: number;
  new: number;
  alreadyThere: number;
  refused: number;
  readonly reasons: Record<string, number>;
  /** So old that the nightly clean-up of this folder's desk deletes them. */
  olderThanKept: number;
}

/** Loads recordings into a data folder that no engine holds, and says what became of each line. */
export async function importHistory(
  paths: readonly string[],
  options: ImportOptions,
): Promise<number> {
  const files = historyFiles(paths);
  const now = Date.now();
  const log = createLog('warn');
  const storage = openStorage({
    dataDir: options.data,
    now: Date.now,
    log,
    problems: new Problems(Date.now, () => undefined),
  });
  const refusedFile =
    options.refused ?? path.join(options.data, `import-refused-${fileStamp(now)}.jsonl`);
  const refusals = new Refusals(refusedFile);
  const totals: Totals = {
    read: 0,
    new: 0,
    alreadyThere: 0,
    refused: 0,
    reasons: {},
    olderThanKept: 0,
  };
  let keptDays = 0;
  try {
    const units = unitsOf(storage, options, now);
    keptDays = periodsOf(storage.settings).readingsDays;
    const into = new HistoryImport({ storage, thresholds: DEFAULT_THRESHOLDS });
    await load({ files, units, into, totals, refusals, keptDays, now });
  } finally {
    await refusals.close();
    // Also when it broke off: what was committed until then is there.
    if (totals.new > 0) record(storage, paths, totals);
    await storage.close();
  }
  process.stdout.write(`${JSON.stringify(totals)}\n`);
  if (totals.olderThanKept > 0)
    process.stderr.write(
      `emberwatch: ${totals.olderThanKept} readings are older than ${keptDays} days: a desk that runs on this folder deletes them\n`,
    );
  if (totals.refused === 0) return EXIT.ok;
  process.stderr.write(`emberwatch: ${totals.refused} lines were refused; see ${refusedFile}\n`);
  return EXIT.problem;
}

async function load(parts: {
  readonly files: readonly HistoryFile[];
  readonly units: ReturnType<typeof unitsOf>;
  readonly into: HistoryImport;
  readonly totals: Totals;
  readonly refusals: Refusals;
  readonly keptDays: number;
  readonly now: number;
}): Promise<void> {
  const { files, units, into, totals, refusals, now } = parts;
  const keptSince = now - parts.keptDays * DAY_MS;
  const progress = new Progress({
    stream: process.stderr,
    total: files.reduce((sum, { bytes }) => sum + bytes, 0),
    now: () => performance.now(),
  });
  let chunk: HistoryReading[] = [];
  const commit = () => {
    const { added, alreadyThere } = into.take(chunk);
    totals.new += added;
    totals.alreadyThere += alreadyThere;
    chunk = [];
  };
  const refuse = async (refusal: HistoryRefusal) => {
    totals.refused++;
    const { reason } = refusal.refused;
    totals.reasons[reason] = (totals.reasons[reason] ?? 0) + 1;
    await refusals.add(refusal);
  };
  try {
    for (const file of files)
      for await (const items of itemsOfFile(file, units, (bytes) => progress.add(bytes)))
        for (const item of items) {
          totals.read++;
          if ('refused' in item) {
            await refuse(item);
            continue;
          }
          const reason = into.refusalOf(item, now);
          if (reason !== undefined) {
            const { line, reading } = item;
            const detail = `timestamp: ${reading.deviceTime ?? 'absent'}`;
            const text = JSON.stringify(reading);
            await refuse({ file: item.file, line, refused: { reason, detail }, text });
            continue;
          }
          if ((item.at ?? now) < keptSince) totals.olderThanKept++;
          chunk.push(item);
          if (chunk.length >= CHUNK) commit();
        }
  } finally {
    if (chunk.length > 0) commit();
    progress.end();
  }
}

function unitsOf(storage: Storage, options: ImportOptions, now: number) {
  const used = storage.registry.site();
  if (isReplay(storage.settings, used !== null, { playing: false, listening: false }))
    throw new CliError(
      `${options.data} holds a replay: choose the folder of a desk that monitors, or a new one, with --data`,
    );
  const { powerUnit, powerFactorUnit } = options;
  const site = installSite(
    storage,
    undefined,
    used ? {} : { ...units(powerUnit, powerFactorUnit) },
    now,
  );
  return {
    powerUnit: powerUnit ?? site.powerUnit,
    powerFactorUnit: powerFactorUnit ?? site.powerFactorUnit,
  };
}

const units = (
  powerUnit: ImportOptions['powerUnit'],
  powerFactorUnit: ImportOptions['powerFactorUnit'],
) => ({ ...(powerUnit && { powerUnit }), ...(powerFactorUnit && { powerFactorUnit }) });

function record({ controlRoom, audit }: Storage, paths: readonly string[], totals: Totals): void {
  const { read, alreadyThere, refused } = totals;
  const detail = { files: paths, read, added: totals.new, alreadyThere, refused };
  controlRoom
    .transaction(() => audit.append({ by: null, action: 'history.import', subject: null, detail }))
    .immediate();
}

/** The lines that could not be taken, with their reasons, so that nothing is lost in silence. Made when there is one. */
class Refusals {
  readonly #file: string;
  #stream: WriteStream | undefined;
  #failure: Error | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  async add({ file, line, refused, text }: HistoryRefusal): Promise<void> {
    if (!this.#stream) {
      this.#stream = createWriteStream(this.#file, { mode: 0o600 });
      this.#stream.on('error', (error) => {
        this.#failure = error;
      });
    }
    if (this.#failure) throw this.#cannotWrite(this.#failure);
    const taken = this.#stream.write(`${JSON.stringify({ file, line, ...refused, text })}\n`);
    if (taken) return;
    const stream = this.#stream;
    await new Promise<void>((resolve) => {
      stream.once('drain', resolve);
      stream.once('error', () => resolve());
    });
  }

  async close(): Promise<void> {
    if (!this.#stream) return;
    this.#stream.end();
    try {
      await finished(this.#stream);
    } catch (error) {
      throw this.#cannotWrite(error);
    }
  }

  #cannotWrite(error: unknown): CliError {
    return new CliError(`${this.#file} can't be written: ${messageOf(error)}`);
  }
}
