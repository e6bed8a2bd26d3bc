import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Caller, Role } from '#engine/access/Caller.ts';
import type { ActName } from '#engine/alarms/acts.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { openIncidents, type ResponseRooms } from '#engine/incidents/openIncidents.ts';
import { DeviceRegistry } from '#engine/storage/DeviceRegistry.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { IncidentDetail } from '#shared/contract/responseViews.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { Verdict } from '#shared/response/outcome.ts';
import type { StatusBit } from '#shared/telemetry/statusBits.ts';
import { calm, Scenario, scored } from '../alarms/Scenario.ts';

export const MINUTE = 60_000;

const caller = (operator: string, role: Role = 'operator'): Caller => ({
  operatorId: operator,
  operator,
  role,
  desk: 'desk-1',
});
export const GUARD = caller('김철수');
export const OTHER = caller('이영희');
export const CHIEF = caller('박책임', 'supervisor');
export const ADMIN = caller('최관리', 'administrator');

export const TEST_RUN: Verdict = { outcome: 'test', cause: null, text: null };

const PLACED: DevicePlacement = {
  name: '분전반',
  floorId: 'b1',
  xM: 1,
  yM: 1,
  zoneId: null,
  upstreamPanel: null,
  ratedCurrentA: null,
  gasSensor: null,
  temperatureSensor: null,
  model: null,
  expectedIntervalMs: 10_000,
};

/** A desk over a real control room, with the rooms of procedures and incidents that follow it. */
export class ResponseScenario {
  readonly alarms = new Scenario();
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-incidents-'));
  readonly placements = new Map<string, DevicePlacement>();
  readonly bumps: string[] = [];
  rooms: ResponseRooms;

  constructor() {
    this.rooms = this.#open();
    onTestFinished(async () => {
      await this.rooms.attachments.close();
      this.alarms.close();
      rmSync(this.dataDir, { recursive: true, force: true });
    });
  }

  get db() {
    return this.alarms.db;
  }

  place(deviceId: string, said: Partial<DevicePlacement> = {}): void {
    this.placements.set(deviceId, { ...PLACED, ...said });
  }

  restart(): void {
    this.alarms.restart();
    this.rooms = this.#open();
  }

  /** One reading with these status bits, `minutes` after the start. @returns the alarms' ids */
  raise(device: string, minutes: number, ...bits: StatusBit[]): readonly string[] {
    const reading = scored({ device, at: minutes * MINUTE, bits });
    return this.alarms.feed(reading).map(({ id }) => id);
  }

  /** The cause is gone, and somebody acknowledges and resets whatever waits for it. */
  end(device: string, minutes: number): void {
    this.alarms.feed(...calm(minutes * MINUTE, 3, device));
    const own = () => this.alarms.desk.open().filter(({ deviceId }) => deviceId === device);
    for (const { id } of own()) this.act('acknowledge', id);
    for (const { id } of own()) this.act('reset', id);
  }

  act(name: ActName, alarmId: string): void {
    const { operator, role, desk } = GUARD;
    this.alarms.desk.act(name, { alarmIds: [alarmId], operator, role, desk });
  }

  /** Which alarms are together, by the incident's number. */
  groups(): readonly (readonly string[])[] {
    const rows = this.db
      .prepare<[], { number: number; alarm: string }>(
        `SELECT number, alarm_id AS alarm FROM incident JOIN incident_alarm ON incident_id = incident.id
         ORDER BY number, alarm_id`,
      )
      .all();
    return [...Map.groupBy(rows, ({ number }) => number).values()].map((group) =>
      group.map(({ alarm }) => alarm),
    );
  }

  /** The incident that an alarm is in. */
  of(alarmId: string): IncidentDetail {
    const id = this.rooms.subject({ alarmId })?.incident?.id;
    const detail = id === undefined ? undefined : this.rooms.reads.detail(id, 1000);
    if (!detail) throw new Error(`${alarmId} is in no incident`);
    return detail;
  }

  /** Ticks every mandatory step of the incident. */
  tickAll(incidentId: string, by = GUARD): void {
    const steps = this.rooms.reads.detail(incidentId, 1)?.sheet.steps ?? [];
    for (const { id, mandatory } of steps) {
      const subject = this.rooms.subject({ incidentId });
      if (mandatory && subject)
        this.rooms.sheets.change('tick', subject, { stepId: id, note: null }, by);
    }
  }

  audited(): readonly string[] {
    return this.db
      .prepare<[], string>('SELECT action FROM audit ORDER BY seq')
      .pluck()
      .all()
      .filter((action) => /^(procedure|incident)\./.test(action));
  }

  #open(): ResponseRooms {
    const { db, desk } = this.alarms;
    const now = () => this.alarms.now;
    return openIncidents({
      dataDir: this.dataDir,
      storage: {
        controlRoom: db,
        settings: new Settings(db),
        audit: new AuditChain({ db, now }),
        registry: new DeviceRegistry(db),
      },
      site: {
        id: 'hq',
        name: { ko: '본관', en: 'HQ' },
        timeZone: 'Asia/Seoul',
        powerUnit: 'kW',
        powerFactorUnit: 'ratio',
        simulated: false,
      },
      alarms: desk,
      placementOf: (id) => this.placements.get(id) ?? null,
      revisions: { bump: (topic) => this.bumps.push(topic) },
      now,
    });
  }
}
