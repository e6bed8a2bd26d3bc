/**
 * The path of one reading, top to bottom:
 * frame → decode → place in time → known already? → score → commit → acknowledge → alarms and live feed.
 *
 * Nothing is acknowledged to a broker before it is on disk, so a crash loses nothing: the broker sends it again,
 * and `RecentKeys` makes the second time harmless.
 */
import type Database from 'better-sqlite3';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { assess } from '#shared/scoring/assess.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { type DecodeOptions, decode } from '#shared/telemetry/decode.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { AlarmDesk } from './alarms/AlarmDesk.ts';
import type { DeviceTrackers } from './DeviceTrackers.ts';
import type { Throughput } from './health/Throughput.ts';
import type { Logger } from './log.ts';
import { contentKey, type RecentKeys, readingKey } from './RecentKeys.ts';
import type { ScoredReading } from './scoredReading.ts';
import type { Frame, FrameHandler } from './sources/source.ts';
import type { DeviceRegistry } from './storage/DeviceRegistry.ts';
import type { DeviceStates } from './storage/DeviceStates.ts';
import type { Quarantine } from './storage/Quarantine.ts';
import type { TelemetryStore } from './storage/TelemetryStore.ts';

/** A batch closes at 50 ms or 500 frames, or when the broker's in-flight window is full, whichever is first. */
const BATCH_MS = 50;
const BATCH_FRAMES = 500;
/** How long to wait before a commit that failed is tried again. */
const RETRY_MS = 1_000;

export interface PipelineParts {
  readonly controlRoom: Database.Database;
  readonly telemetry: TelemetryStore;
  readonly registry: DeviceRegistry;
  readonly states: DeviceStates;
  readonly quarantine: Quarantine;
  readonly alarms: AlarmDesk;
  readonly trackers: DeviceTrackers;
  readonly recent: RecentKeys;
  readonly throughput: Throughput;
  readonly thresholds: Thresholds;
  readonly decoding: DecodeOptions;
  readonly log: Logger;
  readonly now: () => number;
  /** Called after each commit with what changed. */
  readonly committed: (change: {
    readonly devices: readonly string[];
    readonly alarms: readonly AlarmRecord[];
  }) => void;
  /** Called when a commit fails, and with null when commits work again. */
  readonly failing: (problem: string | null) => void;
}

interface Refused {
  readonly frame: Frame;
  readonly reason: string;
  readonly detail: string;
}

/** What one batch of frames turned into: ready to commit, and to commit again if the disk refuses. */
interface Batch {
  readonly frames: readonly Frame[];
  readonly scored: readonly ScoredReading[];
  readonly refused: readonly Refused[];
  readonly discovered: ReadonlyMap<string, number>;
  /** The alarms that changed, once `control-room.db` has this batch: a second try writes only the segment. */
  alarmsCommitted: readonly AlarmRecord[] | undefined;
}

export class Pipeline implements FrameHandler {
  readonly #parts: PipelineParts;
  readonly #feedChanged: () => void;
  #waiting: Frame[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** A batch that could not be committed yet. While there is one, nothing newer is scored. */
  #stuck: Batch | undefined;
  #closed = false;

  framesReceived = 0;
  readingsCommitted = 0;
  duplicatesIgnored = 0;
  batches = 0;
  lastReadingAt: number | null = null;

