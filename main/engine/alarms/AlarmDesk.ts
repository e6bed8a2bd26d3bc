import type Database from 'better-sqlite3';
import {
  ALARM_CLASSES,
  type AlarmClass,
  type AlarmEvidence,
  type AlarmRecord,
  type AlarmRemarkType,
  isDeskKind,
} from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { compareAlarms } from '#shared/alarms/order.ts';
import { sounding } from '#shared/alarms/sounding.ts';
import type { ActResult, AlarmDetail } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AnalysisNotice } from '../analysis/AnalysisNotice.ts';
import type { AuditChain, AuditEntry } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { ScoredReading } from '../scoredReading.ts';
import { AlarmDraft, type DraftParts } from './AlarmDraft.ts';
import type { AlarmFollower } from './AlarmFollower.ts';
import type { AlarmPlan } from './AlarmPlan.ts';
import { type AlarmHistoryQuery, AlarmStore } from './AlarmStore.ts';
import { ACTS, ActInterrupted, type ActName, type ActRequest, refusalOf } from './acts.ts';
import { CountStore, countedIn } from './CountStore.ts';
import type { DeskNotice } from './DeskNotice.ts';
import { changesNothing, DeviceAlarms } from './DeviceAlarms.ts';
import type { FirstOut } from './FirstOut.ts';
import type { SetAsides } from './SetAsides.ts';
import { Watermarks } from './Watermarks.ts';

/**
 * The lifecycle of every alarm: raised and cleared by readings, acknowledged, silenced and reset by operators.
 *
 * What readings do is planned, written by the caller in the transaction of what caused it, and taken over after the
 * commit. Memory never knows more than the disk, so a crash, a full disk or a second delivery changes nothing.
 */
export class AlarmDesk {
  readonly #db: Database.Database;
  readonly #now: () => EpochMs;
  readonly #log: Logger;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #draftParts: Omit<DraftParts, 'store'>;
  readonly #underTest: (deviceId: string) => boolean;
  readonly #store: AlarmStore;
  readonly #counts: CountStore;
  readonly #followers: AlarmFollower[] = [];
  readonly #watermarks = new Watermarks();
  /** Only devices with open alarms, so that a calm reading of any other costs one look-up. */
  readonly #devices = new Map<string, DeviceAlarms>();
  readonly #byId = new Map<string, AlarmRecord>();
  /** Counts the changes of memory, so that a plan made before one is recognised. */
  #revision = 0;
  /** A plan that was written and not taken over: whether its transaction committed, only the disk knows. */
  #unsettled = false;

