import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { compareAlarms } from '#shared/alarms/order.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { AlarmDesk } from './AlarmDesk.ts';

interface Shown {
  readonly alarm: AlarmRecord;
  /** What the record had of it when that was worked out: somebody may have acted on it since. */
  readonly recorded: AlarmRecord | undefined;
}

/**
 * The alarms that readings raise while nothing can be written: shown, with their sound, so that a full disk hides no
 * fire. They get their place in the record, under the same ids, once the readings are committed; until then there is
 * nothing that could be acknowledged.
 */
export class UnrecordedAlarms {
  readonly #alarms: AlarmDesk;
  readonly #log: Logger;
  #shown = new Map<string, Shown>();
  #waiting: readonly ScoredReading[] = [];

  constructor(alarms: AlarmDesk, log: Logger) {
    this.#alarms = alarms;
    this.#log = log;
  }

  /**
   * What all the readings that wait would change, if they could be written now.
   *
   * @returns what is to be shown anew.
   */
  raisedBy(waiting: readonly ScoredReading[]): readonly AlarmRecord[] {
    try {
      this.#workOut(waiting);
    } catch (error) {
      // A database that can't even be read: the devices still show their level.
      this.#log.error({ err: error }, 'alarms could not be worked out');
    }
    return [...this.#shown.values()].map(({ alarm }) => alarm);
  }

  /** Every occurrence that is not over, recorded or not, most urgent first. */
  open(): readonly AlarmRecord[] {
    const recorded = this.#alarms.open();
    if (this.#shown.size === 0) return recorded;
    this.#followRecord();
    const all = new Map(recorded.map((alarm) => [alarm.id, alarm]));
    for (const [id, { alarm }] of this.#shown) all.set(id, alarm);
    return [...all.values()].filter(({ endedAt }) => endedAt === null).sort(compareAlarms);
  }

  /**
   * The readings are on disk, and the record says what became of their alarms.
   *
   * @returns those that did not come into being after all, as ended.
   */
  settle(at: EpochMs): readonly AlarmRecord[] {
    if (this.#shown.size === 0) return [];
    const shown = this.#shown;
    this.#shown = new Map();
    this.#waiting = [];
    const standing = new Set(this.#alarms.open().map(({ id }) => id));
    return [...shown.values()].flatMap(({ alarm }) =>
      standing.has(alarm.id) ? [] : [{ ...alarm, state: 'normal' as const, endedAt: at }],
    );
  }

  #workOut(waiting: readonly ScoredReading[]): void {
    this.#waiting = waiting;
    for (const { alarm } of this.#alarms.plan(waiting).changes)
      this.#shown.set(alarm.id, { alarm, recorded: this.#alarms.openById(alarm.id) });
  }

  /** An act can find its way to the disk between two commits that fail: it must not be hidden by an older copy. */
  #followRecord(): void {
    const outdated = [...this.#shown].filter(
      ([id, { recorded }]) => this.#alarms.openById(id) !== recorded,
    );
    if (outdated.length === 0) return;
    for (const [id] of outdated) this.#shown.delete(id);
    try {
      this.#workOut(this.#waiting);
    } catch (error) {
      this.#log.error({ err: error }, 'alarms could not be worked out');
    }
  }
}
