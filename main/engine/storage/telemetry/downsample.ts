/**
 * A device's history as the points of a chart. Each bucket becomes two points, the minimum and the maximum of every
 * series, so that no peak is lost however long the span; and where nothing was heard there is a gap, not a line.
 */
import { TIMELINE_SERIES, type TimelineSeries } from '#shared/contract/views.ts';
import { type CellRun, SERIES_COUNT } from './CellRun.ts';

interface Points {
  readonly t: number[];
  readonly series: Record<TimelineSeries, (number | null)[]>;
}

export interface Sampled extends Points {
  readonly readingCount: number;
  readonly downsampled: boolean;
}

export interface SampleOptions {
  /** At least 10: below that a bucket with a gap in it does not fit. */
  readonly maxPoints: number;
  /** Two readings further apart than this have a gap between them. */
  readonly gapMs: number;
  /** The narrowest bucket to try, a multiple of the span that was rolled up. Buckets begin at multiples since 1970. */
  readonly bucketMs: number;
}

/**
 * Readings as they are when they fit, otherwise buckets, widened until they fit.
 *
 * A bucket shows the longest of the gaps that begin and end in it, so its readings before and after are told apart;
 * shorter gaps inside one bucket are narrower than a pixel or two and are not drawn.
 */
export function downsample(runs: readonly CellRun[], options: SampleOptions): Sampled {
  const { maxPoints, gapMs } = options;
  let readingCount = 0;
  let cells = 0;
  for (const { length, count } of runs) {
    cells += length;
    for (const n of count) readingCount += n;
  }
  if (cells === readingCount && cells <= maxPoints) {
    const points = everyReading(runs, gapMs);
    if (points.t.length <= maxPoints) return { ...points, readingCount, downsampled: false };
  }
  for (let { bucketMs } = options; ; bucketMs *= 2) {
    const points = inBuckets(runs, gapMs, bucketMs);
    if (points.t.length <= maxPoints) return { ...points, readingCount, downsampled: true };
  }
}

function everyReading(runs: readonly CellRun[], gapMs: number): Points {
  const out = new PointWriter(gapMs);
  for (const run of runs)
    for (let cell = 0; cell < run.length; cell++) {
      out.gap(run.first[cell]!);
      out.point(run.first[cell]!, (series) => run.min[series]![cell]!);
    }
  return out.points;
}

function inBuckets(runs: readonly CellRun[], gapMs: number, bucketMs: number): Points {
  const out = new PointWriter(gapMs);
  let bucket = Number.NaN;
  let parts: Part[] = [];
  /** The longest gap so far inside the bucket: between its two parts. */
  let longest = 0;
  for (const run of runs)
    for (let cell = 0; cell < run.length; cell++) {
      const first = run.first[cell]!;
      const own = Math.floor(first / bucketMs);
      const current = parts.at(-1);
      if (own !== bucket || !current) {
        for (const part of parts) out.part(part);
        parts = [new Part(run, cell)];
        bucket = own;
        longest = 0;
        continue;
      }
      const gap = first - current.last;
      if (gap > gapMs && gap > longest) {
        const [before, after] = parts;
        if (after) before!.join(after);
        parts = [before!, new Part(run, cell)];
        longest = gap;
      } else current.add(run, cell);
    }
  for (const part of parts) out.part(part);
  return out.points;
}

/** What a bucket, or the half of one on either side of a gap, says of its readings. */
class Part {
  readonly first: number;
  last: number;
  count = 0;
  readonly min = new Float64Array(SERIES_COUNT).fill(Number.POSITIVE_INFINITY);
  readonly max = new Float64Array(SERIES_COUNT).fill(Number.NEGATIVE_INFINITY);

  constructor(run: CellRun, cell: number) {
    this.first = run.first[cell]!;
    this.last = this.first;
    this.add(run, cell);
  }

  add(run: CellRun, cell: number): void {
    this.last = run.last[cell]!;
    this.count += run.count[cell]!;
    for (let series = 0; series < SERIES_COUNT; series++)
      this.#widen(series, run.min[series]![cell]!, run.max[series]![cell]!);
  }

  join(later: Part): void {
    this.last = later.last;
    this.count += later.count;
    for (let series = 0; series < SERIES_COUNT; series++)
      this.#widen(series, later.min[series]!, later.max[series]!);
  }

  #widen(series: number, min: number, max: number): void {
    if (min < this.min[series]!) this.min[series] = min;
    if (max > this.max[series]!) this.max[series] = max;
  }
}

class PointWriter {
  readonly points: Points;
  readonly #gapMs: number;
  readonly #series: (number | null)[][];

  constructor(gapMs: number) {
    this.#gapMs = gapMs;
    this.#series = TIMELINE_SERIES.map(() => []);
    const named = TIMELINE_SERIES.map((name, index) => [name, this.#series[index]!] as const);
    this.points = { t: [], series: Object.fromEntries(named) as Points['series'] };
  }

  part(part: Part): void {
    this.gap(part.first);
    this.point(part.first, (series) => part.min[series]!);
    if (part.count > 1) this.point(part.last, (series) => part.max[series]!);
  }

  /** A null in every series where the next reading is too far from the last. */
  gap(next: number): void {
    const last = this.points.t.at(-1);
    if (last === undefined || next - last <= this.#gapMs) return;
    this.points.t.push(Math.floor(last + (next - last) / 2));
    for (const values of this.#series) values.push(null);
  }

  point(at: number, value: (series: number) => number): void {
    this.points.t.push(at);
    for (let series = 0; series < SERIES_COUNT; series++) this.#series[series]!.push(value(series));
  }
}
