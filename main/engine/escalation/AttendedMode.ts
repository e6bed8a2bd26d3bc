import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { AttendedView } from '#shared/contract/escalationViews.ts';
import { dayLeftMs } from '#shared/escalation/dayHours.ts';
import type { DayHours } from '#shared/escalation/policy.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { Settings } from '../storage/Settings.ts';
import type { SteadyClock } from './SteadyClock.ts';

const KEY = 'escalation.attended';
const HOUR_MS = 3_600_000;
/** Whatever was asked for, and whatever a clock that was set back says. */
const MAX_MS = 12 * HOUR_MS;
/** A page that is loaded again, or a desk that is handed over, is no empty room. */
const EMPTY_ROOM_MS = 60_000;

const Stored = z
  .object({ by: z.string(), since: z.number(), until: z.number() })
  .nullable()
  .readonly();

interface Attended {
  readonly by: string;
  readonly since: EpochMs;
  /** On the steady clock, which nobody can set back. */
  readonly until: number;
  /** On the wall clock, which goes on while the PC sleeps. */
  readonly untilWall: EpochMs;
}

export interface AttendedParts {
  readonly db: Database.Database;
  readonly settings: Settings;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly clock: SteadyClock;
  readonly now: () => EpochMs;
  readonly timeZone: () => string;
  readonly dayHours: () => DayHours;
  /** Seats at which somebody is signed on, with a page that is open. */
  readonly attendedDesks: () => number;
  readonly log: Logger;
}

/**
 * Whether somebody has promised to look at an alarm before others are told. Never the normal state: it is switched on
 * by name, and ends by itself after the hours that were asked for, with the day hours in which it began, and when
 * nobody is at a desk any longer. By either clock, whichever comes first: one that is wrong must not make it last.
 */
export class AttendedMode {
  readonly #parts: AttendedParts;
  #attended: Attended | null;
  /** On the steady clock. */
  #emptySince: number | null = null;

  constructor(parts: AttendedParts) {
    this.#parts = parts;
    const { settings, clock } = parts;
    const stored = settings.get(KEY, Stored);
    const now = clock.now();
    this.#attended = stored && {
      by: stored.by,
      since: stored.since,
      until: Math.min(stored.until - clock.toWall(), now + MAX_MS),
      untilWall: stored.until,
    };
  }

  isOn(): boolean {
    return this.#attended !== null;
  }

  view(): AttendedView | null {
    if (this.#attended === null) return null;
    const { by, since } = this.#attended;
    return { by, since, until: this.#endsAt(this.#attended) };
  }

  /** When the day hours end that are now; null by night. */
  dayEndsAt(): EpochMs | null {
    const { now, timeZone, dayHours } = this.#parts;
    const wall = now();
    const left = dayLeftMs(wall, timeZone(), dayHours());
    return left === null ? null : wall + left;
  }

  begin(caller: Caller, hours: number): void {
    const { clock, now } = this.#parts;
    const wall = now();
    const lasts = Math.min(hours * HOUR_MS, MAX_MS, (this.dayEndsAt() ?? Infinity) - wall);
    const { operator: by } = caller;
    this.#emptySince = null;
    const untilWall = wall + lasts;
    const attended = { by, since: wall, until: clock.now() + lasts, untilWall };
    this.#set(attended, caller, { until: untilWall });
  }

  /** @param caller null when it ends by itself */
  end(caller: Caller | null, why: 'asked' | 'timeUp' | 'nobodyThere'): void {
    if (this.#attended !== null) this.#set(null, caller, { why });
  }

  /** Call it once a second. @returns true when it has just ended by itself. */
  tick(): boolean {
    if (this.#attended === null) return false;
    const now = this.#parts.clock.now();
    if (this.#parts.attendedDesks() > 0) this.#emptySince = null;
    else this.#emptySince ??= now;
    const { until, untilWall } = this.#attended;
    if (now >= until || this.#parts.now() >= untilWall) this.end(null, 'timeUp');
    else if (this.#emptySince !== null && now - this.#emptySince >= EMPTY_ROOM_MS)
      this.end(null, 'nobodyThere');
    return this.#attended === null;
  }

  /** The wall clock was set: says on disk when it ends as that clock has it now. Call it inside a transaction. */
  restate(): void {
    if (this.#attended === null) return;
    this.#attended = { ...this.#attended, untilWall: this.#endsAt(this.#attended) };
    this.#store(this.#attended, this.#attended.by);
  }

  #endsAt({ until, untilWall }: Attended): EpochMs {
    return Math.min(untilWall, until + this.#parts.clock.toWall());
  }

  #set(attended: Attended | null, by: Caller | null, detail: Record<string, unknown>): void {
    const { db, audit, log } = this.#parts;
    db.transaction(() => {
      this.#store(attended, by?.operator ?? null);
      audit.append({
        by,
        action: 'escalation.setMode',
        subject: attended === null ? 'unattended' : 'attended',
        detail,
      });
    }).immediate();
    this.#attended = attended;
    log.info(
      { ...detail, operator: by?.operator ?? null },
      `desk is ${attended ? '' : 'un'}attended`,
    );
  }

  #store(attended: Attended | null, by: string | null): void {
    const { settings, now } = this.#parts;
    const stored = attended && {
      by: attended.by,
      since: attended.since,
      until: attended.untilWall,
    };
    settings.set(KEY, stored, now(), by);
  }
}
