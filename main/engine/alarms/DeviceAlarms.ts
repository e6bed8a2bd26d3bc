import type { AlarmKind, AlarmRecord } from '#shared/alarms/alarm.ts';
import { causesIn, type KindSet, kindBit, type ReadingKind } from '#shared/alarms/conditions.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { ScoredReading } from '../scoredReading.ts';

export interface Standing {
  readonly alarm: AlarmRecord;
  /** Calm readings in a row since the cause was last seen; see the off-delay in `shared/alarms/settings.ts`. */
  readonly calm: number;
}

/** A cause that was seen and has not raised yet: the on-delay runs. */
export interface Pending {
  /** Readings in a row with the cause. */
  readonly seen: number;
  /** Event time of the first of them: the onset, if it raises. */
  readonly since: EpochMs;
}

/** A count that is not over, as it is kept. */
export interface ReadingCount {
  readonly kind: AlarmKind;
  /** The alarm whose calm readings are counted; null while the on-delay runs. */
  readonly alarmId: string | null;
  readonly readings: number;
  /** Event time of the first, while the on-delay runs. */
  readonly since: EpochMs | null;
}

const NO_KINDS: readonly ReadingKind[] = Object.freeze([]);

/** The open alarms of one device. */
export class DeviceAlarms {
  readonly deviceId: string;
  readonly #standing: Map<AlarmKind, Standing>;
  readonly #pending: Map<ReadingKind, Pending>;
  /** The kinds whose cause is present, of those that readings raise and clear. */
  active: KindSet = 0;
  /** Whether an on-delay or off-delay runs: then even an unchanged cause changes a count. */
  settling = false;
  /** Event time of the newest reading that was judged. Kept by a draft only, where it is needed. */
  newestAt: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(
    deviceId: string,
    standing: Iterable<readonly [AlarmKind, Standing]> = [],
    pending: Iterable<readonly [ReadingKind, Pending]> = [],
  ) {
    this.deviceId = deviceId;
    this.#standing = new Map(standing);
    this.#pending = new Map(pending);
    this.#summarise();
  }

  copy(newestAt: EpochMs): DeviceAlarms {
    const copy = new DeviceAlarms(this.deviceId, this.#standing, this.#pending);
    copy.newestAt = newestAt;
    return copy;
  }

  get(kind: AlarmKind): Standing | undefined {
    return this.#standing.get(kind);
  }

  all(): readonly AlarmRecord[] {
    return [...this.#standing.values()].map(({ alarm }) => alarm);
  }

  get isEmpty(): boolean {
    return this.#standing.size === 0 && this.#pending.size === 0;
  }

  pendingOf(kind: ReadingKind): Pending | undefined {
    return this.#pending.get(kind);
  }

  /** The kinds whose on-delay runs. */
  pendingKinds(): readonly ReadingKind[] {
    return this.#pending.size === 0 ? NO_KINDS : [...this.#pending.keys()];
  }

  wait(kind: ReadingKind, pending: Pending | null): void {
    if (pending) this.#pending.set(kind, pending);
    else this.#pending.delete(kind);
    this.#summarise();
  }

  /** Takes over the alarm as it now is, its off-delay begun afresh. One that is over no longer stands. */
  put(alarm: AlarmRecord, calm = 0): void {
    if (alarm.endedAt === null) this.#standing.set(alarm.kind, { alarm, calm });
    else this.#standing.delete(alarm.kind);
    this.#summarise();
  }

  count(kind: AlarmKind, calm: number): void {
    const standing = this.#standing.get(kind);
    if (!standing || standing.calm === calm) return;
    this.#standing.set(kind, { ...standing, calm });
    this.#summarise();
  }

  /** The on-delays and off-delays that run. */
  counts(): readonly ReadingCount[] {
    const counts: ReadingCount[] = [];
    for (const [kind, { seen, since }] of this.#pending)
      counts.push({ kind, alarmId: null, readings: seen, since });
    for (const [kind, { alarm, calm }] of this.#standing)
      if (calm > 0) counts.push({ kind, alarmId: alarm.id, readings: calm, since: null });
    return counts;
  }

  /** Goes on counting, as far as the alarms are still as they were. */
  takeCounts(counts: readonly ReadingCount[]): void {
    for (const { kind, alarmId, readings, since } of counts) {
      const alarm = this.#standing.get(kind)?.alarm;
      if (alarmId !== null) {
        if (alarm?.id === alarmId && alarm.conditionActive) this.count(kind, readings);
      } else if (!alarm && since !== null && kindBit(kind) !== 0)
        this.wait(kind as ReadingKind, { seen: readings, since });
    }
  }

  #summarise(): void {
    this.active = 0;
    this.settling = this.#pending.size > 0;
    for (const { alarm, calm } of this.#standing.values()) {
      if (alarm.conditionActive && alarm.kind !== 'deviceSilent')
        this.active |= kindBit(alarm.kind);
      if (calm > 0) this.settling = true;
    }
  }
}

/** The hot path: whether a reading leaves its device's alarms exactly as they are. */
export function changesNothing(device: DeviceAlarms | undefined, scored: ScoredReading): boolean {
  const causes = causesIn(scored.reading, scored.assessment);
  if (!device) return causes === 0;
  if (causes !== device.active || device.settling) return false;
  return (
    scored.assessment.effectiveLevel !== 'CRITICAL' ||
    device.get('risk')?.alarm.priority === 'CRITICAL'
  );
}
