import type Database from 'better-sqlite3';
import { ALARM_CLASSES, type AlarmClass, type AlarmRecord } from '#shared/alarms/alarm.ts';
import { annunciationsIn, answersIn } from '#shared/alarms/annunciations.ts';
import type { FloodWatch } from '#shared/alarms/flood.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import {
  HOUR_MS,
  METER_HOURS,
  type MeterData,
  type MeterHour,
  type MeterNow,
  type MeterPeriod,
  type MeterReport,
  type MeterWait,
  meterFigures,
  STALE_MS,
} from '#shared/alarms/meter.ts';
import { SlidingCount } from '#shared/alarms/SlidingCount.ts';
import { isAside } from '#shared/alarms/setAside.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { type Waits, waitQuantile } from '#shared/alarms/waits.ts';
import type { AlarmRate, FloodView } from '#shared/contract/meterViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmFollower } from './AlarmFollower.ts';
import { countRecorded } from './countRecorded.ts';
import { EMPTY_HOUR, hourOf, MeterStore } from './MeterStore.ts';

const RATE_SLOT_MS = 10_000;
/** Watched time is written this often; a crash loses at most as much of it. */
const SAMPLE_EVERY_MS = 60_000;
/** Two ticks further apart than this: the program was held or the PC slept, and nobody watched. */
const HELD_MS = 5_000;
/** A page that shows the meter asks again at most this often. */
const TELL_EVERY_MS = 10_000;

export interface MeterParts {
  readonly db: Database.Database;
  /** Wall clock, UTC milliseconds. */
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly open: () => readonly AlarmRecord[];
  /** Points that are set aside now. */
  readonly setAside: () => number;
  readonly deviceName: (deviceId: string) => string | null;
  /** There is something new to show; called at most every ten seconds. */
  readonly changed: () => void;
  /** A flood began or ended. */
  readonly floodChanged: () => void;
}

/**
 * Counts what the operator is asked to answer. Each count is written in the transaction of the alarm that it counts, so
 * that a crash, a refused commit or a second delivery can neither lose nor double one. Memory holds the last hour only.
 */
export class AlarmMeter implements AlarmFollower {
  readonly #parts: MeterParts;
  readonly #store: MeterStore;
  readonly #lastHour = new SlidingCount(HOUR_MS, RATE_SLOT_MS);
  #flood: FloodWatch;
  #watched: { hour: EpochMs; ms: number };
  #tickedAt: number;
  #sampledAt: number;
  #toldAt = Number.NEGATIVE_INFINITY;
  #news = true;

