import { randomUUID } from 'node:crypto';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { type AlarmChange, putAside, takeBack } from '#shared/alarms/lifecycle.ts';
import {
  decisive,
  isHiddenDanger,
  type Point,
  refusalOf,
  SET_ASIDE_LIMITS,
  type SetAside,
  type SetAsideRefusal,
  type SetAsideType,
} from '#shared/alarms/setAside.ts';
import type { SetAsideCounts } from '#shared/contract/setAsideViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { AlarmDesk } from './AlarmDesk.ts';
import type { SetAsides } from './SetAsides.ts';

type Person = Pick<Caller, 'operator' | 'role' | 'desk'>;

export interface SetAsideRequest {
  readonly type: SetAsideType;
  readonly point: Point;
  readonly reason: string;
  readonly forMs: number;
  /** A supervisor's word that it is to last longer than a day. */
  readonly longer: boolean;
}

/** Takes points out of annunciation and brings them back: by a person's word, or because the time is over. */
export class SetAsideDesk {
  readonly #alarms: AlarmDesk;
  readonly #setAsides: SetAsides;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #now: () => EpochMs;
  readonly #log: Logger;
  readonly #changed: (alarms: readonly AlarmRecord[], deviceId: string) => void;

  constructor(parts: {
    readonly alarms: AlarmDesk;
    readonly setAsides: SetAsides;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly now: () => EpochMs;
    readonly log: Logger;
    /** Told after each commit: what to show anew. */
    readonly changed: (alarms: readonly AlarmRecord[], deviceId: string) => void;
  }) {
    this.#alarms = parts.alarms;
    this.#setAsides = parts.setAsides;
    this.#audit = parts.audit;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#changed = parts.changed;
  }

  /** @throws what the disk says; then nothing was set aside. */
  begin(request: SetAsideRequest, person: Person): SetAside | SetAsideRefusal {
    const { type, point, reason, forMs } = request;
    const { deviceId, kind } = point;
    const open = this.#alarms.openOf(deviceId);
    const refusal = refusalOf(request, open, this.#setAsides.ofDevice(deviceId));
    if (refusal) return refusal;
    const at = this.#now();
    const setAside: SetAside = {
      id: randomUUID(),
      type,
      deviceId,
      kind,
      reason,
      by: person.operator,
      desk: person.desk,
      since: at,
      until: at + forMs,
      endedAt: null,
      endedBy: null,
    };
    const actor = { operator: person.operator, desk: person.desk, note: reason };
    const changes = open
      .filter((alarm) => kind === null || alarm.kind === kind)
      .flatMap((alarm) => putAside(alarm, type, actor, at) ?? []);
    const alarms = this.#alarms.commit(changes, () => {
      this.#setAsides.writeBegin(setAside);
      this.#audit.append({
        by: person,
        action: 'setAside.begin',
        subject: setAside.id,
        detail: { type, deviceId, kind, reason, until: setAside.until },
      });
    });
    this.#setAsides.took(setAside);
    this.#log.info({ setAside }, 'a point was set aside');
    this.#changed(alarms, deviceId);
    return setAside;
  }

  /** Brings a point back before its time. @throws what the disk says; then nothing was changed. */
  end(id: string, person: Person): SetAside | 'notFound' {
    const known = this.#setAsides.get(id);
    return known ? this.#end(known, person) : 'notFound';
  }

  /** Call about once a second. What the disk refuses is tried again the next time. */
  tick(): void {
    for (const due of this.#setAsides.due()) {
      try {
        this.#end(due, null);
      } catch (error) {
        this.#log.error({ err: error, id: due.id }, 'a point could not be brought back yet');
      }
    }
  }

  counts(): SetAsideCounts {
    const active = this.#setAsides.active();
    const soon = this.#now() + SET_ASIDE_LIMITS.warningMs;
    const count = (type: SetAsideType) => active.filter((one) => one.type === type).length;
    return {
      shelved: count('shelved'),
      disabled: count('disabled'),
      outOfService: count('outOfService'),
      endingSoon: active.filter(({ until }) => until <= soon).length,
      // Only what is set aside can hide a danger: while nothing is, every alarm needn't be looked at.
      dangers: active.length === 0 ? 0 : this.#alarms.open().filter(isHiddenDanger).length,
    };
  }

  #end(setAside: SetAside, person: Person | null): SetAside {
    const at = this.#now();
    const { id, deviceId, type, kind } = setAside;
    const actor = person && { operator: person.operator, desk: person.desk, note: null };
    const others = this.#setAsides.ofDevice(deviceId).filter((one) => one.id !== id);
    const changes: AlarmChange[] = [];
    for (const alarm of this.#alarms.openOf(deviceId)) {
      if (kind !== null && alarm.kind !== kind) continue;
      const back = takeBack(alarm, type, actor, at);
      // Not in this state: another one, stronger, holds it, and goes on holding it.
      if (!back) continue;
      changes.push(back);
      const still = decisive(others, deviceId, alarm.kind);
      const again =
        still && back.alarm.endedAt === null && putAside(back.alarm, still.type, null, at);
      if (again) changes.push(again);
    }
    const alarms = this.#alarms.commit(changes, () => {
      this.#setAsides.writeEnd(id, at, person?.operator ?? null);
      this.#audit.append({
        by: person,
        action: 'setAside.end',
        subject: id,
        detail: { type, deviceId, kind, bySelf: person === null },
      });
    });
    this.#setAsides.dropped(id);
    this.#log.info({ id, by: person?.operator ?? null }, 'a point annunciates again');
    this.#changed(alarms, deviceId);
    return { ...setAside, endedAt: at, endedBy: person?.operator ?? null };
  }
}
