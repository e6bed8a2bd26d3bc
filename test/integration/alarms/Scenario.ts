import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { AlarmDesk } from '#engine/alarms/AlarmDesk.ts';
import { SetAsideDesk } from '#engine/alarms/SetAsideDesk.ts';
import { SetAsides } from '#engine/alarms/SetAsides.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createLog } from '#engine/log.ts';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import type { AlarmKind, AlarmRecord, AlarmState } from '#shared/alarms/alarm.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { QualityFlag, Reading } from '#shared/telemetry/reading.ts';
import { STATUS_BITS, type StatusBit } from '#shared/telemetry/statusBits.ts';

export const T0 = 1_700_000_000_000;
export const KIM = { operator: '김철수', role: 'operator', desk: 'desk-1' } as const;
export const LEE = { operator: '이영희', role: 'supervisor', desk: 'desk-2' } as const;

export interface Said {
  readonly device?: string;
  /** Event time, milliseconds after `T0`. */
  readonly at: number;
  readonly level?: RiskLevel;
  readonly bits?: readonly StatusBit[];
  readonly status?: number;
  readonly quality?: readonly QualityFlag[];
}

const VALUES = {
  voltage: 220,
  voltageLow: 219,
  current: 5,
  leakageCurrent: 0.5,
  resistiveLeakage: 0.3,
  power: 1.1,
  pcbTemperature: 35,
  sensorTemperature: 37,
  coGas: 5,
  voc: 50,
  powerFactor: 0.95,
  arcCount: 0,
} as const satisfies Partial<Reading>;

/** A scored reading: calm, but for what the test says. */
export function scored(said: Said): ScoredReading {
  const { device = 'device-1', at, level = 'NORMAL', bits = [], quality = [] } = said;
  const status = said.status ?? bits.reduce((sum, bit) => sum | (1 << STATUS_BITS.indexOf(bit)), 0);
  return {
    reading: {
      ...VALUES,
      deviceId: device,
      idx: null,
      status,
      verifyStatus: null,
      deviceTime: T0 + at,
      measuredAt: T0 + at,
      receivedAt: T0 + at,
      quality,
    },
    assessment: {
      indicatorScore: 0.04,
      ruleRisk: 0,
      statusRisk: 0,
      patternRisk: 0,
      history: {
        state: 'INSUFFICIENT_DATA',
        riskModifier: 1,
        temperatureTrend: null,
        recentArcs: null,
        averageRisk: null,
        averageTemperature: null,
        readingCount: 0,
      },
      finalScore: 0.03,
      scoreLevel: 'NORMAL',
      floorLevel: level,
      effectiveLevel: level,
      agreement: 1,
      reasons: [],
      thresholdsVersion: 't1',
    },
  };
}

/** Calm readings, a second apart. */
export const calm = (from: number, count = 3, device = 'device-1') =>
  Array.from({ length: count }, (_, i) => scored({ device, at: from + i * 1000 }));

/** A control-room database on disk and the desk over it, used as the pipeline uses them. */
export class Scenario {
  /** Null: the same tables without a file, for tests that make many and restart none. */
  readonly #dir: string | null;
  db!: Database.Database;
  desk!: AlarmDesk;
  setAsides!: SetAsides;
  setAsideDesk!: SetAsideDesk;
  now = T0;
  /** Runs with `now` unless a test sets the wall clock. */
  monotonic = 0;

  constructor(on: 'disk' | 'memory' = 'disk') {
    this.#dir = on === 'disk' ? mkdtempSync(path.join(tmpdir(), 'emberwatch-alarms-')) : null;
    this.#start();
  }

  /** Plans, commits and applies one batch that arrives now; the desk's clock follows the newest event. */
  feed(...said: ScoredReading[]): readonly AlarmRecord[] {
    return this.deliver(said.map((scored) => this.#arriving(scored)));
  }

  /** The same with arrivals that the test itself has stamped by the desk's clock. */
  deliver(batch: readonly ScoredReading[]): readonly AlarmRecord[] {
    const plan = this.desk.plan(batch);
    this.commit(() => this.desk.persist(plan));
    return this.desk.apply(plan);
  }

  /** The desk's clock is set: what arrives from now on is stamped by it. */
  setClock(at: number): void {
    this.now = T0 + at;
  }

  silence(
    change: { silent?: string[]; heardAgain?: string[] },
    at: number,
  ): readonly AlarmRecord[] {
    this.now = T0 + at;
    const plan = this.desk.planSilence({ silent: [], heardAgain: [], ...change }, this.now);
    this.commit(() => this.desk.persist(plan));
    return this.desk.apply(plan);
  }

  commit(write: () => void): void {
    this.db.transaction(write)();
  }

  /** The process ends without a word, and another starts on what is on disk. */
  restart(): void {
    this.db.close();
    this.#start();
  }

  /** Time passes on both clocks, and what has come to its end ends. */
  pass(ms: number): void {
    this.now += ms;
    this.monotonic += ms;
    this.setAsideDesk.tick();
  }

  /** What the engine saves of a device now and then. */
  saveState({ reading }: ScoredReading): void {
    this.db
      .prepare('INSERT OR IGNORE INTO device (id, first_seen_ms) VALUES (?, ?)')
      .run(reading.deviceId, reading.receivedAt);
    this.db
      .prepare("INSERT OR REPLACE INTO device_state VALUES (?, ?, ?, '{}', '{}', NULL)")
      .run(reading.deviceId, reading.measuredAt, reading.receivedAt);
  }

  /** The only open alarm of the kind, as memory has it. */
  alarm(kind: AlarmKind = 'risk', device = 'device-1'): AlarmRecord {
    const found = this.desk.open().filter((a) => a.kind === kind && a.deviceId === device);
    if (found.length !== 1) throw new Error(`${found.length} open alarms of ${kind} of ${device}`);
    return found[0]!;
  }

  states(): readonly (readonly [AlarmKind, AlarmState])[] {
    return this.desk.open().map(({ kind, state }) => [kind, state]);
  }

  /** The history of one alarm, as `type state`. */
  story(alarmId: string): readonly string[] {
    return (this.desk.get(alarmId)?.events ?? []).map(({ type, toState }) => `${type} ${toState}`);
  }

  count(table: 'alarm' | 'alarm_event'): number {
    return this.db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  }

  close(): void {
    this.db.close();
    if (this.#dir !== null) rmSync(this.#dir, { recursive: true });
  }

  #arriving({ reading, assessment }: ScoredReading): ScoredReading {
    this.now = Math.max(this.now, reading.receivedAt);
    return { reading: { ...reading, receivedAt: this.now }, assessment };
  }

  #open(): Database.Database {
    const file = this.#dir === null ? ':memory:' : path.join(this.#dir, 'control-room.db');
    return openControlRoom({ path: file, now: () => this.now, log: createLog('silent') }).db;
  }

  #start(): void {
    this.db = this.#open();
    const { db } = this;
    const now = () => this.now;
    const log = createLog('silent');
    const audit = new AuditChain({ db, now });
    this.setAsides = new SetAsides({ db, now, monotonicNow: () => this.monotonic });
    const { setAsides } = this;
    const thresholds = DEFAULT_THRESHOLDS;
    this.desk = new AlarmDesk({
      db,
      siteId: 'hq',
      now,
      log,
      audit,
      setAsides,
      thresholds,
      evidenceOf: (one) => one,
    });
    this.setAsideDesk = new SetAsideDesk({
      alarms: this.desk,
      setAsides,
      audit,
      now,
      log,
      changed: () => undefined,
    });
  }
}