  constructor(parts: {
    readonly db: Database.Database;
    readonly siteId: string;
    /** Wall clock, UTC milliseconds. */
    readonly now: () => EpochMs;
    readonly log: Logger;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly setAsides: Pick<SetAsides, 'typeFor'>;
    /** Which alarm of a burst came first. It follows the desk like any room; without it nobody is marked. */
    readonly firstOut?: FirstOut;
    readonly thresholds: Thresholds;
    /** All that is to be frozen of a reading that raises an alarm of the fire class. */
    readonly evidenceOf: (scored: ScoredReading) => AlarmEvidence;
    /** Whether a walk test takes what the device's readings give cause for. */
    readonly underTest?: (deviceId: string) => boolean;
  }) {
    this.#db = parts.db;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#audit = parts.audit;
    this.#draftParts = parts;
    this.#underTest = parts.underTest ?? (() => false);
    this.#store = new AlarmStore(parts.db);
    this.#counts = new CountStore(parts.db);
    for (const { deviceId, measuredAt } of this.#store.newestReadings())
      this.#watermarks.set(deviceId, measuredAt);
    this.#load();
  }

  /** Begins to tell a room what happens. In the order in which they were added. */
  follow(follower: AlarmFollower): void {
    this.#followers.push(follower);
  }

  /**
   * Works out what the readings change, in their order, without changing anything. Plan, `persist` inside the
   * transaction, `apply` after its commit; if the commit fails, plan the same readings again.
   *
   * A plan that has nothing to write takes effect at once: no commit can undo it, and taking it twice is harmless.
   */
  plan(batch: readonly ScoredReading[]): AlarmPlan {
    this.#settle();
    let draft: AlarmDraft | undefined;
    for (let i = 0; i < batch.length; i++) {
      const scored = batch[i]!;
      const { deviceId } = scored.reading;
      if (this.#underTest(deviceId)) continue;
      let device = draft?.devices.get(deviceId);
      if (!device) {
        const standing = this.#devices.get(deviceId);
        if (changesNothing(standing, scored)) continue;
        const newestAt = this.#watermarks.within(batch, i, deviceId);
        device = (standing ?? new DeviceAlarms(deviceId)).copy(newestAt);
      }
      draft ??= this.#draft();
      draft.devices.set(deviceId, device);
      draft.judge(device, scored);
    }
    const plan = this.#planOf(draft ?? this.#draft(), batch);
    if (plan.isEmpty) this.#take(plan);
    return plan;
  }

  /** The same for devices that went silent or were heard again, at `at` on the desk's clock. */
  planSilence(
    change: { readonly silent: readonly string[]; readonly heardAgain: readonly string[] },
    at: EpochMs,
  ): AlarmPlan {
    this.#settle();
    const draft = this.#draft();
    for (const id of change.silent) draft.noticed(this.#drafted(draft, id), 'deviceSilent', at);
    for (const id of change.heardAgain) draft.gone(this.#drafted(draft, id), 'deviceSilent', at);
    return this.#planOf(draft, []);
  }

  /** The same for what the desk noticed of itself, in the order in which it was noticed. */
  planNotices(notices: readonly DeskNotice[]): AlarmPlan {
    this.#settle();
    const draft = this.#draft();
    for (const { kind, subject, detail, at, momentary } of notices) {
      const desk = this.#drafted(draft, subject);
      if (detail !== null) draft.noticed(desk, kind, at, detail);
      if (detail === null || momentary) draft.gone(desk, kind, at);
    }
    return this.#planOf(draft, []);
  }

  /** The same for what the analysis found, in its order. */
  planAnalysis(notices: readonly AnalysisNotice[]): AlarmPlan {
    this.#settle();
    const draft = this.#draft();
    for (const notice of notices) draft.found(this.#drafted(draft, notice.deviceId), notice);
    return this.#planOf(draft, []);
  }

  /** What the desk noticed of itself, as far as it is not known to be gone. */
  standingNotices(): readonly Pick<DeskNotice, 'kind' | 'subject' | 'at'>[] {
    return this.open().flatMap(({ kind, deviceId, conditionActive, onsetAt }) =>
      conditionActive && isDeskKind(kind) ? [{ kind, subject: deviceId, at: onsetAt }] : [],
    );
  }

  /** Writes states, events, evidence and counts. @throws when there is no transaction, or memory has moved on since. */
  persist(plan: AlarmPlan): void {
    if (plan.isEmpty) return;
    if (!this.#db.inTransaction)
      throw new Error('alarms are written in the transaction of their cause');
    this.#mustBeCurrent(plan);
    this.#unsettled = true;
    this.#write(plan.changes);
    this.#counts.write(plan.counted);
  }

  /** Takes the plan over after its commit. @returns the alarms that changed, as they now are. */
  apply(plan: AlarmPlan): readonly AlarmRecord[] {
    if (plan.isEmpty) return [];
    this.#mustBeCurrent(plan);
    this.#unsettled = false;
    this.#take(plan);
    this.#applied(plan.changes);
    return newestOf(plan.changes);
  }

  /**
   * One act on one or several alarms, each for itself: state, event and audit entry in one transaction, memory after
   * its commit.
   *
   * @throws ActInterrupted when the disk refuses; the alarms before it are done and stay done.
   */
  act(name: ActName, request: ActRequest): readonly ActResult[] {
    this.#settle();
    const { alarmIds, operator, role, desk, note = null } = request;
    const actor = { operator, desk, note };
    const ids = [...new Set(alarmIds)];
    const results: ActResult[] = [];
    for (const alarmId of ids) {
      const alarm = this.#byId.get(alarmId);
      const outcome = !alarm
        ? 'notFound'
        : (refusalOf(name, alarm, request) ??
          ACTS[name](alarm, actor, this.#now(), ids.length > 1));
      if (typeof outcome === 'string') {
        results.push({ alarmId, done: false, refusal: outcome });
        continue;
      }
      const entry: AuditEntry = {
        by: { operator, role, desk },
        action: `alarm.${name}`,
        subject: alarmId,
        detail: note === null ? {} : { note },
      };
      try {
        this.commit([outcome], () => this.#audit.append(entry));
      } catch (error) {
        throw new ActInterrupted(name, results, { cause: error });
      }
      this.#log.info({ act: name, alarmId, operator, desk }, 'operator acted on an alarm');
      results.push({ alarmId, done: true, alarm: outcome.alarm });
    }
    return results;
  }

  /**
   * Makes changes that another room worked out on the alarms as they are now: in one transaction with what else that
   * room writes, then in memory.
   *
   * @returns the alarms that changed, as they now are.
   * @throws what the disk says; then nothing was changed.
   */
  commit(changes: readonly AlarmChange[], also: () => void): readonly AlarmRecord[] {
    this.#db
      .transaction(() => {
        this.#write(changes);
        also();
      })
      .immediate();
    this.#revision++;
    for (const { alarm } of changes) this.#remember(alarm);
    this.#applied(changes);
    return newestOf(changes);
  }

  /**
   * Adds a line to an alarm's history that changes nothing: a step of the escalation table.
   *
   * @param by null for what the desk did itself
   * @throws when there is no transaction, or no such alarm is open.
   */
  recordRemark(
    alarmId: string,
    type: AlarmRemarkType,
    text: string,
    at: EpochMs,
    by: { readonly operator: string; readonly desk: string } | null = null,
  ): void {
    if (!this.#db.inTransaction)
      throw new Error('alarms are written in the transaction of their cause');
    const alarm = this.#byId.get(alarmId);
    if (!alarm) throw new Error(`alarm ${alarmId} is not open`);
    const { state } = alarm;
    this.#store.addEvent({
      alarmId,
      at,
      type,
      fromState: state,
      toState: state,
      operator: by?.operator ?? null,
      desk: by?.desk ?? null,
      note: text,
    });
  }

  /** Every occurrence that is not over, most urgent first. */
  open(): readonly AlarmRecord[] {
    this.#settle();
    return [...this.#byId.values()].sort(compareAlarms);
  }

  /** The open alarms of one device, in no order. */
  openOf(deviceId: string): readonly AlarmRecord[] {
    this.#settle();
    return this.#devices.get(deviceId)?.all() ?? [];
  }

  /** Undefined when there is no open alarm of that id. */
  openById(alarmId: string): AlarmRecord | undefined {
    this.#settle();
    return this.#byId.get(alarmId);
  }

  /** How many alarms of each class make a sound now. */
  soundingCount(): Readonly<Record<AlarmClass, number>> {
    const count = Object.fromEntries(ALARM_CLASSES.map((name) => [name, 0])) as Record<
      AlarmClass,
      number
    >;
    for (const alarm of this.#byId.values()) if (sounding(alarm)) count[alarm.alarmClass]++;
    return count;
  }

  get(alarmId: string): AlarmDetail | undefined {
    return this.#store.detail(alarmId);
  }

  /** Open and ended occurrences, newest onset first. */
  history(query: AlarmHistoryQuery): readonly AlarmRecord[] {
    return this.#store.history(query);
  }

  forDevice(deviceId: string, limit: number): readonly AlarmRecord[] {
    return this.#store.history({ deviceId, limit });
  }

  #write(changes: readonly AlarmChange[]): void {
    if (changes.length === 0) return;
    this.#store.write(changes);
    for (const follower of this.#followers) follower.persist?.(changes);
  }

  #applied(changes: readonly AlarmChange[]): void {
    if (changes.length === 0) return;
    for (const follower of this.#followers) {
      try {
        follower.applied?.(changes);
      } catch (error) {
        // What is on disk stands: one room that stumbles must not keep the others from hearing of it.
        this.#log.error({ err: error }, 'a change of alarms could not be followed');
      }
    }
  }

  #drafted(draft: AlarmDraft, deviceId: string): DeviceAlarms {
    const known = draft.devices.get(deviceId) ?? this.#devices.get(deviceId);
    const device = (known ?? new DeviceAlarms(deviceId)).copy(this.#watermarks.of(deviceId));
    draft.devices.set(deviceId, device);
    return device;
  }

  #draft(): AlarmDraft {
    const firstOut = this.#draftParts.firstOut?.draft();
    const parts = { ...this.#draftParts, store: this.#store, ...(firstOut && { firstOut }) };
    return new AlarmDraft(parts, this.#now());
  }

  #planOf({ changes, devices }: AlarmDraft, batch: readonly ScoredReading[]): AlarmPlan {
    const counted = countedIn(devices, this.#devices);
    const isEmpty = changes.length === 0 && counted.length === 0;
    return { isEmpty, changes, devices, counted, batch, revision: this.#revision };
  }

  #mustBeCurrent(plan: AlarmPlan): void {
    if (plan.revision !== this.#revision) throw new Error('alarms changed since this was planned');
  }

  #take({ batch, devices, changes }: AlarmPlan): void {
    for (const { reading } of batch) this.#watermarks.seen(reading);
    if (devices.size === 0) return;
    this.#revision++;
    for (const [deviceId, device] of devices) {
      if (device.isEmpty) this.#devices.delete(deviceId);
      else this.#devices.set(deviceId, device);
    }
    for (const { alarm } of changes) {
      if (alarm.endedAt === null) this.#byId.set(alarm.id, alarm);
      else this.#byId.delete(alarm.id);
    }
  }

  #remember(alarm: AlarmRecord): void {
    // A line to the history of what is over must not end what has begun since.
    if (alarm.endedAt !== null && !this.#byId.has(alarm.id)) return;
    const device = this.#devices.get(alarm.deviceId) ?? new DeviceAlarms(alarm.deviceId);
    // An operator's act is no reading: it must not begin the off-delay afresh.
    device.put(alarm, device.get(alarm.kind)?.calm);
    if (device.isEmpty) this.#devices.delete(alarm.deviceId);
    else this.#devices.set(alarm.deviceId, device);
    if (alarm.endedAt === null) this.#byId.set(alarm.id, alarm);
    else this.#byId.delete(alarm.id);
  }

  /** After a write whose outcome was never told, the disk decides what stands. */
  #settle(): void {
    if (!this.#unsettled || this.#db.inTransaction) return;
    try {
      this.#load();
      this.#unsettled = false;
    } catch (error) {
      // What memory knows is the best there is: a list that can't be read again must not become an empty one.
      this.#log.error({ err: error }, 'the open alarms could not be read');
    }
  }

  #load(): void {
    const open = this.#store.open();
    const counted = this.#counts.all();
    this.#revision++;
    this.#devices.clear();
    this.#byId.clear();
    for (const alarm of open) this.#remember(alarm);
    for (const { deviceId, newestAt, counts } of counted) {
      const device = this.#devices.get(deviceId) ?? new DeviceAlarms(deviceId);
      device.takeCounts(counts);
      if (!device.isEmpty) this.#devices.set(deviceId, device);
      if (newestAt !== null) this.#watermarks.restore(deviceId, newestAt);
    }
  }
}

/** Each alarm as the last of its changes leaves it. */
function newestOf(changes: readonly AlarmChange[]): readonly AlarmRecord[] {
  return [...new Map(changes.map(({ alarm }) => [alarm.id, alarm])).values()];
}
