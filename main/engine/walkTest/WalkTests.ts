import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { causesIn, type KindSet, kindBit, kindsOf } from '#shared/alarms/conditions.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type {
  WalkTestBegin,
  WalkTestDevice,
  WalkTestEnd,
  WalkTestLamp,
  WalkTestMode,
  WalkTestView,
} from '#shared/contract/walkTestViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { WalkTestHit } from '#shared/walkTest/coverage.ts';
import {
  isWalkTestItem,
  REQUIRED_ITEMS,
  type RequiredItem,
  type WalkTestItem,
} from '#shared/walkTest/items.ts';
import type { Caller } from '../access/Caller.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { AlarmFollower } from '../alarms/AlarmFollower.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { ScoredReading } from '../scoredReading.ts';
import { type InjectParts, injectMessage } from './injectMessage.ts';
import { RunningTest } from './RunningTest.ts';
import { WalkTestLedger } from './WalkTestLedger.ts';
import type { Finding, WalkTestStore } from './WalkTestStore.ts';

const TESTED_KINDS: KindSet = REQUIRED_ITEMS.reduce((set, item) => set | kindBit(item), 0);

type Person = Pick<Caller, 'operator' | 'role' | 'desk'>;

export interface WalkTestParts {
  readonly db: Database.Database;
  readonly store: WalkTestStore;
  readonly alarms: Pick<AlarmDesk, 'open' | 'openOf'>;
  readonly audit: Pick<AuditChain, 'append'>;
  /** Those of the devices that are known, as they are named and placed now. */
  readonly devicesOf: (deviceIds: readonly string[]) => readonly WalkTestDevice[];
  /** Whether the device's newest reading says danger. */
  readonly isInDanger: (deviceId: string) => boolean;
  readonly inject: InjectParts;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  /** Told after each change: what to show anew. */
  readonly changed: () => void;
}

/**
 * The walk test that runs, if one does: which devices it covers, what arrived of them, and its end.
 *
 * While a test lasts the alarms of its devices are hits. Whatever is doubtful ends it: in memory first, so that no
 * alarm waits for a disk, and on disk as soon as that takes it. Silence of a device is never hidden by a test.
 */
export class WalkTests implements AlarmFollower {
  readonly #parts: WalkTestParts;
  readonly #ledger: WalkTestLedger;
  #running: RunningTest | null = null;