  constructor(parts: MeterParts) {
    this.#parts = parts;
    this.#store = new MeterStore(parts.db);
    countRecorded(parts.db, this.#store);
    this.#flood = this.#store.floodWatch();
    for (const at of this.#store.annunciatedAt(HOUR_MS)) this.#lastHour.add(at);
    this.#tickedAt = parts.monotonicNow();
    this.#sampledAt = this.#tickedAt;
    this.#watched = { hour: hourOf(parts.now()), ms: 0 };
  }

  persist(changes: readonly AlarmChange[]): void {
    for (const answer of answersIn(changes)) this.#store.addAnswer(answer);
    const annunciations = annunciationsIn(changes);
    if (annunciations.length === 0) return;
    this.#store.addAnnunciations(annunciations, this.#flood.copy());
  }

  applied(changes: readonly AlarmChange[]): void {
    this.#news = true;
    const before = this.#flood.current?.since;
    for (const { at } of annunciationsIn(changes)) {
      this.#flood.annunciated(at);
      this.#lastHour.add(at);
    }
    if (this.#flood.current?.since !== before) this.#parts.floodChanged();
  }

  /** Call it about once a second. @throws what the disk says; the next call makes it good. */
  tick(): void {
    this.#watch();
    this.#endFlood();
    const now = this.#parts.monotonicNow();
    if (!this.#news || now - this.#toldAt < TELL_EVERY_MS) return;
    this.#news = false;
    this.#toldAt = now;
    this.#parts.changed();
  }

  /** Writes the watched time that was not written yet. @throws what the disk says. */
  close(): void {
    this.#watch();
    this.#sample();
  }

  rate(): AlarmRate {
    const now = this.#parts.now();
    return { lastTenMinutes: this.#flood.inWindow(now), lastHour: this.#lastHour.total(now) };
  }

  flood(): FloodView | null {
    const flood = this.#flood.current;
    return flood && { since: flood.since, count: flood.count };
  }

  report(period: MeterPeriod): MeterReport {
    const to = this.#parts.now();
    const from = hourOf(to) - (METER_HOURS[period] - 1) * HOUR_MS;
    const span = { from, to };
    const data: MeterData = {
      ...span,
      hours: this.#hours(from, to),
      shares: this.#store.shares(span),
      waits: Object.fromEntries([
        ['all', summary(this.#store.waits(span, null))],
        ...ALARM_CLASSES.map((one) => [one, summary(this.#store.waits(span, one))]),
      ]) as Record<'all' | AlarmClass, MeterWait>,
      sources: this.#store
        .sources(span)
        .map((one) => ({ ...one, deviceName: this.#parts.deviceName(one.deviceId) })),
      floods: this.#store.floods(span),
      now: this.#now(),
    };
    return { ...data, period, figures: meterFigures(data) };
  }

  /** Forgets the hours before; call it when the clock has proved itself. */
  forget(before: EpochMs): void {
    this.#parts.db.transaction(() => this.#store.forget(before))();
  }

  #hours(from: EpochMs, to: EpochMs): readonly MeterHour[] {
    const known = new Map(this.#store.hours({ from, to }).map((hour) => [hour.at, hour]));
    const hours: MeterHour[] = [];
    for (let at = from; at < to; at += HOUR_MS) {
      const hour = known.get(at) ?? { ...EMPTY_HOUR, at };
      const { hour: current, ms } = this.#watched;
      hours.push(at === current ? { ...hour, watchedMs: hour.watchedMs + ms } : hour);
    }
    return hours;
  }

  #now(): MeterNow {
    const at = this.#parts.now();
    const open = this.#standing();
    return {
      lastTenMinutes: this.#flood.inWindow(at),
      lastHour: this.#lastHour.total(at),
      standing: open.length,
      unacknowledged: open.filter(({ state }) => waitsForAcknowledgement(state)).length,
      stale: open.filter((alarm) => isStale(alarm, at)).length,
      setAside: this.#parts.setAside(),
      chattering: open.filter(({ chattering }) => chattering).length,
      flood: this.#flood.current,
    };
  }

  #watch(): void {
    const now = this.#parts.monotonicNow();
    const passed = now - this.#tickedAt;
    this.#tickedAt = now;
    if (passed <= HELD_MS) this.#watched.ms += passed;
    const hour = hourOf(this.#parts.now());
    if (hour !== this.#watched.hour) {
      this.#sample();
      this.#watched = { hour, ms: 0 };
    }
    if (now - this.#sampledAt >= SAMPLE_EVERY_MS) this.#sample();
  }

  #sample(): void {
    const { hour, ms } = this.#watched;
    const open = this.#standing();
    const at = this.#parts.now();
    this.#store.addSample({
      hour,
      watchedMs: Math.round(ms),
      standing: open.length,
      stale: open.filter((alarm) => isStale(alarm, at)).length,
    });
    this.#watched = { hour, ms: 0 };
    this.#sampledAt = this.#parts.monotonicNow();
    this.#news = true;
  }

  /** What is set aside asks nobody. */
  #standing(): readonly AlarmRecord[] {
    return this.#parts.open().filter(({ state }) => !isAside(state));
  }

  #endFlood(): void {
    const flood = this.#flood.copy();
    const ended = flood.look(this.#parts.now());
    if (!ended) return;
    // Written before it is believed: a disk that refuses now is asked again at the next tick.
    this.#store.saveFlood(ended);
    this.#flood = flood;
    this.#news = true;
    this.#parts.floodChanged();
  }
}

function isStale({ onsetAt }: AlarmRecord, now: EpochMs): boolean {
  return now - onsetAt > STALE_MS;
}

function summary(waits: Waits): MeterWait {
  return {
    count: [...waits.values()].reduce((sum, count) => sum + count, 0),
    medianMs: waitQuantile(waits, 0.5),
    p95Ms: waitQuantile(waits, 0.95),
  };
}
