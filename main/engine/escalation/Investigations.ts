import type Database from 'better-sqlite3';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { isAside } from '#shared/alarms/setAside.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { AuditAction } from '#shared/audit/actions.ts';
import type {
  EscalationAnswer,
  EscalationDetail,
  EscalationRefusal,
} from '#shared/contract/escalationViews.ts';
import {
  confirmHazard,
  extendDelay,
  type Ladder,
  reportNoHazard,
  seen,
  shiftLadder,
} from '#shared/escalation/ladder.ts';
import { type Circumstances, ladderFor } from '#shared/escalation/ladderAfter.ts';
import type { EscalationPolicy } from '#shared/escalation/policy.ts';
import { type EscalationRemark, writeRemark } from '#shared/escalation/remark.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Ladders } from './Ladders.ts';
import type { SteadyClock } from './SteadyClock.ts';

export interface InvestigationParts {
  readonly db: Database.Database;
  readonly ladders: Ladders;
  readonly alarms: Pick<AlarmDesk, 'openById' | 'recordRemark'>;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly policy: () => EscalationPolicy;
  readonly clock: SteadyClock;
  readonly now: () => EpochMs;
  /** What decides about an annunciation now. */
  readonly circumstances: (at: EpochMs) => Circumstances;
  /** Takes what has become due. */
  readonly advance: () => void;
  readonly changed: () => void;
}

interface Act {
  readonly alarmId: string;
  readonly caller: Caller;
}

type Outcome = { readonly ladder: Ladder; readonly remark: EscalationRemark } | EscalationRefusal;

const MS = 1_000;

/** What the person does who went to look: each named, in the alarm's history and in the audit chain. */
export class Investigations {
  readonly #parts: InvestigationParts;

  constructor(parts: InvestigationParts) {
    this.#parts = parts;
  }

  /** How far the alarm has gone; null when there is nothing to escalate about it. */
  detail(alarmId: string): EscalationDetail | null {
    const { ladders, clock } = this.#parts;
    const known = ladders.get(alarmId);
    if (known === null) return null;
    const { period, steps, delay, confirmed } = shiftLadder(known, clock.toWall());
    return {
      alarmId,
      period,
      steps,
      delay: delay && { phase: delay.phase, until: delay.until, extended: delay.extended },
      confirmed,
    };
  }

  confirm(act: Act, note: string | null): EscalationAnswer {
    return this.#act(act, 'escalation.confirmHazard', (alarm) => this.#confirmed(alarm, note));
  }

  /** "Nothing there" is the end of it; a hazard is told to everybody at once. */
  report(act: Act, result: 'hazard' | 'noHazard', note: string | null): EscalationAnswer {
    return this.#act(act, 'escalation.reportInvestigated', (alarm, ladder) => {
      if (result === 'hazard') return this.#confirmed(alarm, note);
      if (ladder === null || ladder.delay === null) return 'notDelayed';
      if (ladder.delay.phase === 'acknowledge') return 'acknowledgeFirst';
      return { ladder: reportNoHazard(ladder), remark: { what: 'noHazard', note } };
    });
  }

  extend(act: Act): EscalationAnswer {
    return this.#act(act, 'escalation.extend', (_alarm, ladder) => {
      const delay = ladder?.delay;
      if (!ladder || !delay) return 'notDelayed';
      if (delay.phase === 'acknowledge') return 'acknowledgeFirst';
      const { investigateSeconds } = this.#parts.policy().delays;
      const extended = extendDelay(ladder, investigateSeconds * MS);
      if (!extended?.delay) return 'alreadyExtended';
      const seconds = Math.round((extended.delay.until - delay.until) / MS);
      return { ladder: extended, remark: { what: 'delayExtended', seconds } };
    });
  }

  #confirmed(alarm: AlarmRecord, note: string | null): Outcome {
    const { ladders, clock } = this.#parts;
    if (alarm.alarmClass !== 'fire') return 'notFire';
    const known = ladders.get(alarm.id) ?? this.#afresh(alarm);
    if (known === null) return 'notOpen';
    return {
      ladder: confirmHazard(known, clock.now()),
      remark: { what: 'hazardConfirmed', note },
    };
  }

  /** For an alarm whose ladder is no longer known. */
  #afresh(alarm: AlarmRecord): Ladder | null {
    const { circumstances, now, policy } = this.#parts;
    const moment = { ...circumstances(now()), attended: false };
    const annunciated = { at: alarm.raisedAt, by: 'raise', shared: null } as const;
    const ladder = ladderFor(alarm, annunciated, moment);
    if (ladder === null || waitsForAcknowledgement(alarm.state)) return ladder;
    return seen(ladder, moment.now, policy().delays.investigateSeconds * MS);
  }

  #act(
    { alarmId, caller }: Act,
    action: AuditAction,
    change: (alarm: AlarmRecord, ladder: Ladder | null) => Outcome,
  ): EscalationAnswer {
    const { db, ladders, alarms, audit, now, advance, changed } = this.#parts;
    const alarm = alarms.openById(alarmId);
    if (!alarm || isAside(alarm.state)) return { done: false, refusal: 'notOpen' };
    const outcome = change(alarm, ladders.get(alarmId));
    if (typeof outcome === 'string') return { done: false, refusal: outcome };
    const { ladder, remark } = outcome;
    db.transaction(() => {
      alarms.recordRemark(alarmId, 'escalate', writeRemark(remark), now(), caller);
      audit.append({ by: caller, action, subject: alarmId, detail: { ...remark } });
      ladders.write(alarmId, ladder);
    }).immediate();
    ladders.take(alarmId);
    changed();
    advance();
    return { done: true };
  }
}
