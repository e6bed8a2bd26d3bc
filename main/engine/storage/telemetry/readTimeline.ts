/** Answers a chart's question from the segments that may hold readings of its span. */
import type { Timeline } from '#shared/contract/views.ts';
import { type CellRun, sliceRun } from './CellRun.ts';
import { hourOf } from './days.ts';
import { downsample } from './downsample.ts';
import { forEachSegment } from './forEachSegment.ts';
import { RowTable } from './RowTable.ts';
import type { Answer, TimelineRequest } from './readerMessages.ts';
import { cellsOfRows, MINUTE_MS, QUARTER_MS } from './rollup.ts';
import { MEASURED_AT } from './rowLayout.ts';
import { type BlockSummary, SegmentSnapshot } from './SegmentSnapshot.ts';
import { joinRuns } from './summaries/joinRuns.ts';
import { readSummaries } from './summaries/readSummaries.ts';

/** Below this a bucket with a gap in it might not fit. */
const LEAST_POINTS = 10;

interface Found {
  readonly day: string;
  readonly snapshot: SegmentSnapshot;
  readonly blocks: readonly BlockSummary[];
  readonly raw: RowTable;
}

interface Resolution {
  readonly cells: 'readings' | 'minute' | 'quarter';
  readonly bucketMs: number;
}

/**
 * Readings by event time, both ends included, late ones from later days' segments among them, each once.
 *
 * Of days whose readings are no longer kept the quarters of an hour are left, and a chart that shows any of these has no
 * finer buckets. A long span is answered from rollups where these say exactly what the readings would: for hours that one blob holds
 * alone, that lie in the span as a whole, and that have no gap to be drawn. All other hours are read as they are.
 */
export function readTimeline(request: TimelineRequest): Answer<Omit<Timeline, 'alarms' | 'gaps'>> {
  const { deviceId, from, to, gapMs } = request;
  const maxPoints = Math.max(LEAST_POINTS, request.maxPoints);
  const open: Found[] = [];
  try {
    const { results, damaged } = forEachSegment(request.segments, (segment) => {
      const found = find(segment, request);
      if (found) open.push(found);
      return found;
    });
    const finds = results.filter((found) => found !== null);
    const old = forEachSegment(request.summaries, (month) => readSummaries(month, request));
    const quarters = old.results.filter((run) => run !== null);
    const readings = finds.reduce((sum, found) => sum + found.raw.length + rowsOf(found.blocks), 0);
    const resolution = resolve(from, to, maxPoints, readings, quarters.length > 0);
    const alone = hoursHeldAlone(finds);
    const parts = forEachSegment(finds, (found) => read(found, request, resolution, alone));
    const newer = inOrder(deviceId, parts.results);
    // Readings that came late may belong between the quarters.
    const runs = quarters.length > 0 ? [joinRuns([...quarters, ...newer])] : newer;
    return {
      result: {
        deviceId,
        from,
        to,
        ...downsample(runs, { maxPoints, gapMs, bucketMs: resolution.bucketMs }),
      },
      damaged: [...damaged, ...old.damaged, ...parts.damaged],
    };
  } finally {
    for (const { snapshot } of open) snapshot.close();
  }
}

function find(
  segment: TimelineRequest['segments'][number],
  { deviceId, from, to }: TimelineRequest,
): Found | null {
  const snapshot = SegmentSnapshot.open(segment, deviceId);
  if (!snapshot) return null;
  try {
    const blocks = snapshot.blocks(from, to);
    const raw = within(snapshot.raw(), from, to);
    if (blocks.length > 0 || raw.length > 0) return { day: segment.day, snapshot, blocks, raw };
  } catch (error) {
    snapshot.close();
    throw error;
  }
  snapshot.close();
  return null;
}

function rowsOf(blocks: readonly BlockSummary[]): number {
  return blocks.reduce((sum, { rows }) => sum + rows, 0);
}

/** Buckets that are multiples of the rolled-up spans, so that a rollup never lies across the border of two. */
function resolve(
  from: number,
  to: number,
  maxPoints: number,
  readings: number,
  old: boolean,
): Resolution {
  // One less than fit, because the first and the last bucket are cut by the span's ends.
  const bucketMs = Math.max(1, Math.ceil((to - from) / (Math.floor(maxPoints / 2) - 1)));
  const multiple = (of: number) => Math.ceil(bucketMs / of) * of;
  if (old) return { cells: 'quarter', bucketMs: multiple(QUARTER_MS) };
  if (readings <= maxPoints) return { cells: 'readings', bucketMs };
  if (bucketMs >= 2 * QUARTER_MS) return { cells: 'quarter', bucketMs: multiple(QUARTER_MS) };
  if (bucketMs >= 2 * MINUTE_MS) return { cells: 'minute', bucketMs: multiple(MINUTE_MS) };
  return { cells: 'readings', bucketMs };
}

/** Hours of which one blob holds everything: in the others a reading may be there twice. */
function hoursHeldAlone(finds: readonly Found[]): Set<number> {
  const holders = new Map<number, number>();
  const count = (hour: number) => holders.set(hour, (holders.get(hour) ?? 0) + 1);
  for (const { blocks, raw } of finds) {
    for (const { hour } of blocks) count(hour);
    for (const hour of new Set(Array.from(raw.column(MEASURED_AT), hourOf))) count(hour);
  }
  return new Set([...holders].flatMap(([hour, n]) => (n === 1 ? hour : [])));
}

interface Part {
  readonly rollups: readonly CellRun[];
  readonly rows: readonly RowTable[];
}

function read(
  { snapshot, blocks, raw }: Found,
  { from, to, gapMs }: TimelineRequest,
  { cells }: Resolution,
  alone: ReadonlySet<number>,
): Part {
  const rollups: CellRun[] = [];
  const rows: RowTable[] = [raw];
  for (const block of blocks) {
    const whole = block.first_measured >= from && block.last_measured <= to;
    const fits = whole && alone.has(block.hour) && block.longest_gap_ms <= gapMs;
    const rollup = cells !== 'readings' && fits ? snapshot.rollup(block.id, cells) : null;
    if (rollup) rollups.push(rollup);
    else rows.push(within(snapshot.block(block.id), from, to));
  }
  return { rollups, rows };
}

/** Rolled-up hours and single readings by event time. */
function inOrder(deviceId: string, parts: readonly Part[]): CellRun[] {
  const all = new RowTable(deviceId);
  for (const table of parts.flatMap(({ rows }) => rows)) all.addAll(table);
  const cells = cellsOfRows(all.unique());
  const rollups = parts
    .flatMap((part) => part.rollups)
    .toSorted((a, b) => a.first[0]! - b.first[0]!);
  const runs: CellRun[] = [];
  let next = 0;
  for (const rollup of rollups) {
    const start = next;
    while (next < cells.length && cells.first[next]! < rollup.first[0]!) next++;
    runs.push(sliceRun(cells, start, next), rollup);
  }
  runs.push(sliceRun(cells, next, cells.length));
  return runs;
}

function within(table: RowTable, from: number, to: number): RowTable {
  const measured = table.column(MEASURED_AT);
  if (measured.every((at) => at >= from && at <= to)) return table;
  const inside = new RowTable(table.deviceId);
  for (let index = 0; index < table.length; index++)
    if (measured[index]! >= from && measured[index]! <= to) inside.addFrom(table, index);
  return inside;
}
