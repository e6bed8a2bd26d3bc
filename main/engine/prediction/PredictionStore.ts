import { existsSync, mkdirSync } from 'node:fs';
import type { ModelScores } from '#shared/prediction/verdict.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import { isCorruption, StorageError, type StorageErrorCode } from '../storage/StorageError.ts';
import type { StorageRepair } from '../storage/StorageRepair.ts';
import { finishSalvage } from '../storage/salvage/salvageDatabase.ts';
import { DAY_MS, dayOf, dayStart } from '../storage/telemetry/days.ts';
import {
  daysWithFiles,
  deleteDay,
  listDays,
  segmentPath,
} from '../storage/telemetry/segmentFolder.ts';
import { AskedThread } from '../threads/AskedThread.ts';
import { PredictionDay, repairPredictions, type StoredPrediction } from './predictionFile.ts';
import type { PredictionColumns, PredictionReaderCalls } from './predictionMessages.ts';

export interface PredictionStoreOptions {
  readonly dir: string;
  /** Wall clock, UTC milliseconds. */
  readonly now: () => EpochMs;
  readonly log: Logger;
  /** Told of every damaged day that was set aside, and what was saved. */
  readonly onRepair?: (repair: StorageRepair) => void;
}

/** Rows that wait for a disk that refuses: more than half an hour of a thousand devices. */
const MAX_WAITING = 50_000;
/** Rows of one transaction: a few milliseconds. */
const ROWS_AT_ONCE = 2_000;
/** Today's, and yesterday's around midnight. */
const OPEN_DAYS = 2;

/**
 * What the model said of every device, in one file for each UTC day. Nothing waits for it: rows are kept in memory until
 * `flush`, which is not on the path of a reading.
 */
export class PredictionStore {
  readonly #options: PredictionStoreOptions;
  readonly #reader: AskedThread<PredictionReaderCalls, StorageErrorCode>;
  readonly #open = new Map<string, PredictionDay>();
  /** Days whose repair is under way elsewhere: what belongs to them waits. */
  readonly #repairing = new Set<string>();
  /** Days in which reading met damage that no repair finds. */
  readonly #hopeless = new Set<string>();
  #waiting: StoredPrediction[] = [];
  #lost = 0;
  #closed = false;

