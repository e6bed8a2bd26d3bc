import type { AlarmEvidence } from '#shared/alarms/alarm.ts';
import type { DevicePrediction } from '#shared/contract/predictionViews.ts';
import type { DeviceView } from '#shared/contract/views.ts';
import { clearance } from '#shared/scoring/clearance.ts';
import { FloorWatch } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { ContinuityWatch } from '#shared/telemetry/ContinuityWatch.ts';
import { type EpochMs, isDatedByDesk, type Reading } from '#shared/telemetry/reading.ts';
import { isFromWrongClock } from './eventOrder.ts';
import type { HeardCount } from './health/FloodWatch.ts';
import type { SilenceWatch } from './health/SilenceWatch.ts';
import type { DeviceForecast } from './prediction/DeviceForecast.ts';
import { ReadingRing } from './ReadingRing.ts';
import type { ScoredReading } from './scoredReading.ts';
import type { RegisteredDevice } from './storage/DeviceRegistry.ts';
import type { DeviceState } from './storage/DeviceStates.ts';
import { isDanger } from './waitingRoom.ts';

/** More device names than any site has: a publisher that makes names up can't fill the memory. */
const MAX_DEVICES = 20_000;
/** When there is no room, names that nobody placed and that were quiet for an hour make some: so many at once. */
const FORGOTTEN_AFTER_MS = 3_600_000;
const FORGOTTEN_AT_ONCE = 1_000;
/** When nothing could be forgotten, the next look is this much later: each looks at every device. */
const LOOK_AGAIN_MS = 60_000;
/** A device's last state is saved when its level changes, and otherwise this often. */
const STATE_SAVE_MS = 10_000;

/** What the engine keeps in memory of one device. Bounded: the cost of a reading doesn't grow with history. */
export interface Tracker {
  readonly deviceId: string;
  history: DeviceHistory;
  latest: ScoredReading | null;
  registered: RegisteredDevice | null;
  /** Monotonic milliseconds. */
  heardAt: number;
  savedAt: number;
  savedLevel: string | null;
  /** Messages since they were counted the last time. */
  messages: number;
  /** Anything, since this start. Until then its state is of the run before, and proves nothing about now. */
  heard: boolean;
  readonly continuity: ContinuityWatch;
  readonly ring: ReadingRing;
  /** Confirms what the hazard floor demands, by what is unusual for this device. */
  readonly floors: FloorWatch;
  /** Its window for the model; null before its first reading. */
  forecast: DeviceForecast | null;
}

/** What the prediction adds to what is shown and frozen of a device. */
export interface TrackerPredictions {
  view(tracker: Tracker): DevicePrediction | null;
  evidence(tracker: Tracker, reading: Reading): Pick<AlarmEvidence, 'modelHash' | 'prediction'>;
  /** The installer said where it is. */
  placed(tracker: Tracker): void;
}

/** Every device's tracker, and the view that the desk shows of it. */
export class DeviceTrackers {
  readonly #trackers = new Map<string, Tracker>();
  readonly #silence: SilenceWatch;
  readonly #monotonicNow: () => number;
  #predictions: TrackerPredictions | undefined;
  #placed: ((device: RegisteredDevice) => void) | undefined;
  #forgotten: string[] = [];
  #lookAgainAt = Number.NEGATIVE_INFINITY;

  constructor(silence: SilenceWatch, monotonicNow: () => number) {
    this.#silence = silence;
    this.#monotonicNow = monotonicNow;
  }

  showPredictions(predictions: TrackerPredictions): void {
    this.#predictions = predictions;
  }

  /** Told of every device that is placed, those that are placed already included. */
  followPlaces(placed: (device: RegisteredDevice) => void): void {
    this.#placed = placed;
    for (const device of this.placed()) placed(device);
  }

  get(deviceId: string): Tracker | undefined {
    return this.#trackers.get(deviceId);
  }

  all(): Iterable<Tracker> {
    return this.#trackers.values();
  }

