/**
 * The path of one reading, top to bottom:
 * frame → within its device's share? → decode → place in time → known already? → into its device's window → score, with
 * what the model said last → commit → acknowledge, alarms and live feed. The model runs over the window whenever it comes to it: nothing waits.
 *
 * Nothing is acknowledged to a broker before it is on disk, so a crash loses nothing: the broker sends it again,
 * and `RecentKeys` makes the second time harmless. When the disk refuses, `CommitQueue` goes on watching.
 */

import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { assess } from '#shared/scoring/assess.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { type DecodeOptions, decode, deviceIdOfTopic } from '#shared/telemetry/decode.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { type Batch, type CommitParts, CommitQueue, type Refused } from './CommitQueue.ts';
import { DeviceQuota, type QuotaLimits } from './DeviceQuota.ts';
import type { Tracker } from './DeviceTrackers.ts';
import type { PredictionDesk } from './prediction/PredictionDesk.ts';
import { contentKey, type RecentKeys, readingKey } from './RecentKeys.ts';
import type { ScoredReading } from './scoredReading.ts';
import type { BackfillTally } from './sources/backfill/Backfill.ts';
import type { Frame, FrameHandler, Resumption } from './sources/source.ts';

/** A batch closes at 50 ms or 500 frames, or when the broker's in-flight window is full, whichever is first. */
const BATCH_MS = 50;
const BATCH_FRAMES = 500;

export interface PipelineParts extends CommitParts {
  readonly recent: RecentKeys;
  readonly thresholds: Thresholds;
  readonly decoding: DecodeOptions;
  readonly predictions: Pick<PredictionDesk, 'partFor' | 'heard'>;
  /** Told when a way in is open, so that what it missed is noticed. */
  readonly resumed?: (resumption: Resumption) => void;
  /** Milliseconds that only go forward: each device has its share of them. */
  readonly monotonicNow?: () => number;
  /** How large that share is; the standard one unless given. */
  readonly quota?: QuotaLimits;
}

export class Pipeline implements FrameHandler {
  readonly #parts: PipelineParts;
  readonly #feedChanged: () => void;
  readonly #queue: CommitQueue;
  readonly #quota: DeviceQuota;
  #waiting: Frame[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  framesReceived = 0;
  duplicatesIgnored = 0;

  constructor(parts: PipelineParts, feedChanged: () => void) {
    this.#parts = parts;
    this.#feedChanged = feedChanged;
    this.#queue = new CommitQueue(parts);
    this.#quota = new DeviceQuota(parts.monotonicNow ?? (() => performance.now()), parts.quota);
  }

  get readingsCommitted(): number {
    return this.#queue.readingsCommitted;
  }

  get batches(): number {
    return this.#queue.batches;
  }

  /** Arrival of the newest reading, stored or shown only. */
  get lastReadingAt(): number | null {
    return this.#queue.lastReadingAt;
  }

  /** Every occurrence that is not over, those not on disk yet included, most urgent first. */
  openAlarms(): readonly AlarmRecord[] {
    return this.#queue.openAlarms();
  }

