import type Database from 'better-sqlite3';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createEscalation, type Escalation } from '#engine/escalation/createEscalation.ts';
import { createLog } from '#engine/log.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { StatusBit } from '#shared/telemetry/statusBits.ts';
import { KIM, Scenario, scored, T0 } from '../alarms/Scenario.ts';

export const CALLER = { ...KIM, operatorId: 'kim' } as const;
export const BOSS = {
  operatorId: 'park',
  operator: '박반장',
  role: 'administrator',
  desk: 'desk-1',
} as const;

/** Two devices in one zone, one elsewhere, and one that nobody has placed. */
const ZONES: Readonly<Record<string, string>> = { a: 'z1', b: 'z1', c: 'z2' };

function placementOf(deviceId: string): DevicePlacement | null {
  const zoneId = ZONES[deviceId];
  if (zoneId === undefined) return null;
  return {
    name: deviceId,
    floorId: 'f1',
    // Zones that are not next to each other.
    xM: zoneId === 'z1' ? 1 : 40,
    yM: 1,
    zoneId,
    upstreamPanel: null,
    ratedCurrentA: null,
    gasSensor: null,
    temperatureSensor: null,
    model: null,
    expectedIntervalMs: 10_000,
  };
}

/** Alarms and their escalation over a real database, in the test's own time. The outbox is a table beside them. */
export class EscalationNight {
  readonly scenario = new Scenario();
  escalation!: Escalation;
  /** Real time in milliseconds: what passes whatever the clocks say. */
  real = 0;
  /** When this process began: its own clock that only goes forward starts at nought. */
  #processStart = 0;
  desks = 1;
  /** Set: the outbox refuses with this. */
  outboxFails: Error | null = null;
  outboxRefusals = 0;
  /** Told of every change of an alarm after its commit. */
  onChange: (change: AlarmChange) => void = () => undefined;
  #later: (() => void)[] = [];
  changes = 0;

  constructor() {
    // 10:00 in Seoul: the day hours.
    this.scenario.now = T0 - (T0 % 86_400_000) + 3_600_000;
    this.#start();
  }

  get db(): Database.Database {
    return this.scenario.db;
  }

  /** Seconds pass; the program looks once in each. */
  pass(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.real += 1_000;
      this.scenario.now += 1_000;
      this.escalation.desk.tick();
    }
  }

  /** Somebody sets the PC's clock. */
  setClockBy(ms: number): void {
    this.scenario.now += ms;
  }

  /** The process ends without a word and another begins after a while. */
  restart(afterMs = 0, clockBy = 0): void {
    this.#later = [];
    this.real += afterMs;
    this.scenario.now += afterMs + clockBy;
    this.#processStart = this.real;
    this.scenario.restart();
    this.#start();
    this.escalation.desk.tick();
  }

  /** One reading of a device without a clock, which the desk dates itself. */
  hear(device: string, level: RiskLevel, bits: readonly StatusBit[] = []): void {
    const at = this.scenario.now - T0;
    this.scenario.feed(scored({ device, at, level, bits, quality: ['noDeviceTime'] }));
    this.soon();
  }

  /** Nothing is heard of these for too long. */
  silent(...devices: readonly string[]): void {
    this.scenario.silence({ silent: [...devices] }, this.scenario.now - T0);
    this.soon();
  }

  /** As many calm readings as it takes. */
  calm(device: string): void {
    for (let i = 0; i < 3; i++) this.hear(device, 'NORMAL');
  }

  act(name: 'acknowledge' | 'reset' | 'silence', ...alarms: readonly AlarmRecord[]): void {
    for (const { id } of alarms) this.scenario.desk.act(name, { ...KIM, alarmIds: [id] });
    this.soon();
  }

  attend(hours = 4): void {
    this.escalation.mode.begin(CALLER, hours);
    this.escalation.changed();
  }

  leave(): void {
    this.escalation.mode.end(CALLER, 'asked');
    this.escalation.changed();
  }

  /** What was put off until a moment later. */
  soon(): void {
    for (const run of this.#later.splice(0)) run();
  }

  alarm(device: string, kind: AlarmRecord['kind'] = 'risk'): AlarmRecord {
    return this.scenario.alarm(kind, device);
  }

  /** What was told outside, in order, as `device step topic reason`. */
  sent(): readonly string[] {
    return this.db.prepare<[], string>('SELECT text FROM test_outbox ORDER BY rowid').pluck().all();
  }

  keys(): readonly string[] {
    return this.db.prepare<[], string>('SELECT key FROM test_outbox ORDER BY rowid').pluck().all();
  }

  /** The alarm's escalation as it stands in its history. */
  story(alarmId: string): readonly string[] {
    return (this.scenario.desk.get(alarmId)?.events ?? [])
      .filter(({ type }) => type === 'escalate')
      .map(({ note, operator }) => (operator === null ? `${note}` : `${note} (${operator})`));
  }

  /** What the audit chain has of it, as `action subject`. */
  audited(): readonly string[] {
    return this.db
      .prepare<[], string>("SELECT action FROM audit WHERE action LIKE 'escalation.%' ORDER BY seq")
      .pluck()
      .all();
  }

  end(): void {
    this.scenario.close();
  }

  #start(): void {
    const { scenario } = this;
    const { db } = scenario;
    db.exec('CREATE TABLE IF NOT EXISTS test_outbox (key TEXT NOT NULL, text TEXT NOT NULL)');
    const put = db.prepare('INSERT INTO test_outbox (key, text) VALUES (?, ?)');
    const now = () => scenario.now;
    this.escalation = createEscalation({
      storage: {
        controlRoom: db,
        settings: new Settings(db),
        audit: new AuditChain({ db, now }),
      },
      alarms: scenario.desk,
      notifications: {
        enqueue: ({ key, alarm, step, topic, reason, sentence }) => {
          if (this.outboxFails) {
            this.outboxRefusals++;
            throw this.outboxFails;
          }
          const words = [alarm?.deviceId, step, topic, reason, sentence?.en];
          put.run(key, words.filter((word) => word !== undefined).join(' '));
        },
      },
      placementOf,
      thresholds: DEFAULT_THRESHOLDS,
      timeZone: () => 'Asia/Seoul',
      attendedDesks: () => this.desks,
      now,
      monotonicNow: () => this.real - this.#processStart,
      log: createLog('silent'),
      changed: () => {
        this.changes++;
      },
      later: (run) => this.#later.push(run),
    });
    scenario.desk.follow(this.escalation.desk);
    scenario.desk.follow({
      applied: (changes) => {
        for (const change of changes) this.onChange(change);
      },
    });
  }
}
