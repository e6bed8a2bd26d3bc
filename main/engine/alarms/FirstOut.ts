import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { BURST_GAP_MS, canBeFirstOut, compareOnsets, type Onset } from '#shared/alarms/firstOut.ts';
import { readAlarmId } from '#shared/alarms/identity.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmFollower } from './AlarmFollower.ts';

/** More panels and zones than any site has; the one that was quiet for longest is forgotten first. */
const MAX_GROUPS = 5_000;
/** Bursts of one panel that a late alarm can still belong to. */
const MAX_BURSTS = 16;

interface Burst {
  readonly first: Onset;
  readonly lastAt: EpochMs;
}

type Begun = Pick<AlarmRecord, 'id' | 'deviceId' | 'kind' | 'onsetAt'>;

/**
 * Which alarm came first behind the same panel, by event time. What is marked when an alarm begins stays as it was: one
 * that arrives late with an earlier onset is the first of what follows it, and not of what was marked before.
 */
export class FirstOut implements AlarmFollower {
  readonly #groupOf: (deviceId: string) => string | null;
  readonly #gapMs: number;
  /** What a draft looks through to. */
  readonly #behind: FirstOut | null;
  readonly #bursts = new Map<string, readonly Burst[]>();

  constructor(parts: {
    /** The panel or zone that a device hangs behind; null for one that stands alone. */
    readonly groupOf: (deviceId: string) => string | null;
    readonly gapMs?: number;
    readonly behind?: FirstOut;
  }) {
    this.#groupOf = parts.groupOf;
    this.#gapMs = parts.gapMs ?? BURST_GAP_MS;
    this.#behind = parts.behind ?? null;
  }

  /** Takes over what was recorded before a restart. */
  restore(alarms: readonly AlarmRecord[]): void {
    for (const alarm of [...alarms].sort(compareOnsets)) {
      const first = alarm.firstOutId === null ? null : readAlarmId(alarm.firstOutId);
      if (alarm.firstOutId !== null && first !== null)
        this.begins({ ...alarm, id: alarm.firstOutId, onsetAt: first.onsetAt });
      this.begins(alarm);
    }
  }

  /** What a plan works on: it sees what the plan has begun so far, and this sees it only once it was committed. */
  draft(): FirstOut {
    return new FirstOut({ groupOf: this.#groupOf, gapMs: this.#gapMs, behind: this });
  }

  /**
   * Call it once for each alarm that begins, in their order.
   *
   * @returns the id of the alarm that came first; null when this one did, or is alone.
   */
  begins(alarm: Begun): string | null {
    const group = canBeFirstOut(alarm.kind) ? this.#groupOf(alarm.deviceId) : null;
    if (group === null) return null;
    const onset: Onset = { id: alarm.id, onsetAt: alarm.onsetAt };
    const known = this.#of(group);
    const touched = known.filter(
      ({ first, lastAt }) =>
        onset.onsetAt >= first.onsetAt - this.#gapMs && onset.onsetAt <= lastAt + this.#gapMs,
    );
    const first = [...touched.map((burst) => burst.first), onset].sort(compareOnsets)[0]!;
    const lastAt = Math.max(onset.onsetAt, ...touched.map((burst) => burst.lastAt));
    const bursts = [...known.filter((burst) => !touched.includes(burst)), { first, lastAt }];
    // Put last: the map's order says who was quiet for longest.
    this.#bursts.delete(group);
    this.#bursts.set(group, bursts.slice(-MAX_BURSTS));
    if (this.#bursts.size > MAX_GROUPS) this.#forgetOne();
    return first.id === onset.id ? null : first.id;
  }

  applied(changes: readonly AlarmChange[]): void {
    for (const { alarm, begins } of changes) if (begins) this.begins(alarm);
  }

  #of(group: string): readonly Burst[] {
    const own = this.#bursts.get(group);
    if (own) return own;
    return this.#behind === null ? [] : this.#behind.#of(group);
  }

  #forgetOne(): void {
    const [oldest] = this.#bursts.keys();
    if (oldest !== undefined) this.#bursts.delete(oldest);
  }
}