  constructor(parts: WalkTestParts) {
    this.#parts = parts;
    this.#ledger = new WalkTestLedger(parts);
    const known = parts.store.running();
    if (!known) return;
    const running = new RunningTest(known.test, known.activeAt, parts);
    this.#running = running;
    // Raised before a restart that left no time to end the test for it.
    const real = parts.alarms
      .open()
      .find((alarm) => alarm.raisedAt >= running.begunAt && this.#isRealElsewhere(alarm));
    if (real) this.#finish('realAlarm', null, real.id);
    else this.tick();
  }

  /** Whether the device's alarms are hits now. Called for every reading. */
  covers(deviceId: string): boolean {
    return this.#running?.devices.has(deviceId) ?? false;
  }

  /** Takes a recorded reading of any device: what begins with it is a hit. */
  observe({ reading, assessment }: ScoredReading): void {
    const { deviceId } = reading;
    const running = this.#running;
    if (!running?.devices.has(deviceId)) return;
    const causes = causesIn(reading, assessment) & TESTED_KINDS;
    const before = running.present.get(deviceId) ?? 0;
    if (causes === before) return;
    running.present.set(deviceId, causes);
    for (const item of kindsOf(causes & ~before))
      if (isWalkTestItem(item)) this.#foundByDevice(running, deviceId, item);
    this.#write();
  }

  /** A real alarm elsewhere ends the test at once; a device that falls silent is seen. */
  applied(changes: readonly AlarmChange[]): void {
    const running = this.#running;
    if (!running) return;
    const newest = new Map(changes.map(({ alarm }) => [alarm.id, alarm]));
    for (const { alarm, event } of changes) {
      if (event.type !== 'raise' && event.type !== 'worsen') continue;
      if (this.#isRealElsewhere(newest.get(alarm.id) ?? alarm)) {
        this.#finish('realAlarm', null, alarm.id);
        return;
      }
      if (alarm.kind === 'deviceSilent' && running.devices.has(alarm.deviceId))
        this.#foundByDevice(running, alarm.deviceId, 'deviceSilent');
    }
    this.#write();
  }

  /** @throws what the disk says; then no test was begun. */
  begin(
    request: {
      readonly deviceIds: readonly string[];
      readonly mode: WalkTestMode;
      readonly note: string;
      readonly forMs: number;
    },
    person: Person,
  ): WalkTestBegin {
    const { db, store, alarms, audit, devicesOf, log } = this.#parts;
    if (this.#running || this.#ledger.owesEnd)
      return { done: false, refusal: 'alreadyRunning', deviceIds: [] };
    const ids = [...new Set(request.deviceIds)];
    const list = devicesOf(ids);
    const known = new Set(list.map(({ id }) => id));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) return { done: false, refusal: 'unknownDevice', deviceIds: unknown };
    const burning = ids.filter((id) =>
      alarms.openOf(id).some(({ alarmClass }) => alarmClass === 'fire'),
    );
    if (burning.length > 0) return { done: false, refusal: 'fireStanding', deviceIds: burning };
    const { mode, note, forMs } = request;
    const at = this.#parts.now();
    const id = randomUUID();
    const limitAt = at + forMs;
    const { operator, desk } = person;
    db.transaction(() => {
      store.begin({ id, mode, note, by: operator, desk, begunAt: at, limitAt, list });
      audit.append({
        by: person,
        action: 'walkTest.begin',
        subject: id,
        detail: { mode, note, until: limitAt, devices: ids },
      });
    }).immediate();
    const test = this.#need(id);
    this.#running = new RunningTest(test, at, this.#parts);
    log.info({ id, devices: ids.length, by: operator }, 'a walk test began');
    this.#parts.changed();
    return { done: true, test };
  }

  /** @returns undefined when no test runs. */
  end(person: Person): WalkTestView | undefined {
    const id = this.#running?.id;
    if (id === undefined) return undefined;
    this.#finish('person', person, null);
    return this.#parts.store.get(id);
  }

  /** "Still walking." @returns false when no test runs. @throws what the disk says. */
  keepOn(): boolean {
    const running = this.#running;
    if (!running) return false;
    const at = this.#parts.now();
    this.#parts.store.keptOn(running.id, at);
    running.wasActive(at);
    this.#parts.changed();
    return true;
  }

  /** @returns undefined outside of a test, or for a device that isn't under test. @throws what the disk says. */
  inject(deviceId: string, item: RequiredItem, person: Person): WalkTestHit | undefined {
    const running = this.#running;
    if (!running?.devices.has(deviceId)) return undefined;
    const { db, store, audit, inject } = this.#parts;
    const at = this.#parts.now();
    const fault = injectMessage(deviceId, item, at, inject);
    const { operator: by, desk } = person;
    const passed = fault === null;
    const finding: Finding = { deviceId, item, origin: 'desk', passed, at, by, desk, fault };
    db.transaction(() => {
      store.found(running.id, finding);
      audit.append({
        by: person,
        action: 'walkTest.inject',
        subject: running.id,
        detail: { deviceId, item, fault },
      });
    }).immediate();
    running.found(finding);
    this.#parts.changed();
    return this.#need(running.id).hits.find(
      (hit) => hit.deviceId === deviceId && hit.item === item && hit.origin === 'desk',
    );
  }

  /** Call about once a second: ends what is over by its time, and writes what the disk refused. */
  tick(): void {
    this.#write();
    const due = this.#running?.due() ?? null;
    if (due !== null) this.#finish(due, null, null);
  }

  current(): WalkTestView | null {
    return this.#running ? this.#need(this.#running.id) : null;
  }

  lamp(): WalkTestLamp | null {
    const running = this.#running;
    if (!running) return null;
    let dangers = 0;
    for (const deviceId of running.devices) if (this.#parts.isInDanger(deviceId)) dangers++;
    return running.lamp(dangers);
  }

  #isRealElsewhere({ alarmClass, deviceId, state }: AlarmRecord): boolean {
    return alarmClass === 'fire' && !this.covers(deviceId) && waitsForAcknowledgement(state);
  }

  #foundByDevice(running: RunningTest, deviceId: string, item: WalkTestItem): void {
    const at = this.#parts.now();
    const origin = 'device';
    const finding: Finding = {
      deviceId,
      item,
      origin,
      passed: true,
      at,
      by: null,
      desk: null,
      fault: null,
    };
    running.found(finding);
    this.#ledger.found(running.id, finding);
  }

  #finish(reason: WalkTestEnd, by: Person | null, detail: string | null): void {
    const running = this.#running;
    if (!running) return;
    // Memory first: from here on every reading raises what it gives cause for.
    this.#running = null;
    this.#ledger.ended({ id: running.id, at: this.#parts.now(), by, reason, detail });
    this.#parts.log.info({ id: running.id, reason, detail }, 'the walk test ended');
    if (!this.#write()) this.#parts.changed();
  }

  #write(): boolean {
    const written = this.#ledger.write();
    if (written) this.#parts.changed();
    return written;
  }

  #need(id: string): WalkTestView {
    const view = this.#parts.store.get(id);
    if (!view) throw new Error(`walk test ${id} is not in the control-room database`);
    return view;
  }
}
