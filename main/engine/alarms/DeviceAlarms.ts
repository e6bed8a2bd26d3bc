import type { AlarmKind, AlarmRecord } from '#shared/alarms/alarm.ts';
import { type KindSet, kindBit } from '#shared/alarms/conditions.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface Standing {
  readonly alarm: AlarmRecord;
  /** Calm readings in a row since the cause was last seen; see the off-delay in `ALARM_SETTINGS`. */
  readonly calm: number;
}

/** The open alarms of one device. */
export class DeviceAlarms {
  readonly deviceId: string;
  readonly #standing: Map<AlarmKind, Standing>;
  /** The kinds whose cause is present, of those that readings raise and clear. */
  active: KindSet = 0;
  /** Whether a calm reading was counted for any of them: then even an unchanged cause changes the count. */
  settling = false;
  /** Event time of the newest reading that was judged. Kept by a draft only, where it is needed. */
  newestAt: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(deviceId: string, standing: Iterable<readonly [AlarmKind, Standing]> = []) {
    this.deviceId = deviceId;
    this.#standing = new Map(standing);
    this.#summarise();
  }

  copy(newestAt: EpochMs): DeviceAlarms {
    const copy = new DeviceAlarms(this.deviceId, this.#standing);
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
    return this.#standing.size === 0;
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

  #summarise(): void {
    this.active = 0;
    this.settling = false;
    for (const { alarm, calm } of this.#standing.values()) {
      if (alarm.conditionActive && alarm.kind !== 'deviceSilent')
        this.active |= kindBit(alarm.kind);
      if (calm > 0) this.settling = true;
    }
  }
}
