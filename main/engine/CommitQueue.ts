import type Database from 'better-sqlite3';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmDesk } from './alarms/AlarmDesk.ts';
import { UnrecordedAlarms } from './alarms/UnrecordedAlarms.ts';
import type { AnalysisDesk } from './analysis/AnalysisDesk.ts';
import type { DeviceTrackers } from './DeviceTrackers.ts';
import type { Throughput } from './health/Throughput.ts';
import type { Logger } from './log.ts';
import type { ScoredReading } from './scoredReading.ts';
import type { Frame } from './sources/source.ts';
import type { DeviceRegistry } from './storage/DeviceRegistry.ts';
import type { DeviceStates } from './storage/DeviceStates.ts';
import { failureDetail } from './storage/failureDetail.ts';
import type { Quarantine } from './storage/Quarantine.ts';
import { toStorageError } from './storage/StorageError.ts';
import type { TelemetryStore } from './storage/TelemetryStore.ts';
import { dayOf } from './storage/telemetry/days.ts';
import { isDanger, makeRoom } from './waitingRoom.ts';
import type { WalkTests } from './walkTest/WalkTests.ts';

/** How long to wait before a commit that failed is tried again, and when it has failed for long. */
const RETRY_MS = 1_000;
const PATIENT_RETRY_MS = 5_000;
/**
 * After so many failures in a row, ten seconds, frames are acknowledged from memory: a broker stops sending at 20
 * messages (mosquitto) or 100 (AWS IoT Core) that nobody acknowledged, and then nobody hears of a fire.
 */
const LET_GO_AFTER = 10;
/** Readings, and as many refused frames, that wait for a disk: some 40 MB. */
const MAX_WAITING = 20_000;
const NO_BYTES = new Uint8Array(0);
/** Rows of one append. */
const MAX_ROWS = 2_000;

export interface Refused {
  readonly frame: Frame;
  readonly reason: string;
  readonly detail: string;
  /** So many messages that were not even read, of which this is the first: their bytes are not kept. */
  readonly unread?: number;
}

/** What a batch of frames turned into. */
export interface Batch {
  readonly frames: readonly Frame[];
  readonly scored: readonly ScoredReading[];
  readonly refused: readonly Refused[];
  readonly discovered: ReadonlyMap<string, number>;
}

export interface CommitParts {
  readonly controlRoom: Database.Database;
  readonly telemetry: TelemetryStore;
  readonly registry: DeviceRegistry;
  readonly states: DeviceStates;
  readonly quarantine: Quarantine;
  readonly alarms: AlarmDesk;
  readonly trackers: DeviceTrackers;
  readonly throughput: Throughput;
  /** Takes each reading once it is recorded. */
  readonly walkTests?: Pick<WalkTests, 'observe'>;
  /** Puts readings aside that are recorded, to be looked at when nothing waits for it. */
  readonly analysis?: Pick<AnalysisDesk, 'took'>;
  readonly log: Logger;
  readonly now: () => number;
  /** Told what to show anew: after each commit, and while commits fail. */
  readonly changed: (change: {
    readonly devices: readonly string[];
    readonly alarms: readonly AlarmRecord[];
  }) => void;
  /**
   * Called when a commit fails, and with null when commits work again.
   * @param detail the same as a trouble of the desk keeps it
   */
  readonly failing: (problem: string | null, detail: string | null) => void;
}

/**
 * Takes batches to the disk, in order: alarms, states and refused frames into `control-room.db`, then readings into
 * their segment, then the acknowledgements. If the process dies in between, the readings come again and find the
 * alarms standing.
 *
 * A disk that refuses must not make the desk blind: what comes meanwhile is shown with the alarms it raises, and waits
 * here up to a bound (docs/decisions/0007-watching-goes-before-recording.md).
 */
export class CommitQueue {
  readonly #parts: CommitParts;
  readonly #unrecorded: UnrecordedAlarms;
  #frames: Frame[] = [];
  #oldestAt: number | undefined;
  /** Not in `control-room.db` yet. */
  #scored: ScoredReading[] = [];
  #refused: Refused[] = [];
  #discovered = new Map<string, number>();
  #forgotten: string[] = [];
  /** In `control-room.db`, and not in their segment yet. */
  #unstored: ScoredReading[] = [];
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  /** What found no room while commits failed. */
  #lost = 0;

  readingsCommitted = 0;
  batches = 0;
  lastReadingAt: number | null = null;

  constructor(parts: CommitParts) {
    this.#parts = parts;
    this.#unrecorded = new UnrecordedAlarms(parts.alarms, parts.log);
  }

