import type Database from 'better-sqlite3';
import type { AlarmClass, AlarmKind } from '#shared/alarms/alarm.ts';
import type { Annunciation, Answer } from '#shared/alarms/annunciations.ts';
import { type FloodRecord, FloodWatch } from '#shared/alarms/flood.ts';
import { HOUR_MS, type MeterHour, type MeterShare, TOP_SOURCES } from '#shared/alarms/meter.ts';
import { type Waits, waitStep } from '#shared/alarms/waits.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { ASKED_SOMEBODY } from './annunciationsBetween.ts';

/** More annunciations than the window of a flood can need; an hour of the worst night. */
const MAX_READ_BACK = 20_000;

/** What the desk saw at one moment, of an hour. */
export interface HourSample {
  readonly hour: EpochMs;
  readonly watchedMs: number;
  readonly standing: number;
  readonly stale: number;
}

interface FloodRow {
  readonly began_ms: number;
  readonly ended_ms: number | null;
  readonly alarms: number;
  readonly peak: number;
}

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export function hourOf(at: EpochMs): EpochMs {
  return Math.floor(at / HOUR_MS) * HOUR_MS;
}

/** The only code that reads and writes the meter's tables. Never opens a transaction of its own. */
export class MeterStore {
  readonly #db: Database.Database;
  readonly #count: Database.Statement<[number, string, string, number, number]>;
  readonly #source: Database.Statement<[number, string, string]>;
  readonly #wait: Database.Statement<[number, string, number]>;
  readonly #peak: Database.Statement<[number, number]>;
  readonly #sample: Database.Statement<[HourSample]>;
  readonly #flood: Database.Statement<[FloodRow]>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#count = db.prepare(
      `INSERT INTO meter_count (hour_ms, alarm_class, priority, raised, worsened) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET raised = raised + excluded.raised,
         worsened = worsened + excluded.worsened`,
    );
    this.#source = db.prepare(
      `INSERT INTO meter_source (hour_ms, device_id, kind, count) VALUES (?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET count = count + 1`,
    );
    this.#wait = db.prepare(
      `INSERT INTO meter_wait (hour_ms, alarm_class, step, count) VALUES (?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET count = count + 1`,
    );
    this.#peak = db.prepare(
      `INSERT INTO meter_hour (hour_ms, peak) VALUES (?, ?)
       ON CONFLICT DO UPDATE SET peak = max(peak, excluded.peak)`,
    );
    this.#sample = db.prepare(
      `INSERT INTO meter_hour (hour_ms, watched_ms, standing, stale)
       VALUES (@hour, @watchedMs, @standing, @stale)
       ON CONFLICT DO UPDATE SET watched_ms = min(${HOUR_MS}, watched_ms + excluded.watched_ms),
         standing = max(standing, excluded.standing), stale = max(stale, excluded.stale)`,
    );
    this.#flood = db.prepare(
      `INSERT INTO flood (began_ms, ended_ms, alarms, peak) VALUES (@began_ms, @ended_ms, @alarms, @peak)
       ON CONFLICT DO UPDATE SET ended_ms = excluded.ended_ms, alarms = excluded.alarms,
         peak = excluded.peak`,
    );
  }

  /** @param flood as it was before them; it follows them, so hand over a copy. */
  addAnnunciations(annunciations: Iterable<Annunciation>, flood: FloodWatch): void {
    const peaks = new Map<EpochMs, number>();
    for (const { at, alarmClass, priority, deviceId, kind, worsened } of annunciations) {
      const hour = hourOf(at);
      this.#count.run(hour, alarmClass, priority, worsened ? 0 : 1, worsened ? 1 : 0);
      this.#source.run(hour, deviceId, kind);
      const ended = flood.annunciated(at);
      if (ended) this.saveFlood(ended);
      peaks.set(hour, Math.max(peaks.get(hour) ?? 0, flood.inWindow(at)));
    }
    for (const [hour, peak] of peaks) this.#peak.run(hour, peak);
    if (flood.current) this.saveFlood({ ...flood.current, endedAt: null });
  }

  addAnswer({ at, alarmClass, waitedMs }: Answer): void {
    this.#wait.run(hourOf(at), alarmClass, waitStep(waitedMs));
  }

  addSample(sample: HourSample): void {
    this.#sample.run(sample);
  }

  saveFlood({ since, endedAt, count, peak }: FloodRecord): void {
    this.#flood.run({ began_ms: since, ended_ms: endedAt, alarms: count, peak });
  }

  /** The hours of the span that anything is known of, oldest first. `to` is exclusive. */
  hours(span: Span): readonly MeterHour[] {
    const known = new Map<number, MeterHour>();
    const empty = { fire: 0, supervisory: 0, trouble: 0 };
    const rows = this.#db
      .prepare<[Span], Omit<MeterHour, 'counts'>>(
        `SELECT hour_ms AS at, watched_ms AS watchedMs, peak, standing, stale FROM meter_hour
         WHERE hour_ms >= @from AND hour_ms < @to ORDER BY hour_ms`,
      )
      .all(span);
    for (const row of rows) known.set(row.at, { ...row, counts: empty });
    const counts = this.#db
      .prepare<[Span], { at: number; alarmClass: AlarmClass; count: number }>(
        `SELECT hour_ms AS at, alarm_class AS alarmClass, sum(raised + worsened) AS count
         FROM meter_count WHERE hour_ms >= @from AND hour_ms < @to GROUP BY 1, 2`,
      )
      .all(span);
    for (const { at, alarmClass, count } of counts) {
      const hour = known.get(at) ?? { ...EMPTY_HOUR, at };
      known.set(at, { ...hour, counts: { ...hour.counts, [alarmClass]: count } });
    }
    return [...known.values()].sort((a, b) => a.at - b.at);
  }

  shares(span: Span): readonly MeterShare[] {
    return this.#db
      .prepare<[Span], MeterShare>(
        `SELECT alarm_class AS alarmClass, priority, sum(raised) AS raised, sum(worsened) AS worsened
         FROM meter_count WHERE hour_ms >= @from AND hour_ms < @to
         GROUP BY 1, 2 ORDER BY 1, 2`,
      )
      .all(span);
  }

  /** Of one class, or with null of all. */
  waits(span: Span, alarmClass: AlarmClass | null): Waits {
    const rows = this.#db
      .prepare<[Span & { alarmClass: string | null }], { step: number; count: number }>(
        `SELECT step, sum(count) AS count FROM meter_wait
         WHERE hour_ms >= @from AND hour_ms < @to AND (@alarmClass IS NULL OR alarm_class = @alarmClass)
         GROUP BY step`,
      )
      .all({ ...span, alarmClass });
    return new Map(rows.map(({ step, count }) => [step, count]));
  }

  sources(span: Span): readonly { deviceId: string; kind: AlarmKind; count: number }[] {
    return this.#db
      .prepare<[Span], { deviceId: string; kind: AlarmKind; count: number }>(
        `SELECT device_id AS deviceId, kind, sum(count) AS count FROM meter_source
         WHERE hour_ms >= @from AND hour_ms < @to
         GROUP BY 1, 2 ORDER BY count DESC, 1, 2 LIMIT ${TOP_SOURCES}`,
      )
      .all(span);
  }

  /** Those that lasted in the span, oldest first. */
  floods(span: Span): readonly FloodRecord[] {
    return this.#db
      .prepare<[Span], FloodRow>(
        `SELECT * FROM flood WHERE began_ms < @to AND (ended_ms IS NULL OR ended_ms >= @from)
         ORDER BY began_ms`,
      )
      .all(span)
      .map(floodOf);
  }

  /** The floods as they stood when the last annunciation was written: whatever happened to the program since. */
  floodWatch(): FloodWatch {
    const open = this.#db
      .prepare<[], FloodRow>(
        'SELECT * FROM flood WHERE ended_ms IS NULL ORDER BY began_ms DESC LIMIT 1',
      )
      .get();
    const counted = new FloodWatch();
    for (const at of this.annunciatedAt(600_000)) counted.annunciated(at);
    return counted.continuing(open ? floodOf(open) : null);
  }

  /**
   * When alarms were annunciated in the newest stretch of the record, in the order in which they were written: from the
   * first one that lies in it on, also those of before whose clock was set back, because those bring the others back.
   */
  annunciatedAt(newestMs: number): readonly EpochMs[] {
    return this.#db
      .prepare<[{ ms: number }], number>(
        `SELECT at_ms FROM (
           SELECT e.id, e.at_ms FROM alarm_event e
           WHERE e.id >= (
               SELECT min(id) FROM alarm_event WHERE type IN ('raise', 'worsen') AND at_ms > (
                 SELECT at_ms FROM alarm_event WHERE type IN ('raise', 'worsen') ORDER BY id DESC LIMIT 1
               ) - @ms
             )
             AND ${ASKED_SOMEBODY}
           ORDER BY e.id DESC LIMIT ${MAX_READ_BACK}
         ) ORDER BY id`,
      )
      .pluck()
      .all({ ms: newestMs });
  }

  /** Whether nothing was ever counted. */
  isEmpty(): boolean {
    return (
      this.#db
        .prepare('SELECT 1 FROM meter_count UNION ALL SELECT 1 FROM meter_wait LIMIT 1')
        .get() === undefined
    );
  }

  /** Forgets the hours before. Floods stay: there are few. */
  forget(before: EpochMs): void {
    for (const table of ['meter_hour', 'meter_count', 'meter_source', 'meter_wait'])
      this.#db.prepare<[number]>(`DELETE FROM ${table} WHERE hour_ms < ?`).run(before);
  }
}

export const EMPTY_HOUR: Omit<MeterHour, 'at'> = {
  watchedMs: 0,
  counts: { fire: 0, supervisory: 0, trouble: 0 },
  peak: 0,
  standing: 0,
  stale: 0,
};

function floodOf({ began_ms, ended_ms, alarms, peak }: FloodRow): FloodRecord {
  return { since: began_ms, endedAt: ended_ms, count: alarms, peak };
}
