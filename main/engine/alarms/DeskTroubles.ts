import type Database from 'better-sqlite3';
import type { AlarmRecord, DeskKind } from '#shared/alarms/alarm.ts';
import { deskSubject } from '#shared/alarms/subject.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { AlarmDesk } from './AlarmDesk.ts';
import type { AlarmPlan } from './AlarmPlan.ts';
import type { DeskNotice } from './DeskNotice.ts';

/** What the desk says of itself: a room that notices something wrong with the monitoring chain reports it here. */
export interface TroubleReporter {
  /**
   * @param source which part: `feed/mqtt-1`, `disk`; one alarm for each kind and source
   * @param detail what and where; null when it is mended
   */
  set(kind: DeskKind, source: string, detail: string | null): void;
  /** Something that happened and is over, like a repair: it waits to be seen. */
  happened(kind: DeskKind, source: string, detail: string): void;
}

/** How long after a start a trouble of the run before may stand unconfirmed. */
const CONFIRM_WITHIN_MS = 60_000;

/**
 * Turns what the desk notices of itself into alarms. What can't be written, because the disk itself is the trouble,
 * is shown all the same and written when that is possible.
 */
export class DeskTroubles implements TroubleReporter {
  readonly #db: Database.Database;
  readonly #alarms: AlarmDesk;
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  readonly #startedAt: number;
  readonly #log: Logger;
  readonly #changed: (alarms: readonly AlarmRecord[]) => void;
  /** What is wrong now, by kind and subject. */
  readonly #standing = new Map<string, DeskNotice>();
  /** Noticed and not written yet, in order. */
  #owed: DeskNotice[] = [];
  #unrecorded: readonly AlarmRecord[] = [];
  /** Of the run before: gone, unless somebody says again that it is so. */
  #unconfirmed = new Map<string, DeskNotice>();

  constructor(parts: {
    readonly db: Database.Database;
    readonly alarms: AlarmDesk;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
    readonly log: Logger;
    /** Told what to show anew. */
    readonly changed: (alarms: readonly AlarmRecord[]) => void;
  }) {
    this.#db = parts.db;
    this.#alarms = parts.alarms;
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
    this.#startedAt = parts.monotonicNow();
    this.#log = parts.log;
    this.#changed = parts.changed;
    for (const { kind, subject, at } of parts.alarms.standingNotices())
      this.#unconfirmed.set(keyOf(kind, subject), {
        kind,
        subject,
        detail: null,
        at,
        momentary: false,
      });
  }

  set(kind: DeskKind, source: string, detail: string | null): void {
    const subject = deskSubject(source);
    const key = keyOf(kind, subject);
    const unconfirmed = this.#unconfirmed.delete(key);
    const known = this.#standing.has(key);
    if (detail === null ? !known && !unconfirmed : known) return;
    const notice = { kind, subject, detail, at: this.#now(), momentary: false };
    if (detail === null) this.#standing.delete(key);
    else this.#standing.set(key, notice);
    this.#owe(notice);
  }

  happened(kind: DeskKind, source: string, detail: string): void {
    const subject = deskSubject(source);
    this.#unconfirmed.delete(keyOf(kind, subject));
    this.#owe({ kind, subject, detail, at: this.#now(), momentary: true });
  }

  /** Call about once a second: writes what is owed, and ends what nobody confirmed after a start. */
  tick(): void {
    if (this.#unconfirmed.size > 0 && this.#monotonicNow() - this.#startedAt >= CONFIRM_WITHIN_MS) {
      const gone = [...this.#unconfirmed.values()];
      this.#unconfirmed.clear();
      for (const notice of gone) this.#owe({ ...notice, at: this.#now() });
    }
    if (this.#owed.length > 0) this.#write();
  }

  /** Alarms that stand and are not on disk. */
  unrecorded(): readonly AlarmRecord[] {
    return this.#unrecorded;
  }

  #owe(notice: DeskNotice): void {
    this.#owed.push(notice);
    this.#write();
  }

  #write(): void {
    // Reported from inside a transaction, such as a failing commit: the next tick writes it.
    if (this.#db.inTransaction) return;
    let plan: AlarmPlan | undefined;
    try {
      const planned = this.#alarms.planNotices(this.#owed);
      plan = planned;
      this.#db.transaction(() => this.#alarms.persist(planned))();
    } catch (error) {
      this.#log.error({ err: error }, 'a trouble of the desk could not be recorded yet');
      // A database that can't even be read: nothing new to show, and the next tick tries again.
      if (!plan) return;
      const shown = new Map(plan.changes.map(({ alarm }) => [alarm.id, alarm]));
      this.#unrecorded = [...shown.values()].filter(({ endedAt }) => endedAt === null);
      this.#changed(this.#unrecorded);
      return;
    }
    this.#owed = [];
    const changed = this.#alarms.apply(plan);
    const recorded = new Set(this.#alarms.open().map(({ id }) => id));
    const vanished = this.#unrecorded
      .filter(({ id }) => !recorded.has(id))
      .map((alarm): AlarmRecord => ({ ...alarm, state: 'normal', endedAt: this.#now() }));
    this.#unrecorded = [];
    this.#changed([...vanished, ...changed]);
  }
}

const keyOf = (kind: DeskKind, subject: string): string => `${kind} ${subject}`;
