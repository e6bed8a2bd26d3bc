import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { AlarmStore } from '#engine/alarms/AlarmStore.ts';
import { ActInterrupted, type ActName } from '#engine/alarms/acts.ts';
import { DeskTroubles } from '#engine/alarms/DeskTroubles.ts';
import { createLog } from '#engine/log.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import type { SetAside } from '#shared/alarms/setAside.ts';
import { sounding } from '#shared/alarms/sounding.ts';
import { KIM, LEE, type Scenario, T0 } from '../Scenario.ts';
import { type Asked, keyOf } from './Asides.ts';
import { FireWatch } from './FireWatch.ts';
import { isHiddenFire, type Line, type Occurrence, sounds } from './occurrence.ts';
import type { ReferenceDesk } from './ReferenceDesk.ts';
import type { Told } from './told.ts';

const PEOPLE = { 김철수: KIM, 이영희: LEE } as const;
export type Name = keyof typeof PEOPLE;

const TABLES = [
  ...['alarm_event', 'alarm', 'alarm_count', 'set_aside'],
  ...['audit', 'device_state', 'device'],
] as const;
const REFUSING = ['alarm_event', 'alarm_count', 'set_aside', 'audit'] as const;

/** The real desk on a real file, and how it is held against the reference. */
export class World {
  readonly scenario: Scenario;
  readonly fires = new FireWatch();
  troubles!: DeskTroubles;
  #store!: AlarmStore;
  /** Of each point that is set aside, by its key in the reference. */
  readonly #asideIds = new Map<string, string>();
  readonly #newest = new Map<string, Told>();
  /** What was answered to acts, as `act answer`. */
  readonly answers = new Set<string>();
  /** What was delivered last, as long as it could be delivered again. */
  last: readonly Told[] = [];

  /** @param scenario of which everything is forgotten: a file for each night would take most of the time */
  constructor(scenario: Scenario) {
    this.scenario = scenario;
    for (const table of TABLES) scenario.db.exec(`DELETE FROM ${table}`);
    scenario.now = T0;
    scenario.monotonic = 0;
    scenario.restart();
    this.#begin();
  }

  /** The clocks of the reference are everybody's. */
  follow({ wall, steady }: ReferenceDesk): void {
    this.scenario.now = wall;
    this.scenario.monotonic = steady;
  }

  deliver(batch: readonly Told[]): number {
    return this.scenario.deliver(batch.map(({ scored }) => scored)).length;
  }

  heard(batch: readonly Told[]): void {
    this.last = batch.some(({ datedByDesk }) => datedByDesk) ? [] : batch;
    this.fires.heard(batch);
    for (const told of batch) {
      const before = this.#newest.get(told.device);
      if (!before || this.fires.newestOf(told.device) === told) this.#newest.set(told.device, told);
    }
  }

  /** The watch over silent devices says what it noticed. */
  watched(change: { silent?: string[]; heardAgain?: string[] }): void {
    const { desk, now } = this.scenario;
    const plan = desk.planSilence({ silent: [], heardAgain: [], ...change }, now);
    this.scenario.commit(() => desk.persist(plan));
    desk.apply(plan);
  }

  act(name: ActName, alarmIds: readonly string[], by: Name, note: string | null) {
    return this.scenario.desk.act(name, { ...PEOPLE[by], alarmIds, note });
  }

  beginAside(asked: Asked, by: Name): SetAside | string {
    const { type, device, kind, forMs, longer } = asked;
    const point = { deviceId: device, kind };
    const request = { type, point, reason: 'work', forMs, longer };
    const outcome = this.scenario.setAsideDesk.begin(request, PEOPLE[by]);
    if (typeof outcome !== 'string') this.#asideIds.set(keyOf(asked), outcome.id);
    return outcome;
  }

  endAside(key: string, by: Name): SetAside | 'notFound' {
    const id = this.#asideIds.get(key) ?? 'never';
    return this.scenario.setAsideDesk.end(id, PEOPLE[by]);
  }

