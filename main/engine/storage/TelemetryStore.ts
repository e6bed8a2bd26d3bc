import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Timeline } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { ScoredReading } from '../scoredReading.ts';
import { isCorruption, StorageError, toStorageError } from './StorageError.ts';
import type { StorageRepair } from './StorageRepair.ts';
import type { StoredReading } from './StoredReading.ts';
import { DAY_MS, dayOf, dayStart } from './telemetry/days.ts';
import { ReaderThread } from './telemetry/ReaderThread.ts';
import type { Answer, SegmentRequest } from './telemetry/readerMessages.ts';
import { RecentReadings } from './telemetry/readRecent.ts';
import { SegmentSnapshot } from './telemetry/SegmentSnapshot.ts';
import { SegmentWriter } from './telemetry/SegmentWriter.ts';
import { segmentBytes, segmentPath } from './telemetry/segmentFolder.ts';
import { Summaries } from './telemetry/summaries/Summaries.ts';

export interface TelemetryStoreOptions {
  readonly dir: string;
  /** Wall clock, UTC milliseconds. */
  readonly now: () => number;
  readonly log: Logger;
  /** Told of every damaged segment that was set aside, and what was saved. */
  readonly onRepair?: (repair: StorageRepair) => void;
  /** Where the reader's thread begins, for a bundle in which it has another name. */
  readonly workerUrl?: URL;
  /** A day's segment may not grow beyond this; an append that would is refused as on a full disk. */
  readonly maxSegmentBytes?: number;
}

export interface TimelineQuery {
  readonly deviceId: string;
  readonly from: number;
  readonly to: number;
  readonly maxPoints: number;
  /** Two readings further apart than this have a gap between them. */
  readonly gapMs: number;
}

/** How far a reading's event time may be after its arrival: the device's clock is believed to five minutes. */
const AHEAD_MS = 600_000;
/** And how far before it: as long as a broker's backlog is believed. */
const BEHIND_MS = 30 * DAY_MS;

/**
 * Every reading, in one file for each UTC day of arrival. Appending is the fast path and shares nothing with reading:
 * charts are answered by a thread of their own, from read-only connections.
 */
export class TelemetryStore {
  readonly #dir: string;
  readonly #now: () => number;
  readonly #log: Logger;
  readonly #onRepair: (repair: StorageRepair) => void;
  readonly #writer: SegmentWriter;
  readonly #reader: ReaderThread;
  readonly #summaries: Summaries;
  /** Days whose repair was asked of the reader's thread: asked once, not by every chart. */
  readonly #repairing = new Set<string>();
  /** Days in which reading met damage that no repair finds. */
  readonly #hopeless = new Set<string>();
  #closed = false;

