import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { resound } from '#shared/alarms/lifecycle.ts';
import { sounding, waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { AnnunciationSettings } from '#shared/annunciation/settings.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { Logger } from '../log.ts';

/** How often the open alarms are looked through: a reminder may be this much late. */
const LOOK_EVERY_MS = 5_000;

interface Silence {
  readonly silencedAt: EpochMs;
  /** Monotonic time at which this silence was first seen here. */
  readonly seenAt: number;
}

/**
 * Ends the silence of what stays unacknowledged: silencing stops a sound, it answers nothing. The engine does it and
 * not the page, so that every desk sounds again together, also after a restart, and the alarm's history shows it.
 */
export class Resound {
  readonly #alarms: Pick<AlarmDesk, 'open' | 'commit'>;
  readonly #settings: () => AnnunciationSettings;
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  readonly #log: Logger;
  readonly #changed: (alarms: readonly AlarmRecord[]) => void;
  #silences = new Map<string, Silence>();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: {
    readonly alarms: Pick<AlarmDesk, 'open' | 'commit'>;
    readonly settings: () => AnnunciationSettings;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
    readonly log: Logger;
    /** Told what to show anew. */
    readonly changed: (alarms: readonly AlarmRecord[]) => void;
  }) {
    this.#alarms = parts.alarms;
    this.#settings = parts.settings;
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
    this.#log = parts.log;
    this.#changed = parts.changed;
  }

  /** Call about once a second. What the disk refuses is tried again. */
  tick(): void {
    const monotonic = this.#monotonicNow();
    if (monotonic - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = monotonic;
    const now = this.#now();
    const { resoundMinutes } = this.#settings();
    const silences = new Map<string, Silence>();
    const changes = [];
    for (const alarm of this.#alarms.open()) {
      const { id, alarmClass, state, silencedAt } = alarm;
      if (silencedAt === null || !waitsForAcknowledgement(state) || sounding(alarm)) continue;
      const known = this.#silences.get(id);
      const silence = known?.silencedAt === silencedAt ? known : { silencedAt, seenAt: monotonic };
      silences.set(id, silence);
      // By either clock: one that was set back must not make the silence last for ever.
      const lasted = Math.max(now - silencedAt, monotonic - silence.seenAt);
      if (lasted < resoundMinutes[alarmClass] * 60_000) continue;
      const change = resound(alarm, now);
      if (change) changes.push(change);
    }
    this.#silences = silences;
    if (changes.length === 0) return;
    try {
      this.#changed(this.#alarms.commit(changes, () => undefined));
    } catch (error) {
      this.#log.error({ err: error }, 'a reminder could not be recorded and will be tried again');
    }
  }
}