  /** Commits the batch now, or keeps it and shows it. */
  commit({ frames, scored, refused, discovered }: Batch): void {
    this.#oldestAt ??= frames[0]?.receivedAt;
    this.lastReadingAt = scored.findLast(isLive)?.reading.receivedAt ?? this.lastReadingAt;
    this.#frames.push(...frames);
    this.#scored.push(...scored);
    this.#refused.push(...refused);
    for (const [deviceId, at] of discovered) this.#discovered.set(deviceId, at);
    if (this.#retry === undefined) this.#attempt();
    if (this.#failures > 0) this.#showUncommitted(scored);
  }

  /** Every occurrence that is not over, those not on disk yet included, most urgent first. */
  openAlarms(): readonly AlarmRecord[] {
    return this.#unrecorded.open();
  }

  /** A last attempt. What can't be committed stays the broker's. */
  close(): void {
    if (this.#retry !== undefined) this.#attempt();
    clearTimeout(this.#retry);
  }

  #attempt(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    try {
      this.#record();
      this.#store();
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.#acknowledge();
    this.#failures = 0;
    this.#lost = 0;
    this.#parts.failing(null, null);
  }

  #failed(error: unknown): void {
    const { failing, log } = this.#parts;
    this.#failures++;
    const letGo = this.#failures >= LET_GO_AFTER;
    if (letGo) this.#acknowledge();
    const problem = error instanceof Error ? error.message : String(error);
    const waiting = this.#scored.length + this.#unstored.length;
    log.error({ err: error, waiting, lost: this.#lost }, 'commit failed and will be tried again');
    failing(
      this.#lost === 0 ? problem : `${problem} (readings lost: ${this.#lost})`,
      failureDetail(error, problem, this.#lost),
    );
    const wait = letGo ? PATIENT_RETRY_MS : RETRY_MS;
    this.#retry = setTimeout(() => this.#attempt(), wait);
  }

  #record(): void {
    const scored = this.#scored;
    const alarms = this.#commitControlRoom(scored);
    this.#scored = [];
    this.#refused = [];
    this.#discovered.clear();
    this.#forgotten = [];
    this.#unstored = this.#unstored.length === 0 ? scored : this.#unstored.concat(scored);
    this.#parts.analysis?.took(liveOf(scored));
    const shown = this.#unrecorded.settle(this.#parts.now());
    const devices = new Set(scored.map(({ reading }) => reading.deviceId));
    this.#parts.changed({ devices: [...devices], alarms: [...shown, ...alarms] });
  }

  /** @returns the alarms that changed. */
  #commitControlRoom(scored: readonly ScoredReading[]): readonly AlarmRecord[] {
    const { controlRoom, alarms, registry, states, trackers, walkTests } = this.#parts;
    try {
      const live = liveOf(scored);
      const plan = alarms.plan(live);
      const stateRows = trackers.statesDue(scored);
      this.#forgotten.push(...trackers.takeForgotten());
      const nothing =
        plan.isEmpty &&
        stateRows.length === 0 &&
        this.#refused.length === 0 &&
        this.#forgotten.length === 0 &&
        this.#discovered.size === 0;
      // A full sync for nothing would cost a millisecond a batch, and most batches change nothing here.
      if (nothing) {
        for (const one of live) walkTests?.observe(one);
        return [];
      }
      controlRoom.transaction(() => {
        for (const deviceId of this.#forgotten) registry.forget(deviceId);
        for (const [deviceId, at] of this.#discovered) registry.discover(deviceId, at);
        alarms.persist(plan);
        states.save(stateRows);
        this.#quarantine();
      })();
      trackers.statesSaved(stateRows);
      // Before the alarms are told of: one of them may end the test, and these still belong to it.
      for (const one of live) walkTests?.observe(one);
      return alarms.apply(plan);
    } catch (error) {
      throw toStorageError(error, controlRoom.name);
    }
  }

  #quarantine(): void {
    for (const { frame, reason, detail, unread } of this.#refused) {
      this.#parts.quarantine.add({
        sourceId: frame.sourceId,
        topic: frame.topic,
        reason,
        detail,
        bytes: unread === undefined ? frame.payload : NO_BYTES,
        at: frame.receivedAt,
        ...(unread !== undefined && { count: unread }),
      });
    }
  }

  #store(): void {
    let rows = 0;
    // One day at a time: the store commits each day for itself, and what is in must not go in again.
    while (this.#unstored.length > 0) {
      const next = firstRows(this.#unstored);
      this.#parts.telemetry.append(next);
      this.#unstored = this.#unstored.slice(next.length);
      rows += next.length;
      this.readingsCommitted += next.length;
    }
    const now = this.#parts.now();
    this.batches++;
    this.#parts.throughput.committed(rows, this.#oldestAt ?? now, now);
    this.#oldestAt = undefined;
  }

  #acknowledge(): void {
    const frames = this.#frames;
    this.#frames = [];
    for (const frame of frames) frame.ack();
  }

  #showUncommitted(fresh: readonly ScoredReading[]): void {
    if (this.#failures >= LET_GO_AFTER) this.#acknowledge();
    this.#dropWhatFindsNoRoom();
    const devices = new Set(fresh.map(({ reading }) => reading.deviceId));
    const alarms =
      this.#scored.length > 0 && liveOf(fresh).some(isDanger)
        ? this.#unrecorded.raisedBy(liveOf(this.#scored))
        : [];
    this.#parts.changed({ devices: [...devices], alarms });
  }

  #dropWhatFindsNoRoom(): void {
    const before = this.#scored.length + this.#unstored.length;
    if (before > MAX_WAITING) {
      this.#unstored = makeRoom(this.#unstored, MAX_WAITING / 2);
      this.#scored = makeRoom(this.#scored, MAX_WAITING / 2);
      this.#lost += before - this.#scored.length - this.#unstored.length;
    }
    if (this.#refused.length > MAX_WAITING) this.#refused = this.#refused.slice(-MAX_WAITING / 2);
  }
}

/** Not fetched afterwards: what was missed is recorded and raises nothing (docs/decisions/0021-what-was-missed.md). */
const isLive = ({ backfilled }: ScoredReading): boolean => backfilled !== true;

/** The array itself in ordinary times, which are nearly all. */
const liveOf = (scored: readonly ScoredReading[]): readonly ScoredReading[] =>
  scored.every(isLive) ? scored : scored.filter(isLive);

/** The first rows that one append may take: of one day, and not so many that a refusal costs long. */
function firstRows(rows: readonly ScoredReading[]): readonly ScoredReading[] {
  const most = rows.slice(0, MAX_ROWS);
  const [first, last] = [most[0], most.at(-1)];
  if (!first || !last) return most;
  const day = dayOf(first.reading.receivedAt);
  if (dayOf(last.reading.receivedAt) === day) return most;
  const end = most.findIndex(({ reading }) => dayOf(reading.receivedAt) !== day);
  return most.slice(0, end);
}