  /** @returns undefined when there are too many devices to begin another. */
  of(deviceId: string): Tracker | undefined {
    const known = this.#trackers.get(deviceId);
    if (known) return known;
    if (this.#trackers.size >= MAX_DEVICES && !this.#makeRoom()) return undefined;
    const tracker: Tracker = {
      deviceId,
      history: new DeviceHistory(),
      latest: null,
      registered: null,
      heardAt: this.#monotonicNow(),
      savedAt: Number.NEGATIVE_INFINITY,
      savedLevel: null,
      messages: 0,
      heard: false,
      continuity: new ContinuityWatch(),
      ring: new ReadingRing(),
      floors: new FloorWatch(),
      forecast: null,
    };
    this.#trackers.set(deviceId, tracker);
    return tracker;
  }

  /**
   * Call it with each message before it is scored.
   *
   * @param at arrival, by the desk's clock
   */
  heard(tracker: Tracker, at: EpochMs): void {
    tracker.heardAt = this.#monotonicNow();
    tracker.messages++;
    tracker.heard = true;
    this.#silence.heard(tracker.deviceId, tracker.heardAt);
    const { latest } = tracker;
    // A last hour that lies in the future has no room for the present.
    if (latest && isFromWrongClock(latest.reading.measuredAt, at))
      tracker.history = new DeviceHistory();
  }

  /**
   * The newest by event time is what the desk shows; a late reading joins the history only.
   *
   * @returns true when the device was never heard of before.
   */
  take(tracker: Tracker, scored: ScoredReading): boolean {
    if (!tracker.latest || isNewer(scored, tracker.latest)) tracker.latest = scored;
    tracker.ring.add(scored.reading, scored.assessment.finalScore);
    if (tracker.registered) return false;
    tracker.registered = {
      id: tracker.deviceId,
      firstSeenAt: scored.reading.receivedAt,
      placement: null,
    };
    return true;
  }

  /** Shows what was known before a restart, with its age, until the device reports again. */
  restore({ floors, ...scored }: DeviceState): void {
    const tracker = this.of(scored.reading.deviceId);
    if (!tracker) return;
    tracker.latest = scored;
    if (floors) tracker.floors.restore(floors);
  }

  /** Takes over what the registry knows: at start, and when a device is placed. */
  register(device: RegisteredDevice): void {
    const tracker = this.of(device.id);
    if (!tracker) return;
    tracker.registered = device;
    this.#predictions?.placed(tracker);
    this.#placed?.(device);
    if (device.placement)
      this.#silence.expect(device.id, device.placement.expectedIntervalMs, this.#monotonicNow());
  }

  /** The newest reading of each device in the batch whose last state is due to be saved. */
  statesDue(batch: readonly ScoredReading[]): readonly DeviceState[] {
    const due: DeviceState[] = [];
    for (const scored of batch) {
      const tracker = this.#trackers.get(scored.reading.deviceId);
      if (!tracker || tracker.latest !== scored) continue;
      const { receivedAt } = scored.reading;
      if (
        scored.assessment.effectiveLevel !== tracker.savedLevel ||
        // Absolute: a clock that was set back must not stop the saving for hours.
        Math.abs(receivedAt - tracker.savedAt) >= STATE_SAVE_MS
      ) {
        const floors = tracker.floors.save();
        due.push(floors ? { ...scored, floors } : scored);
      }
    }
    return due;
  }

  statesSaved(rows: readonly ScoredReading[]): void {
    for (const { reading, assessment } of rows) {
      const tracker = this.#trackers.get(reading.deviceId);
      if (!tracker) continue;
      tracker.savedAt = reading.receivedAt;
      tracker.savedLevel = assessment.effectiveLevel;
    }
  }

  /** Devices that made room for others and are still in the registry. Each is told once. */
  takeForgotten(): readonly string[] {
    const forgotten = this.#forgotten;
    if (forgotten.length > 0) this.#forgotten = [];
    return forgotten;
  }

  /** What each device sent since the last call; those that sent nothing are left out. */
  *takeMessageCounts(): Generator<HeardCount> {
    for (const tracker of this.#trackers.values()) {
      const { deviceId, messages, registered } = tracker;
      if (messages === 0) continue;
      tracker.messages = 0;
      const expectedIntervalMs = registered?.placement?.expectedIntervalMs ?? null;
      yield { deviceId, messages, expectedIntervalMs };
    }
  }

  *views(): Generator<DeviceView> {
    for (const tracker of this.#trackers.values()) {
      const view = this.#view(tracker);
      if (view) yield view;
    }
  }

  view(deviceId: string): DeviceView | undefined {
    const tracker = this.#trackers.get(deviceId);
    return tracker && this.#view(tracker);
  }

  latest(deviceId: string): ScoredReading | null {
    return this.#trackers.get(deviceId)?.latest ?? null;
  }

  /** What an alarm that this reading raises freezes besides the reading. */
  evidenceOf({ reading, assessment }: ScoredReading, thresholds: Thresholds): AlarmEvidence {
    const tracker = this.#trackers.get(reading.deviceId);
    if (!tracker) return { reading, assessment };
    const arcs = tracker.history.arcsWithin(reading.measuredAt, thresholds.floor.arcWindowMs);
    return {
      reading,
      assessment,
      window: tracker.ring.until(reading.measuredAt),
      clearance: clearance(reading, assessment, arcs, thresholds),
      ...(this.#predictions?.evidence(tracker, reading) ?? { modelHash: null }),
    };
  }

  newestArcCounts(deviceId: string): readonly number[] {
    return this.#trackers.get(deviceId)?.history.arcCountsNewestFirst(20) ?? [];
  }

  placed(): readonly RegisteredDevice[] {
    const placed: RegisteredDevice[] = [];
    for (const { registered } of this.#trackers.values())
      if (registered?.placement) placed.push(registered);
    return placed;
  }

  /** Placed devices that were heard since the start and are not silent. */
  reportingCount(): number {
    let count = 0;
    for (const { registered, heard, deviceId } of this.#trackers.values())
      if (registered?.placement && heard && !this.#silence.isSilent(deviceId)) count++;
    return count;
  }

  inboxCount(): number {
    let count = 0;
    for (const { registered } of this.#trackers.values())
      if (registered && !registered.placement) count++;
    return count;
  }

  /** Those that were calm when they were last heard go before those that were not, the longest quiet first. */
  #makeRoom(): boolean {
    const now = this.#monotonicNow();
    if (now < this.#lookAgainAt) return false;
    const quiet = [...this.#trackers.values()]
      .filter((known) => !known.registered?.placement && now - known.heardAt > FORGOTTEN_AFTER_MS)
      .sort((a, b) => Number(wasInDanger(a)) - Number(wasInDanger(b)) || a.heardAt - b.heardAt)
      .slice(0, FORGOTTEN_AT_ONCE);
    if (quiet.length === 0) this.#lookAgainAt = now + LOOK_AGAIN_MS;
    for (const { deviceId } of quiet) {
      this.#trackers.delete(deviceId);
      this.#forgotten.push(deviceId);
    }
    return quiet.length > 0;
  }

  #view(tracker: Tracker): DeviceView | undefined {
    const { registered, latest } = tracker;
    if (!registered) return undefined;
    return {
      id: tracker.deviceId,
      placement: registered.placement,
      firstSeenAt: registered.firstSeenAt,
      receivedAt: latest?.reading.receivedAt ?? null,
      measuredAt: latest?.reading.measuredAt ?? null,
      silent: this.#silence.isSilent(tracker.deviceId),
      heard: tracker.heard,
      level: latest?.assessment.effectiveLevel ?? 'UNKNOWN',
      finalScore: latest?.assessment.finalScore ?? null,
      values: latest ? valuesOf(latest) : null,
      status: latest?.reading.status ?? null,
      quality: latest?.reading.quality ?? [],
      reasons: latest?.assessment.reasons ?? [],
      prediction: this.#predictions?.view(tracker) ?? null,
    };
  }
}

const wasInDanger = ({ latest }: Tracker): boolean => latest !== null && isDanger(latest);

function isNewer({ reading }: ScoredReading, { reading: shown }: ScoredReading): boolean {
  return (
    reading.measuredAt >= shown.measuredAt ||
    isDatedByDesk(reading) ||
    isFromWrongClock(shown.measuredAt, reading.receivedAt)
  );
}

function valuesOf({ reading }: ScoredReading): NonNullable<DeviceView['values']> {
  return {
    voltage: reading.voltage,
    voltageLow: reading.voltageLow,
    current: reading.current,
    leakageCurrent: reading.leakageCurrent,
    resistiveLeakage: reading.resistiveLeakage,
    power: reading.power,
    pcbTemperature: reading.pcbTemperature,
    sensorTemperature: reading.sensorTemperature,
    coGas: reading.coGas,
    voc: reading.voc,
    powerFactor: reading.powerFactor,
    arcCount: reading.arcCount,
  };
}
