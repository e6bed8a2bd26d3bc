import type { StoredReading } from '../StoredReading.ts';
import { dayStart } from './days.ts';
import { forEachSegment } from './forEachSegment.ts';
import { RowTable } from './RowTable.ts';
import type { Answer, LatestRequest } from './readerMessages.ts';
import { MEASURED_AT } from './rowLayout.ts';
import { SegmentSnapshot } from './SegmentSnapshot.ts';

/** A reading is never taken to be further ahead of its arrival than this: beyond it the device's clock is not believed. */
const AHEAD_MS = 600_000;

/** The newest readings of a device by event time, newest first, each once. */
export function readLatest({ deviceId, limit, segments }: LatestRequest): Answer<StoredReading[]> {
  let newest = new RowTable(deviceId);
  let complete = false;
  const { damaged } = forEachSegment(segments, (segment) => {
    if (complete) return;
    const all = new RowTable(deviceId);
    addAll(all, newest);
    const snapshot = SegmentSnapshot.open(segment, deviceId);
    if (snapshot)
      try {
        addNewest(all, snapshot, limit);
      } finally {
        snapshot.close();
      }
    newest = all.unique();
    // What older segments hold was measured before this day, or hardly later.
    const enough = newest.column(MEASURED_AT).at(-limit);
    complete = enough !== undefined && enough >= dayStart(segment.day) + AHEAD_MS;
  });
  const result: StoredReading[] = [];
  for (let index = newest.length - 1; index >= 0 && result.length < limit; index--)
    result.push(newest.reading(index));
  return { result, damaged };
}

function addNewest(all: RowTable, snapshot: SegmentSnapshot, limit: number): void {
  addAll(all, snapshot.raw());
  let packed = 0;
  for (const block of snapshot.newestBlocks()) {
    addAll(all, block);
    packed += block.length;
    // Blobs hold an hour of event time each and no repetitions: older ones can't hold newer readings.
    if (packed >= limit) return;
  }
}

function addAll(to: RowTable, from: RowTable): void {
  for (let index = 0; index < from.length; index++) to.addFrom(from, index);
}