  /** @throws StorageError when the folder or today's segment can't be written. */
  constructor(options: TelemetryStoreOptions) {
    const { dir, now, log, onRepair, workerUrl, maxSegmentBytes } = options;
    this.#dir = dir;
    this.#now = now;
    this.#log = log;
    this.#onRepair = (repair) => {
      log.error({ repair }, 'a telemetry segment was damaged; what could be read was saved');
      onRepair?.(repair);
    };
    const thread = () =>
      new ReaderThread(workerUrl ?? new URL('./telemetry/reader.worker.ts', import.meta.url));
    this.#reader = thread();
    this.#summaries = new Summaries({
      dir: path.join(dir, 'summaries'),
      thread,
      now,
      log,
      onRepair: this.#onRepair,
    });
    try {
      mkdirSync(dir, { recursive: true });
      this.#writer = new SegmentWriter({ dir, now, maxSegmentBytes, onRepair: this.#onRepair });
    } catch (error) {
      throw toStorageError(error, dir);
    }
  }

  /**
   * Commits the rows: all of those that belong to one day, or none of them.
   *
   * @throws StorageError `diskFull`, `diskFailing`, `readOnly`.
   */
  append(rows: readonly ScoredReading[]): void {
    this.#refuseClosed();
    if (rows.length === 0) return;
    // History that is brought in later, or a clock that was set back: what is summarised is so no more.
    for (const row of [rows[0]!, rows.at(-1)!]) this.#summaries.outdated(row.reading.receivedAt);
    this.#writer.append(rows);
  }

  /** The newest `limit` readings that arrived since then, each once, oldest first. */
  recent(options: { sinceReceivedAt: number; limit: number }): Iterable<StoredReading> {
    this.#refuseClosed();
    const { sinceReceivedAt, limit } = options;
    const readings = new RecentReadings(sinceReceivedAt, limit);
    for (const day of this.#writer.days())
      if (dayStart(day) + DAY_MS > sinceReceivedAt) this.#addRecent(readings, day);
    return readings.oldestFirst();
  }

  /**
   * What is stored of a device between two event times, both included. On the caller's own thread: for a command, and
   * never for an engine that monitors.
   * @throws StorageError for a segment that can't be read
   */
  storedBetween(deviceId: string, from: EpochMs, to: EpochMs): StoredReading[] {
    this.#refuseClosed();
    const found: StoredReading[] = [];
    for (const day of this.#writer.days()) {
      if (dayStart(day) + DAY_MS + AHEAD_MS < from || dayStart(day) > to + BEHIND_MS) continue;
      const request = this.#request(day, deviceId, from, to);
      const segment = SegmentSnapshot.open(request, deviceId);
      if (!segment) continue;
      try {
        const tables = [
          ...segment.blocks(from, to).map(({ id }) => segment.block(id)),
          segment.raw(),
        ];
        for (const table of tables)
          for (let index = 0; index < table.length; index++) {
            const stored = table.reading(index);
            const { measuredAt } = stored.reading;
            if (measuredAt >= from && measuredAt <= to) found.push(stored);
          }
      } finally {
        segment.close();
      }
    }
    return found;
  }

  /** A device's history by event time, `from` and `to` included, as the points of a chart. */
  async timeline(query: TimelineQuery): Promise<Omit<Timeline, 'alarms' | 'gaps'>> {
    const { deviceId, from, to, maxPoints, gapMs } = query;
    const segments = this.#writer
      .days()
      // A reading can arrive on any later day, and hardly on an earlier one.
      .filter((day) => dayStart(day) + DAY_MS + AHEAD_MS >= from)
      .map((day) => this.#request(day, deviceId, from, to));
    const summaries = this.#summaries.requests(from, to, new Set(this.#writer.days()));
    return this.#taken(
      await this.#reader.ask('timeline', {
        deviceId,
        from,
        to,
        maxPoints,
        gapMs,
        segments,
        summaries,
      }),
    );
  }

  /** The newest readings of a device by event time, newest first. */
  async latestRows(deviceId: string, limit: number): Promise<StoredReading[]> {
    const segments = this.#writer
      .days()
      .toReversed()
      .map((day) => this.#request(day, deviceId, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
    return this.#taken(await this.#reader.ask('latest', { deviceId, limit, segments }));
  }

  /**
   * Packs finished hours, deletes what is packed, and closes days that are over. To be called when there is nothing
   * better to do. Makes one step of a few milliseconds at least, and no other after the budget is spent.
   */
  pack(budgetMs: number): { rowsPacked: number; more: boolean } {
    this.#refuseClosed();
    return this.#writer.pack(budgetMs, this.#repairing);
  }

  /**
   * Deletes the segments that are older than this many days.
   *
   * @param keep days that stay all the same
   * @returns their days
   */
  retain(keepDays: number, keep: (day: string) => boolean = () => false): string[] {
    this.#refuseClosed();
    return this.#writer.deleteBefore(dayOf(this.#now() - keepDays * DAY_MS), keep);
  }

  /**
   * Deletes the oldest day, to make room for what happens now. Never today's or yesterday's.
   *
   * @param keep days that stay all the same
   * @returns the day; null when there is none to give way
   */
  giveWay(keep: (day: string) => boolean): string | null {
    this.#refuseClosed();
    const written = dayOf(this.#now() - DAY_MS);
    const day = this.#writer.days().find((other) => other < written && !keep(other));
    if (day === undefined) return null;
    this.#writer.delete(day);
    return day;
  }

  /** Summarises the oldest finished day that isn't yet. @returns the day; null when there was none. */
  async summarise(): Promise<string | null> {
    this.#refuseClosed();
    const day = this.#summaries.next(this.#writer.finishedDays());
    if (day === null || this.#repairing.has(day)) return null;
    return (await this.#summaries.add(day, segmentPath(this.#dir, day))) ? day : null;
  }

  /** Whether the day's quarters are kept when its readings go. */
  isSummarised(day: string): boolean {
    return this.#summaries.has(day);
  }

  /** Deletes the summaries of months that ended more than so many days ago. @returns them. */
  retainSummaries(keepDays: number): string[] {
    return this.#summaries.deleteBefore(dayOf(this.#now() - keepDays * DAY_MS));
  }

  summaries(): { bytes: number; from: string | null } {
    return this.#summaries.extent();
  }

  /**
   * Has the disk take what was committed, without keeping anybody waiting: a commit of `NORMAL` is safe from a crash of
   * the program, and from a power cut only once this has run.
   *
   * @throws what the disk says
   */
  async sync(): Promise<void> {
    if (this.#closed) return;
    // The log is not a file that SQLite locks, so opening and closing it here takes no lock away.
    for (const file of this.#writer.unsynced()) {
      const handle = await open(file, 'r+').catch(absent);
      if (!handle) continue;
      try {
        await handle.datasync();
      } finally {
        await handle.close();
      }
    }
  }

  /** Oldest first. */
  segments(): { day: string; bytes: number }[] {
    return this.#writer.days().map((day) => ({ day, bytes: segmentBytes(this.#dir, day) }));
  }

  /** Questions that are still open are rejected. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#reader.close(), this.#summaries.close()]);
    this.#writer.close();
  }

  #request(day: string, deviceId: string, from: number, to: number): SegmentRequest {
    const rawSeqs = this.#writer.rawSeqs(day, deviceId, from, to);
    return { day, path: segmentPath(this.#dir, day), rawSeqs };
  }

  #addRecent(readings: RecentReadings, day: string): void {
    try {
      readings.addSegment(segmentPath(this.#dir, day));
    } catch (error) {
      // A start with a part of the last hour is better than none.
      if (!isCorruption(error)) throw toStorageError(error, segmentPath(this.#dir, day));
      this.#log.error({ day, err: error }, 'a telemetry segment can not be read');
      this.#repair(day);
    }
  }

  #taken<Result>({ result, damaged }: Answer<Result>): Result {
    for (const { day, code, problem } of damaged) {
      this.#log.error({ day, problem }, 'a telemetry segment can not be read');
      if (code === 'corrupt') this.#repair(day);
    }
    return result;
  }

  #repair(day: string): void {
    if (this.#closed || this.#repairing.has(day) || this.#hopeless.has(day)) return;
    if (this.#writer.isOpen(day)) {
      if (!this.#writer.repair(day)) this.#hopeless.add(day);
      return;
    }
    this.#repairing.add(day);
    this.#reader
      .ask('repair', { path: segmentPath(this.#dir, day), at: this.#now() })
      .then((repair) => {
        if (repair) this.#onRepair(repair);
        else this.#hopeless.add(day);
      })
      .catch((error: unknown) => this.#log.error({ err: error, day }, 'the repair failed'))
      .finally(() => this.#repairing.delete(day));
  }

  #refuseClosed(): void {
    if (this.#closed) throw new StorageError('closed', 'the telemetry store is closed');
  }
}

/** No log yet, or no more: nothing waits for the disk. */
function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
