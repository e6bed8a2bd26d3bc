/** The change of shifts over a real database, with a desk beside it that says what a test tells it to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Database from 'better-sqlite3';
import type { Caller, Role } from '#engine/access/Caller.ts';
import { Operators } from '#engine/access/Operators.ts';
import { MeterStore } from '#engine/alarms/MeterStore.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createLog } from '#engine/log.ts';
import { Shift } from '#engine/shift/Shift.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { SetAside } from '#shared/alarms/setAside.ts';
import type { OpenIncident } from '#shared/contract/shiftViews.ts';
import type { CheckFigure } from '#shared/shift/checkLists.ts';
import { status } from '../../unit/renderer/made.ts';

/** A Thursday morning in Seoul: 30 July 2026, 09:00. */
export const MORNING = Date.UTC(2026, 6, 30, 0, 0);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export class ShiftDesk {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-shift-'));
  /** The site's; an administrator may change it. */
  zone: string;
  db!: Database.Database;
  shift!: Shift;
  audit!: AuditChain;
  operators!: Operators;
  now: number;
  monotonic = 0;
  changes = 0;
  alarms: readonly AlarmRecord[] = [];
  setAside: readonly SetAside[] = [];
  incidents: readonly OpenIncident[] = [];
  figure: CheckFigure | null = null;

  constructor(zone = 'Asia/Seoul', now = MORNING) {
    this.zone = zone;
    this.now = now;
    this.#start();
  }

  /** Time passes on both clocks, second by second as far as anybody looks. */
  pass(ms: number): void {
    this.now += ms;
    this.monotonic += ms;
    this.shift.tick();
  }

  /** The power fails, and the program starts again. */
  cutOff(): void {
    this.db.close();
    this.#start();
  }

  /** Ends it as it should and starts it again. */
  restart(): void {
    this.shift.stop();
    this.cutOff();
  }

  person(name: string, role: Role = 'operator'): Caller {
    const known = this.operators.byName(name) ?? this.operators.add({ name, role });
    if (typeof known === 'string') throw new Error(known);
    return { operatorId: known.id, operator: name, role, desk: 'desk-1' };
  }

  actions(): readonly string[] {
    return this.db.prepare<[], string>('SELECT action FROM audit ORDER BY seq').pluck().all();
  }

  close(): void {
    this.db.close();
    rmSync(this.#dir, { recursive: true });
  }

  #start(): void {
    const now = () => this.now;
    const file = path.join(this.#dir, 'control-room.db');
    this.db = openControlRoom({ path: file, now, log: createLog('silent') }).db;
    const { db } = this;
    this.audit = new AuditChain({ db, now });
    this.operators = new Operators({ db, now });
    const floods = new MeterStore(db);
    this.shift = new Shift({
      db,
      now,
      monotonicNow: () => this.monotonic,
      startedAt: this.now,
      version: '1.2.3',
      timeZone: () => this.zone,
      audit: this.audit,
      figureOf: (key) => this.figure && { ...this.figure, key },
      desk: { status: () => status({ reporting: 118, expected: 120 }), alarms: () => this.alarms },
      setAside: () => this.setAside,
      openIncidents: () => this.incidents,
      floods: (span) => floods.floods(span),
      deviceName: (id) => `name of ${id}`,
      changed: () => this.changes++,
    });
  }
}