  /** @throws what the file system says of the folder. */
  constructor(options: PredictionStoreOptions) {
    this.#options = options;
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    for (const day of daysWithFiles(options.dir)) finishSalvage(segmentPath(options.dir, day));
    this.#reader = new AskedThread({
      url: new URL('./predictionReader.worker.ts', import.meta.url),
      timeoutMs: { timeline: 30_000, repair: 600_000 },
      failed: (code, message) => new StorageError(code, message),
      lost: (reason) => new StorageError('readerFailed', `reading predictions failed: ${reason}`),
      closed: () => new StorageError('closed', 'the prediction store is closed'),
    });
  }

  add(row: StoredPrediction): void {
    this.#waiting.push(row);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#lost += MAX_WAITING / 2;
    this.#waiting = this.#waiting.slice(-MAX_WAITING / 2);
  }

  /** Writes what waits, oldest first. @throws what the disk says; what was not written waits on. */
  flush(): void {
    while (this.#waiting.length > 0) {
      const next = this.#waiting.slice(0, ROWS_AT_ONCE);
      const [first] = next;
      const day = dayOf(first!.at);
      if (this.#repairing.has(day)) return;
      const ofDay = next.filter(({ at }) => dayOf(at) === day);
      this.#write(day, ofDay);
      const written = new Set(ofDay);
      this.#waiting = this.#waiting.filter((row) => !written.has(row));
    }
    if (this.#lost === 0) return;
    this.#options.log.warn({ rows: this.#lost }, 'predictions found no room and were dropped');
    this.#lost = 0;
  }

  /** What a model said of a device from a minute on, as far as it was written, oldest first. */
  since(
    deviceId: string,
    modelHash: string,
    from: EpochMs,
  ): readonly { readonly at: EpochMs; readonly scores: ModelScores }[] {
    const { dir, now } = this.#options;
    const found: { at: EpochMs; scores: ModelScores }[] = [];
    for (const day of new Set([dayOf(from), dayOf(now())]))
      if (existsSync(segmentPath(dir, day)))
        found.push(...this.#day(day).since(deviceId, modelHash, from));
    return found;
  }

  /** From `from` to `to` inclusive. Where points were left out, the highest of each stretch is kept. */
  async timeline(query: {
    readonly deviceId: string;
    readonly from: EpochMs;
    readonly to: EpochMs;
    readonly maxPoints: number;
  }): Promise<PredictionColumns> {
    this.#tryFlush();
    const { from, to } = query;
    const names = this.days().filter((day) => dayStart(day) + DAY_MS > from && dayStart(day) <= to);
    const days = names.map((day) => ({
      path: segmentPath(this.#options.dir, day),
      start: dayStart(day),
    }));
    const { columns, damaged } = await this.#reader.ask('timeline', { ...query, days });
    for (const { path, code, problem } of damaged) {
      this.#options.log.error({ path, problem }, 'a day of predictions can not be read');
      const at = days.find((day) => day.path === path);
      if (code === 'corrupt' && at) this.#repair(dayOf(at.start));
    }
    return columns;
  }

  /** Oldest first. */
  days(): string[] {
    return listDays(this.#options.dir);
  }

  /**
   * Deletes the days that are older than this many.
   *
   * @param keep days that stay all the same
   * @returns them
   */
  retain(keepDays: number, keep: (day: string) => boolean = () => false): string[] {
    const { dir, now } = this.#options;
    const before = dayOf(now() - keepDays * DAY_MS);
    const old = daysWithFiles(dir).filter(
      (day) => day < before && !this.#repairing.has(day) && !keep(day),
    );
    for (const day of old) {
      this.#shut(day);
      deleteDay(dir, day);
    }
    return old;
  }

  /** Writes what waits, as far as the disk lets it. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#reader.close();
    this.#tryFlush();
    for (const day of [...this.#open.keys()]) this.#shut(day);
  }

  #tryFlush(): void {
    try {
      this.flush();
    } catch (error) {
      this.#options.log.error({ err: error }, 'predictions could not be written yet');
    }
  }

  #write(day: string, rows: readonly StoredPrediction[]): void {
    try {
      this.#day(day).write(rows);
    } catch (error) {
      if (!isCorruption(error)) throw error;
      this.#mend(day);
      this.#day(day).write(rows);
    }
  }

  /** Opened, and mended first where it can't be. */
  #day(day: string): PredictionDay {
    const known = this.#open.get(day);
    if (known) return known;
    const path = segmentPath(this.#options.dir, day);
    let opened: PredictionDay;
    try {
      opened = new PredictionDay(path, dayStart(day));
    } catch (error) {
      if (!isCorruption(error)) throw error;
      this.#mend(day);
      opened = new PredictionDay(path, dayStart(day));
    }
    this.#open.set(day, opened);
    for (const other of [...this.#open.keys()].sort().slice(0, -OPEN_DAYS))
      if (other !== day) this.#shut(other);
    return opened;
  }

  #mend(day: string): void {
    const { dir, now, onRepair } = this.#options;
    this.#shut(day);
    const repair = repairPredictions(segmentPath(dir, day), now());
    if (repair) onRepair?.(repair);
  }

  #shut(day: string): void {
    this.#open.get(day)?.close();
    this.#open.delete(day);
  }

  /** Of a day that a chart could not read: on the reader's thread, which has the time. */
  #repair(day: string): void {
    if (this.#closed || this.#repairing.has(day) || this.#hopeless.has(day)) return;
    const { dir, now, log, onRepair } = this.#options;
    this.#shut(day);
    this.#repairing.add(day);
    this.#reader
      .ask('repair', { path: segmentPath(dir, day), at: now() })
      .then((repair) => {
        if (repair) onRepair?.(repair);
        else this.#hopeless.add(day);
      })
      .catch((error: unknown) => log.error({ err: error, day }, 'the repair failed'))
      .finally(() => this.#repairing.delete(day));
  }
}
