import { existsSync } from 'node:fs';
import type { ScoredReading } from '../../scoredReading.ts';
import { isCorruption, toStorageError } from '../StorageError.ts';
import type { StorageRepair } from '../StorageRepair.ts';
import { finishSalvage } from '../salvage/salvageDatabase.ts';
import { DAY_MS, dayOf, dayStart } from './days.ts';
import { OpenSegment } from './OpenSegment.ts';
import { repairSegment } from './repairSegment.ts';
import { isSealed } from './segmentFile.ts';
import { daysWithFiles, deleteDay, listDays, segmentPath } from './segmentFolder.ts';

export interface SegmentWriterOptions {
  readonly dir: string;
  readonly now: () => number;
  readonly maxSegmentBytes: number | undefined;
  readonly onRepair: (repair: StorageRepair) => void;
}

/** Routes readings to the segment of the day they arrived on, and takes a segment through its life. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  /** Every day there is a segment of. */
  readonly #days: Set<string>;
  readonly #open = new Map<string, OpenSegment>();
  /** Days of an earlier run that nobody has looked at yet: a crash may have left them unpacked. */
  readonly #unseen: string[];
  /** Days in which packing met damage that no repair finds: they are left as they are, and read as they are. */
  readonly #unpackable = new Set<string>();
  #today: { readonly segment: OpenSegment; readonly start: number } | undefined;

  /** Today's and yesterday's segments are checked in full; older ones when they are read. */
  constructor(options: SegmentWriterOptions) {
    this.#options = options;
    const { dir, now } = options;
    for (const day of daysWithFiles(dir)) finishSalvage(segmentPath(dir, day));
    const days = listDays(dir);
    this.#days = new Set(days);
    const today = now();
    const written = [dayOf(today - DAY_MS), dayOf(today)];
    for (const day of written) {
      if (!this.#days.has(day)) continue;
      this.#mend(day);
      this.#segment(day);
    }
    this.#segment(dayOf(today));
    this.#unseen = days.filter((day) => !this.#open.has(day));
  }

  /** Oldest first. */
  days(): string[] {
    return [...this.#days].sort();
  }

  append(rows: readonly ScoredReading[]): void {
    const today = this.#today;
    if (today && rows.every(({ reading }) => isIn(today.start, reading.receivedAt))) {
      this.#appendTo(today.segment, rows);
      return;
    }
    const byDay = Map.groupBy(rows, ({ reading }) => dayOf(reading.receivedAt));
    for (const [day, ofDay] of byDay) {
      const segment = this.#segment(day);
      this.#today = { segment, start: dayStart(day) };
      this.#appendTo(segment, ofDay);
    }
  }

  /** @returns null when nobody knows which rows of the day are unpacked. */
  rawSeqs(day: string, deviceId: string, from: number, to: number): number[] | null {
    return (
      this.#open.get(day)?.rawSeqs(deviceId, from, to) ?? (this.#unseen.includes(day) ? null : [])
    );
  }

  isOpen(day: string): boolean {
    return this.#open.has(day);
  }

  /** Days that are over and have nothing left to pack, as far as is known, oldest first. */
  finishedDays(): string[] {
    return this.days().filter(
      (day) => this.#isOver(day) && !this.#open.has(day) && !this.#unseen.includes(day),
    );
  }

  /** The files whose newest commits the disk may not have yet. */
  unsynced(): string[] {
    return [...this.#open.values()].map(({ path }) => `${path}-wal`);
  }

  /** One step, and another as long as the budget lasts. @param busy days that are being repaired elsewhere. */
  pack(budgetMs: number, busy: ReadonlySet<string>): { rowsPacked: number; more: boolean } {
    const end = performance.now() + budgetMs;
    let rowsPacked = 0;
    for (;;) {
      const step = this.#step(busy);
      rowsPacked += step.rowsPacked;
      if (!step.more || performance.now() >= end) return { rowsPacked, more: step.more };
    }
  }

  /** @param keep days that stay all the same. @returns what was deleted. */
  deleteBefore(day: string, keep: (day: string) => boolean): string[] {
    const old = daysWithFiles(this.#options.dir).filter((other) => other < day && !keep(other));
    return old.filter((other) => this.delete(other));
  }

  /** @returns false when of the day only leftovers of a repair were deleted. */
  delete(day: string): boolean {
    this.#closeDay(day);
    deleteDay(this.#options.dir, day);
    return this.#days.delete(day);
  }

  /**
   * Mends a segment that is open here. Readings wait meanwhile, since it is the file they go to.
   *
   * @returns false when nothing was found to mend.
   */
  repair(day: string): boolean {
    this.#closeDay(day);
    const mended = this.#mend(day);
    this.#segment(day);
    return mended;
  }

  close(): void {
    for (const day of [...this.#open.keys()]) this.#closeDay(day);
  }

  #appendTo(segment: OpenSegment, rows: readonly ScoredReading[]): void {
    try {
      segment.append(rows);
    } catch (error) {
      if (!isCorruption(error)) throw toStorageError(error, segment.path);
      const day = dayOf(rows[0]!.reading.receivedAt);
      this.repair(day);
      this.#segment(day).append(rows);
    }
  }

  #step(busy: ReadonlySet<string>): { rowsPacked: number; more: boolean } {
    for (const [day, segment] of this.#open) {
      if (this.#unpackable.has(day)) continue;
      try {
        const rowsPacked = segment.packNext(this.#options.now());
        if (rowsPacked > 0) return { rowsPacked, more: true };
        if (segment.trim()) return { rowsPacked: 0, more: true };
        if (this.#isOver(day) && this.#finish(day, segment)) return { rowsPacked: 0, more: true };
      } catch (error) {
        if (!isCorruption(error)) throw toStorageError(error, segment.path);
        if (!this.repair(day)) this.#unpackable.add(day);
      }
    }
    return { rowsPacked: 0, more: this.#lookAtUnseen(busy) };
  }

  /** Closes a day that is over and packed. @returns true when that was a step worth coming back from. */
  #finish(day: string, segment: OpenSegment): boolean {
    if (segment.hasUnpacked()) return false;
    if (segment.shrink()) return true;
    // A chart is being drawn from it: at the next idle moment, then.
    if (!segment.seal()) return false;
    this.#closeDay(day);
    return true;
  }

  #isOver(day: string): boolean {
    return dayStart(day) + DAY_MS <= this.#options.now();
  }

  #lookAtUnseen(busy: ReadonlySet<string>): boolean {
    const index = this.#unseen.findIndex((day) => !busy.has(day));
    const day = this.#unseen[index];
    if (day === undefined) return false;
    this.#unseen.splice(index, 1);
    if (this.#days.has(day) && !this.#looksSealed(day)) this.#segment(day);
    return true;
  }

  #looksSealed(day: string): boolean {
    try {
      return isSealed(segmentPath(this.#options.dir, day));
    } catch {
      // Opening it for writing says what is wrong, and mends it.
      return false;
    }
  }

  #segment(day: string): OpenSegment {
    const known = this.#open.get(day);
    if (known) return known;
    const { dir, maxSegmentBytes } = this.#options;
    const file = segmentPath(dir, day);
    const open = () => new OpenSegment(file, maxSegmentBytes);
    let segment: OpenSegment;
    try {
      segment = open();
    } catch (error) {
      if (!isCorruption(error)) throw toStorageError(error, file);
      this.#mend(day);
      segment = open();
    }
    this.#open.set(day, segment);
    this.#days.add(day);
    return segment;
  }

  #mend(day: string): boolean {
    const { dir, now, onRepair } = this.#options;
    const file = segmentPath(dir, day);
    const repair = existsSync(file) ? repairSegment(file, now()) : null;
    if (repair) onRepair(repair);
    return repair !== null;
  }

  #closeDay(day: string): void {
    const segment = this.#open.get(day);
    if (!segment) return;
    segment.close();
    this.#open.delete(day);
    if (this.#today?.segment === segment) this.#today = undefined;
  }
}

function isIn(start: number, at: number): boolean {
  return at >= start && at < start + DAY_MS;
}