  frame(frame: Frame): void {
    if (this.#closed) return;
    this.framesReceived++;
    this.#waiting.push(frame);
    if (this.#waiting.length >= BATCH_FRAMES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  windowFull(): void {
    this.flush();
  }

  changed(): void {
    this.#feedChanged();
  }

  resumed(resumption: Resumption): void {
    this.#parts.resumed?.(resumption);
  }

  /** Closes the batch now: reads, scores, commits and acknowledges what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0)
      this.#queue.commit(this.#read(this.#waiting.splice(0, BATCH_FRAMES)));
  }

  /** Commits what it can and takes no more. What can't be committed stays the broker's. */
  close(): void {
    this.flush();
    this.#queue.close();
    this.#closed = true;
  }

  #read(frames: readonly Frame[]): Batch {
    const scored: ScoredReading[] = [];
    const refused: Refused[] = [];
    const discovered = new Map<string, number>();
    const excess = new Map<string, { frame: Frame; messages: number }>();
    for (const frame of frames) {
      if (this.#isExcess(frame, excess)) continue;
      try {
        this.#readOne(frame, scored, refused, discovered);
      } catch (error) {
        // One message that the program itself can't take must not stop the others, nor come back for ever.
        this.#parts.log.error({ err: error, topic: frame.topic }, 'a frame could not be processed');
        refused.push({ frame, reason: 'internalError', detail: String(error) });
      }
    }
    for (const [sender, { frame, messages }] of excess)
      refused.push({ frame, reason: 'overQuota', detail: sender, unread: messages });
    return { frames, scored, refused, discovered };
  }

  /** What a sender sends beyond its share is counted, and not read: the time is the others'. */
  #isExcess(frame: Frame, excess: Map<string, { frame: Frame; messages: number }>): boolean {
    // Fetched or played as fast as it is asked for: nobody floods, and a device was not heard by what is fetched.
    if (frame.backfill || frame.recorded) return false;
    // What the way in refused says nothing about the device that its topic names.
    const deviceId = frame.refusal ? undefined : deviceIdOfTopic(frame.topic);
    const sender = deviceId ?? `${frame.sourceId}/refused`;
    if (this.#quota.takes(sender, frame.backlog)) return false;
    const known = excess.get(sender);
    if (known) known.messages++;
    else excess.set(sender, { frame, messages: 1 });
    const tracker = deviceId === undefined ? undefined : this.#parts.trackers.get(deviceId);
    // It floods, and is not silent.
    if (tracker) this.#parts.trackers.heard(tracker, frame.receivedAt);
    return true;
  }

  #readOne(
    frame: Frame,
    scored: ScoredReading[],
    refused: Refused[],
    discovered: Map<string, number>,
  ): void {
    const { decoding, thresholds, recent, trackers, predictions } = this.#parts;
    if (frame.refusal) {
      refused.push({ frame, ...frame.refusal });
      return;
    }
    const decoded = decode(frame.payload, frame.topic, decoding);
    if (!decoded.ok) {
      refused.push({ frame, reason: decoded.reason, detail: decoded.detail });
      return;
    }
    const tracker = trackers.of(decoded.reading.deviceId);
    if (!tracker) {
      refused.push({ frame, reason: 'tooManyDevices', detail: decoded.reading.deviceId });
      return;
    }
    const { backfill } = frame;
    // Heard even when the message is a repetition: a device whose messages come twice is not silent.
    if (!backfill) trackers.heard(tracker, frame.receivedAt);
    const placed = placeInTime(decoded.reading, frame.receivedAt, frame.backlog, thresholds);
    const key = readingKey(placed, frame);
    const isNew = recent.add(key ?? contentKey(placed));
    if (key !== undefined && !isNew) {
      this.duplicatesIgnored++;
      backfill?.repeated();
      return;
    }
    if (backfill) {
      const result = this.#judgeMissed(tracker, placed, backfill);
      if (trackers.take(tracker, result)) discovered.set(tracker.deviceId, frame.receivedAt);
      scored.push(result);
      backfill.took(result);
      return;
    }
    const doubts = tracker.continuity.judge(placed);
    const reading =
      doubts.length === 0 ? placed : { ...placed, quality: [...placed.quality, ...doubts] };
    predictions.heard(tracker, reading);
    const model = predictions.partFor(tracker, reading);
    const assessment = assess(reading, tracker.history, thresholds, model, tracker.floors);
    const result = { reading, assessment };
    if (trackers.take(tracker, result)) discovered.set(tracker.deviceId, frame.receivedAt);
    scored.push(result);
  }
  /**
   * A reading of a gap that is being filled: judged by what came before it in the gap, so that it isn't mixed with what
   * came since. The device's live history gets it at its own time; its window for the model has closed those minutes.
   */
  #judgeMissed(tracker: Tracker, placed: Reading, backfill: BackfillTally): ScoredReading {
    const { thresholds } = this.#parts;
    const reading: Reading = placed.quality.includes('late')
      ? placed
      : { ...placed, quality: [...placed.quality, 'late'] };
    const { history, floors } = backfill.contextOf(reading.deviceId, tracker.floors.signs);
    const assessment = assess(reading, history, thresholds, null, floors);
    tracker.history.add(reading, assessment.indicatorScore);
    return { reading, assessment, backfilled: true };
  }
}