  tick(): void {
    this.scenario.setAsideDesk.tick();
    this.troubles.tick();
  }

  restart(): void {
    for (const { scored } of this.#newest.values()) this.scenario.saveState(scored);
    this.scenario.restart();
    this.#begin();
  }

  /** While `act` runs, the disk takes nothing. @returns whether it would have written. */
  failing(act: () => void): boolean {
    const { db } = this.scenario;
    for (const table of REFUSING)
      db.exec(`CREATE TEMP TRIGGER full_${table} BEFORE INSERT ON main.${table}
               BEGIN SELECT raise(ABORT, 'no space left'); END`);
    try {
      act();
      return false;
    } catch (error) {
      const told = error instanceof ActInterrupted ? error.cause : error;
      expect(told).toMatchObject({ message: 'no space left' });
      return true;
    } finally {
      for (const table of REFUSING) db.exec(`DROP TRIGGER full_${table}`);
    }
  }

  compare(reference: ReferenceDesk): void {
    const { desk, setAsides, setAsideDesk } = this.scenario;
    const open = desk.open();
    same(
      open.map((one) => ({
        id: one.id,
        state: one.state,
        priority: one.priority,
        present: one.conditionActive,
        acknowledgedBy: one.acknowledgedBy,
        takenBy: one.takenBy,
        chattering: one.chattering,
        sounds: sounding(one),
      })),
      reference.inOrder().map((one) => ({
        id: one.id,
        state: one.state,
        priority: one.priority,
        present: one.present,
        acknowledgedBy: one.acknowledgedBy,
        takenBy: one.takenBy,
        chattering: one.chattering,
        sounds: sounds(one),
      })),
    );
    // Memory says what the disk says.
    const stored = this.#store.open().map((one) => [one.id, one] as const);
    same(new Map(open.map((one) => [one.id, one])), new Map(stored));
    for (const one of reference.open()) this.compareStory(one);
    same(this.scenario.count('alarm'), reference.all.length);
    same(
      this.scenario.count('alarm_event'),
      total(reference.all, ({ lines }) => lines.length),
    );
    same(this.#auditLength(), reference.audited);
    const loud = { fire: 0, supervisory: 0, trouble: 0 };
    for (const one of reference.open()) if (sounds(one)) loud[KIND_RULES[one.kind].alarmClass]++;
    same(desk.soundingCount(), loud);
    const standing = new Set(setAsides.active().map(({ id }) => id));
    same(
      [...this.#asideIds].flatMap(([key, id]) => (standing.has(id) ? [key] : [])).sort(),
      reference.asides
        .all()
        .map(({ key }) => key)
        .sort(),
    );
    same(setAsideDesk.counts().dangers, reference.open().filter(isHiddenFire).length);
    this.fires.check(this.scenario);
  }

  compareStory({ id, lines }: Occurrence): void {
    const events = this.scenario.desk.get(id)?.events ?? [];
    same(
      events.map(({ type, fromState, toState, at, operator }): Line => {
        return { type, from: fromState, to: toState, at, by: operator };
      }),
      lines,
    );
  }

  #auditLength(): number {
    return this.scenario.db.prepare<[], number>('SELECT count(*) FROM audit').pluck().get() ?? 0;
  }

  #begin(): void {
    const { scenario } = this;
    // A power cut is not what this is about, and a sync for every step would take minutes.
    scenario.db.pragma('synchronous = OFF');
    this.#store = new AlarmStore(scenario.db);
    this.troubles = new DeskTroubles({
      db: scenario.db,
      alarms: scenario.desk,
      now: () => scenario.now,
      monotonicNow: () => scenario.monotonic,
      log: createLog('silent'),
      changed: () => undefined,
    });
  }
}

function total<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((sum, one) => sum + of(one), 0);
}

/** The quick look first: what differs is worth a slow and readable one. */
export function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}