  constructor(parts: PipelineParts, feedChanged: () => void) {
    this.#parts = parts;
    this.#feedChanged = feedChanged;
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

  /** Closes the batch now: reads, scores, commits and acknowledges what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stuck) {
      if (!this.#tryCommit(this.#stuck)) return;
      this.#stuck = undefined;
    }
    while (this.#waiting.length > 0) {
      const batch = this.#read(this.#waiting.splice(0, BATCH_FRAMES));
      if (!this.#tryCommit(batch)) {
        this.#stuck = batch;
        return;
      }
    }
  }

  /** Commits what it can and takes no more. What can't be committed stays the broker's. */
  close(): void {
    this.flush();
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #read(frames: readonly Frame[]): Batch {
    const scored: ScoredReading[] = [];
    const refused: Refused[] = [];
    const discovered = new Map<string, number>();
    for (const frame of frames) {
      try {
        this.#readOne(frame, scored, refused, discovered);
      } catch (error) {
        // One message that the program itself can't take must not stop the others, nor come back for ever.
        this.#parts.log.error({ err: error, topic: frame.topic }, 'a frame could not be processed');
        refused.push({ frame, reason: 'internalError', detail: String(error) });
      }
    }
    return { frames, scored, refused, discovered, alarmsCommitted: undefined };
  }

  #readOne(
    frame: Frame,
    scored: ScoredReading[],
    refused: Refused[],
    discovered: Map<string, number>,
  ): void {
    const { decoding, thresholds, recent, trackers } = this.#parts;
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
    // Heard even when the message is a repetition: a device whose messages come twice is not silent.
    trackers.heard(tracker, frame.receivedAt);
    const key = readingKey(decoded.reading, frame.duplicate);
    if (key !== undefined && recent.has(key)) {
      this.duplicatesIgnored++;
      return;
    }
    recent.add(key ?? contentKey(decoded.reading));
    const reading = placeInTime(decoded.reading, frame.receivedAt, frame.backlog, thresholds);
    const result = { reading, assessment: assess(reading, tracker.history, thresholds) };
    if (trackers.take(tracker, result)) discovered.set(tracker.deviceId, frame.receivedAt);
    scored.push(result);
  }

  #tryCommit(batch: Batch): boolean {
    const { failing, log } = this.#parts;
    try {
      this.#commit(batch);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      log.error({ err: error, frames: batch.frames.length }, 'commit failed; nothing acknowledged');
      failing(problem);
      this.#timer ??= setTimeout(() => this.flush(), RETRY_MS);
      return false;
    }
    failing(null);
    return true;
  }

  #commit(batch: Batch): void {
    // Alarms first: if the process dies in between, the readings come again and find the alarms standing.
    batch.alarmsCommitted ??= this.#commitControlRoom(batch);
    this.#parts.telemetry.append(batch.scored);
    for (const frame of batch.frames) frame.ack();
    this.#account(batch);
    this.#parts.committed({
      devices: [...new Set(batch.scored.map(({ reading }) => reading.deviceId))],
      alarms: batch.alarmsCommitted,
    });
  }

  #commitControlRoom(batch: Batch): readonly AlarmRecord[] {
    const { controlRoom, alarms, registry, states, trackers } = this.#parts;
    const plan = alarms.plan(batch.scored);
    const stateRows = trackers.statesDue(batch.scored);
    const nothing =
      plan.isEmpty &&
      stateRows.length === 0 &&
      batch.refused.length === 0 &&
      batch.discovered.size === 0;
    // A full sync for nothing would cost a millisecond a batch, and most batches change nothing here.
    if (nothing) return [];
    controlRoom.transaction(() => {
      for (const [deviceId, at] of batch.discovered) registry.discover(deviceId, at);
      alarms.persist(plan);
      states.save(stateRows);
      this.#quarantine(batch.refused);
    })();
    trackers.statesSaved(stateRows);
    return alarms.apply(plan);
  }

  #quarantine(refused: readonly Refused[]): void {
    for (const { frame, reason, detail } of refused) {
      this.#parts.quarantine.add({
        sourceId: frame.sourceId,
        topic: frame.topic,
        reason,
        detail,
        bytes: frame.payload,
        at: frame.receivedAt,
      });
    }
  }

  #account(batch: Batch): void {
    const now = this.#parts.now();
    this.batches++;
    this.readingsCommitted += batch.scored.length;
    const newest = batch.scored.at(-1)?.reading.receivedAt;
    if (newest !== undefined) this.lastReadingAt = newest;
    const oldest = batch.frames[0]?.receivedAt ?? now;
    this.#parts.throughput.committed(batch.scored.length, oldest, now);
  }
}
