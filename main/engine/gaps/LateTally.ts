import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { causesIn, kindsOf } from '#shared/alarms/conditions.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { FloorWatch, type OwnSigns } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { BackfillTally } from '../sources/backfill/Backfill.ts';

/** One device's part in what would have alarmed. */
export interface LateDanger {
  readonly deviceId: string;
  readonly kinds: ReadonlySet<AlarmKind>;
  readonly firstAt: EpochMs;
}

interface DeviceTally {
  readonly history: DeviceHistory;
  readonly floors: FloorWatch;
  newest: ScoredReading | null;
}

/** Counts what one filling of a gap brings, and judges each device's readings as a row of their own. */
export class LateTally implements BackfillTally {
  readonly #devices = new Map<string, DeviceTally>();
  readonly #danger = new Map<string, { kinds: Set<AlarmKind>; firstAt: EpochMs }>();
  taken = 0;
  known = 0;
  alarming = 0;

  contextOf(deviceId: string, signs: OwnSigns): DeviceTally {
    const known = this.#devices.get(deviceId);
    if (known) return known;
    const begun = { history: new DeviceHistory(), floors: new FloorWatch(), newest: null };
    begun.floors.signs = signs;
    this.#devices.set(deviceId, begun);
    return begun;
  }

  took(scored: ScoredReading): void {
    const { reading, assessment } = scored;
    this.taken++;
    const device = this.#devices.get(reading.deviceId);
    if (device && reading.measuredAt >= (device.newest?.reading.measuredAt ?? 0))
      device.newest = scored;
    // Doubts about the messages themselves are the gap's own, and no danger to the building.
    const kinds = kindsOf(causesIn(reading, assessment)).filter(
      (kind) => KIND_RULES[kind].alarmClass !== 'trouble',
    );
    if (kinds.length === 0) return;
    this.alarming++;
    const danger = this.#danger.get(reading.deviceId);
    if (danger) {
      for (const kind of kinds) danger.kinds.add(kind);
      danger.firstAt = Math.min(danger.firstAt, reading.measuredAt);
    } else
      this.#danger.set(reading.deviceId, {
        kinds: new Set(kinds),
        firstAt: reading.measuredAt,
      });
  }

  repeated(): void {
    this.known++;
  }

  /** The newest reading that each device got in this filling. */
  newest(): readonly ScoredReading[] {
    return [...this.#devices.values()].flatMap(({ newest }) => newest ?? []);
  }

  /** The devices of which something would have alarmed, the earliest first. */
  danger(): readonly LateDanger[] {
    return [...this.#danger]
      .map(([deviceId, { kinds, firstAt }]) => ({ deviceId, kinds, firstAt }))
      .sort((a, b) => a.firstAt - b.firstAt);
  }
}
