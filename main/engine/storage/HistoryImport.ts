import { assess } from '#shared/scoring/assess.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { DecodedReading, EpochMs, Reading } from '#shared/telemetry/reading.ts';
import type { Storage } from '../openStorage.ts';
import { contentKey } from '../RecentKeys.ts';
import type { ScoredReading } from '../scoredReading.ts';
import { dayOf } from './telemetry/days.ts';

/** Devices whose last hour is kept for scoring; as many as an engine follows. */
const MOST_DEVICES = 10_000;

export interface HistoricReading {
  readonly reading: DecodedReading;
  /** As a desk has placed it in time already; undefined when only its device's time is known. */
  readonly stored?: Reading | undefined;
}

/** Why a reading can't be history. */
export type HistoryRefusalReason = 'noDeviceTime' | 'inTheFuture';

export interface ImportCounts {
  readonly added: number;
  readonly alreadyThere: number;
}

/**
 * Puts readings of the past where they belong. They are scored as they would have been, raise no alarm, and change no
 * device's state. A reading that is there already is known by what it says, however it came: a file counts once.
 */
export class HistoryImport {
  readonly #storage: Pick<Storage, 'controlRoom' | 'telemetry' | 'registry'>;
  readonly #thresholds: Thresholds;
  readonly #histories = new Map<string, DeviceHistory>();

  constructor(parts: {
    readonly storage: Pick<Storage, 'controlRoom' | 'telemetry' | 'registry'>;
    readonly thresholds: Thresholds;
  }) {
    this.#storage = parts.storage;
    this.#thresholds = parts.thresholds;
  }

  /** @returns why it can't be taken, undefined when it can */
  refusalOf({ reading, stored }: HistoricReading, now: EpochMs): HistoryRefusalReason | undefined {
    const at = stored?.measuredAt ?? reading.deviceTime;
    if (at === null) return 'noDeviceTime';
    return at > now + this.#thresholds.clock.skewMs ? 'inTheFuture' : undefined;
  }

  /**
   * Commits the readings; each has been found to be takeable. Call with some ten thousand at a time.
   * @throws StorageError; what was committed before is found again the next time
   */
  take(readings: readonly HistoricReading[]): ImportCounts {
    const { controlRoom, telemetry, registry } = this.#storage;
    const placed = readings
      .map((one) => one.stored ?? this.#place(one.reading))
      .sort((a, b) => a.measuredAt - b.measuredAt);
    const fresh = this.#unknown(placed);
    const scored = fresh.map((reading): ScoredReading => this.#score(reading));
    const firstSeen = new Map<string, EpochMs>();
    for (const { deviceId, measuredAt } of fresh)
      if (!firstSeen.has(deviceId)) firstSeen.set(deviceId, measuredAt);
    controlRoom.transaction(() => {
      for (const [deviceId, at] of firstSeen) registry.discover(deviceId, at);
    })();
    telemetry.append(scored);
    // Also closes the files of days that are over: a year of them must not be open at once.
    while (telemetry.pack(Number.POSITIVE_INFINITY).more);
    return { added: fresh.length, alreadyThere: placed.length - fresh.length };
  }

  /** Arrived when it was measured: nobody knows better. */
  #place(reading: DecodedReading): Reading {
    return placeInTime(reading, reading.deviceTime ?? 0, true, this.#thresholds);
  }

  #unknown(placed: readonly Reading[]): readonly Reading[] {
    const { telemetry } = this.#storage;
    const groups = Map.groupBy(
      placed,
      ({ deviceId, measuredAt }) => `${dayOf(measuredAt)} ${deviceId}`,
    );
    const fresh: Reading[] = [];
    for (const group of groups.values()) {
      const [first, last] = [group[0]!, group.at(-1)!];
      const known = new Set(
        telemetry
          .storedBetween(first.deviceId, first.measuredAt, last.measuredAt)
          .map(({ reading }) => contentKey(reading)),
      );
      for (const reading of group) {
        const key = contentKey(reading);
        if (known.has(key)) continue;
        known.add(key);
        fresh.push(reading);
      }
    }
    return fresh.sort((a, b) => a.measuredAt - b.measuredAt);
  }

  #score(reading: Reading): ScoredReading {
    return {
      reading,
      assessment: assess(reading, this.#historyOf(reading.deviceId), this.#thresholds),
    };
  }

  #historyOf(deviceId: string): DeviceHistory {
    const known = this.#histories.get(deviceId);
    if (known) return known;
    const oldest = this.#histories.keys().next();
    if (this.#histories.size >= MOST_DEVICES && !oldest.done) this.#histories.delete(oldest.value);
    const history = new DeviceHistory();
    this.#histories.set(deviceId, history);
    return history;
  }
}
