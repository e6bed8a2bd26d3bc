import Database from 'better-sqlite3';
import { ALARM_CLASSES, ALARM_PRIORITIES, type AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { isAside } from '#shared/alarms/setAside.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import { type Advance, advance, needsLook } from '#shared/escalation/advance.ts';
import { periodAt } from '#shared/escalation/dayHours.ts';
import { areTogether, countsAsSecond, type DelayEnd } from '#shared/escalation/delays.ts';
import type { Ladder } from '#shared/escalation/ladder.ts';
import { type Circumstances, ladderAfter, ladderFor } from '#shared/escalation/ladderAfter.ts';
import type { EscalationPolicy } from '#shared/escalation/policy.ts';
import { type EscalationRemark, writeRemark } from '#shared/escalation/remark.ts';
import type { NotificationSink } from '#shared/notifications/request.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { AlarmFollower } from '../alarms/AlarmFollower.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { AttendedMode } from './AttendedMode.ts';
import type { Ladders } from './Ladders.ts';
import { outsideRequest } from './outsideRequest.ts';
import type { SteadyClock } from './SteadyClock.ts';

/** Alarms that one transaction escalates: some ten milliseconds, so that readings don't wait behind a flood. */
const AT_ONCE = 100;
/** An alarm whose step fails for a reason of its own is tried again this much later, and holds up no other. */
const RETRY_MS = 5_000;
/** The wall clock was set, and not merely kept right. */
const CLOCK_SET_MS = 1_000;

export interface EscalationParts {
  readonly db: Database.Database;
  readonly ladders: Ladders;
  readonly mode: Pick<AttendedMode, 'isOn' | 'tick' | 'restate'>;
  readonly policy: () => EscalationPolicy;
  readonly alarms: Pick<AlarmDesk, 'open' | 'openById' | 'recordRemark'>;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly notifications: NotificationSink;
  readonly placementOf: (deviceId: string) => DevicePlacement | null;
  readonly thresholds: Pick<Thresholds, 'analytics'>;
  readonly timeZone: () => string;
  readonly clock: SteadyClock;
  /** Wall clock, UTC milliseconds. */
  readonly now: () => EpochMs;
  readonly log: Logger;
  /** Told when a ladder changed. */
  readonly changed: () => void;
  /** Told when only the alarms did that have one. */
  readonly alarmsChanged: () => void;
  /** Runs something soon, and not now. */
  readonly later: (run: () => void) => void;
}

/**
 * Brings in more people while nobody acknowledges: which, and when, stands in the alarm's ladder, written in the
 * transaction of the alarm itself. The steps are taken a second's fraction later, each in one transaction with its line
 * in the alarm's history, its audit entry and its place in the outbox: a crash in between repeats none and loses none,
 * and no reading waits for them.
 */
export class EscalationDesk implements AlarmFollower {
  readonly #parts: EscalationParts;
  /** Open fire alarms that count against a delay, whatever their ladder. */
  readonly #fires = new Map<string, AlarmRecord>();
  readonly #notBefore = new Map<string, number>();
  #soon = false;
  /** What the times on disk were written with. */
  #toWall: number;

  constructor(parts: EscalationParts) {
    this.#parts = parts;
    this.#toWall = parts.clock.toWall();
    this.#load();
  }

  persist(changes: readonly AlarmChange[]): void {
    const { ladders } = this.#parts;
    const after = new Map<string, Ladder | null>();
    const [first] = changes;
    if (first === undefined) return;
    // One batch is one moment of the desk.
    const circumstances = this.circumstances(first.event.at);
    for (const change of changes) {
      const { id } = change.alarm;
      const before = after.has(id) ? (after.get(id) ?? null) : ladders.get(id);
      const next = ladderAfter(before, change, circumstances);
      if (next !== before) after.set(id, next);
    }
    for (const [alarmId, ladder] of after) ladders.write(alarmId, ladder);
  }

  applied(changes: readonly AlarmChange[]): void {
    const { ladders, clock } = this.#parts;
    const now = clock.now();
    let due = false;
    let changed = false;
    for (const { alarm } of changes) {
      if (ladders.take(alarm.id)) changed = true;
      this.#follow(alarm);
      const ladder = ladders.get(alarm.id);
      if (ladder && needsLook(ladder, now)) due = true;
      if (alarm.alarmClass === 'fire') due = true;
    }
    if (changed) this.#parts.changed();
    else this.#parts.alarmsChanged();
    if (due) this.#tickSoon();
  }

  /** Takes what is due. Call it once a second; a failure is tried again at the next. */
  tick(): void {
    const { mode, ladders, changed, log } = this.#parts;
    try {
      const modeEnded = mode.tick();
      if (ladders.settle() || modeEnded) changed();
      this.#keepTime();
      this.#advance();
    } catch (error) {
      log.error({ err: error }, 'escalation failed and will be tried again');
    }
  }

  /** What decides about an annunciation at this moment of the wall clock. */
  circumstances(at: EpochMs): Circumstances {
    const { policy, mode, clock, timeZone } = this.#parts;
    const current = policy();
    return {
      policy: current,
      period: periodAt(at, timeZone(), current.dayHours),
      attended: mode.isOn(),
      now: clock.now(),
    };
  }

  /** Times on disk are the wall clock's: when that is set, a restart must not find them all overdue, or far ahead. */
  #keepTime(): void {
    const { db, ladders, mode, clock, changed } = this.#parts;
    const toWall = clock.toWall();
    if (Math.abs(toWall - this.#toWall) < CLOCK_SET_MS) return;
    db.transaction(() => {
      ladders.restate();
      mode.restate();
    }).immediate();
    this.#toWall = toWall;
    changed();
  }

  #tickSoon(): void {
    if (this.#soon) return;
    this.#soon = true;
    this.#parts.later(() => {
      this.#soon = false;
      this.tick();
    });
  }

  #advance(): void {
    const { db, ladders, changed } = this.#parts;
    const due = this.#due();
    if (due.length === 0) return;
    const written: string[] = [];
    db.transaction(() => {
      for (const work of due.slice(0, AT_ONCE)) if (this.#take(work)) written.push(work.alarm.id);
    }).immediate();
    for (const alarmId of written) ladders.take(alarmId);
    changed();
    if (due.length > AT_ONCE) this.#tickSoon();
  }

  /** Most urgent first: after a long stop a fire must not wait behind a thousand troubles. */
  #due(): readonly Work[] {
    const { ladders, alarms, clock, now } = this.#parts;
    const [steady, wall] = [clock.now(), now()];
    const due: Work[] = [];
    for (const [alarmId, ladder] of ladders.all()) {
      if (!needsLook(ladder, steady) || (this.#notBefore.get(alarmId) ?? steady) > steady) continue;
      const alarm = alarms.openById(alarmId);
      if (!alarm) continue;
      const result = advance(ladder, {
        now: steady,
        wall,
        unacknowledged: waitsForAcknowledgement(alarm.state),
        interrupted: ladder.delay === null ? null : this.#interruption(alarm),
      });
      if (result) due.push({ alarm, result, ladder });
    }
    return due.sort((a, b) => urgency(a.alarm) - urgency(b.alarm));
  }

  #interruption(alarm: AlarmRecord): DelayEnd | null {
    const { mode, placementOf, thresholds } = this.#parts;
    if (!mode.isOn()) return 'unattended';
    const place = placementOf(alarm.deviceId);
    if (place === null) return 'placeUnknown';
    for (const { deviceId } of this.#fires.values())
      if (deviceId !== alarm.deviceId && areTogether(place, placementOf(deviceId), thresholds))
        return 'secondDevice';
    return null;
  }

  /** @returns false when this alarm's step failed for a reason of its own. @throws when the disk refuses. */
  #take({ alarm, ladder, result }: Work): boolean {
    const { db, ladders, notifications, clock, log } = this.#parts;
    try {
      db.transaction(() => {
        for (const remark of result.remarks) this.#record(alarm, remark);
        for (const step of result.taken) {
          const request = outsideRequest(alarm, ladder, step);
          if (request) notifications.enqueue(request);
        }
        ladders.write(alarm.id, result.ladder);
      })();
    } catch (error) {
      if (error instanceof Database.SqliteError) throw error;
      log.error({ err: error, alarmId: alarm.id }, 'a step of the escalation failed');
      this.#notBefore.set(alarm.id, clock.now() + RETRY_MS);
      return false;
    }
    this.#notBefore.delete(alarm.id);
    const steps = result.taken.map(({ step }) => step);
    log.info({ alarmId: alarm.id, steps }, 'alarm escalated');
    return true;
  }

  #record(alarm: AlarmRecord, remark: EscalationRemark): void {
    const { alarms, audit, now } = this.#parts;
    alarms.recordRemark(alarm.id, 'escalate', writeRemark(remark), now());
    audit.append({
      by: null,
      action: remark.what === 'step' ? 'escalation.step' : 'escalation.delay',
      subject: alarm.id,
      detail: { ...remark },
    });
  }

  #follow(alarm: AlarmRecord): void {
    if (countsAsSecond(alarm)) this.#fires.set(alarm.id, alarm);
    else this.#fires.delete(alarm.id);
    if (alarm.endedAt !== null) this.#notBefore.delete(alarm.id);
  }

  /** What stands when the program starts: alarms whose ladder is not on disk get one, ladders without alarm go. */
  #load(): void {
    const { db, ladders, alarms, now, log } = this.#parts;
    const open = alarms.open();
    for (const alarm of open) this.#follow(alarm);
    const standing = new Map(open.map((alarm) => [alarm.id, alarm]));
    const missing = open.filter(
      ({ id, state }) => waitsForAcknowledgement(state) && ladders.get(id) === null,
    );
    const stale = [...ladders.all().keys()].filter((id) => {
      const alarm = standing.get(id);
      return alarm === undefined || isAside(alarm.state);
    });
    if (missing.length + stale.length === 0) return;
    try {
      const circumstances = this.circumstances(now());
      db.transaction(() => {
        for (const id of stale) ladders.write(id, null);
        for (const alarm of missing) {
          const annunciated = { at: alarm.raisedAt, by: 'raise', shared: null } as const;
          ladders.write(alarm.id, ladderFor(alarm, annunciated, circumstances));
        }
      }).immediate();
    } catch (error) {
      log.error({ err: error }, 'the escalation of standing alarms could not be begun');
    }
    for (const id of [...stale, ...missing.map((alarm) => alarm.id)]) ladders.take(id);
  }
}

interface Work {
  readonly alarm: AlarmRecord;
  readonly ladder: Ladder;
  readonly result: Advance;
}

function urgency({ alarmClass, priority }: AlarmRecord): number {
  return (
    ALARM_CLASSES.indexOf(alarmClass) * ALARM_PRIORITIES.length + ALARM_PRIORITIES.indexOf(priority)
  );
}
