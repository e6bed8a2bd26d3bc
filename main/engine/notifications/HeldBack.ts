import type { AlarmClass } from '#shared/alarms/alarm.ts';
import { heldMs } from '#shared/notifications/telling.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { Timers } from '../sources/timers.ts';
import type { OtherDesks } from './OtherDesks.ts';
import type { OutboxStore } from './OutboxStore.ts';

/** The disk refused: until it takes that a telling is no longer held, nothing could be sent either. */
const STORE_RETRY_MS = 5_000;

export interface HeldParts {
  readonly store: Pick<OutboxStore, 'letGo' | 'letAllGo'>;
  readonly others: Pick<OtherDesks, 'freshUntil'>;
  readonly timers: Timers;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  /** Something may be sent that was held back. */
  readonly released: () => void;
}

/**
 * What waits for the word of another desk. Each is let go after its fixed time, and all of them as soon as no desk that
 * tells first is in reach. Counted on a clock that nobody can set, in memory: a start lets everything go.
 */
export class HeldBack {
  readonly #parts: HeldParts;
  /** By notification; monotonic milliseconds. */
  readonly #until = new Map<number, number>();
  #cancel: () => void = () => undefined;
  #looksAt = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(parts: HeldParts) {
    this.#parts = parts;
    parts.store.letAllGo();
  }

  /** Call it in the transaction that queues it; should that fail, its number comes to nothing or to one held later. */
  hold(notificationId: number, alarmClass: AlarmClass): void {
    const { others, monotonicNow } = this.#parts;
    const until = monotonicNow() + heldMs(alarmClass);
    this.#until.set(notificationId, until);
    this.#lookAt(Math.min(until, others.freshUntil()));
  }

  /** When it is sent at the latest, by the wall clock as it is now; null when it isn't held. */
  until(notificationId: number): EpochMs | null {
    const { now, monotonicNow } = this.#parts;
    const until = this.#until.get(notificationId);
    return until === undefined ? null : Math.round(now() + until - monotonicNow());
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #look(): void {
    const { store, others, monotonicNow, log, released } = this.#parts;
    this.#looksAt = Number.POSITIVE_INFINITY;
    const now = monotonicNow();
    const inReach = now < others.freshUntil();
    const over = [...this.#until].filter(([, until]) => !inReach || until <= now);
    try {
      if (over.length > 0) store.letGo(over.map(([id]) => id));
    } catch (error) {
      log.error({ err: error }, 'what was held back could not be let go yet');
      this.#lookAt(now + STORE_RETRY_MS);
      return;
    }
    for (const [id] of over) this.#until.delete(id);
    if (over.length > 0) released();
    if (this.#until.size > 0) this.#lookAt(this.#nextLook());
  }

  #nextLook(): number {
    let next = this.#parts.others.freshUntil();
    for (const until of this.#until.values()) next = Math.min(next, until);
    return next;
  }

  #lookAt(at: number): void {
    if (this.#closed || at >= this.#looksAt) return;
    this.#cancel();
    this.#looksAt = at;
    const { timers, monotonicNow } = this.#parts;
    this.#cancel = timers.after(Math.max(0, at - monotonicNow()), () => this.#look());
  }
}
