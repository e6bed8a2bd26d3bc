import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { type ModelOutput, VERDICT_VALID_MS, type Verdict } from '#shared/prediction/verdict.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { levelRank } from '#shared/scoring/level.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmFollower } from '../../alarms/AlarmFollower.ts';
import type { JudgedBatch, PredictionFollower } from '../PredictionFollower.ts';
import type { CaseStore } from './CaseStore.ts';

/** What the model said longer ago than this before an alarm was about something else. */
const LOOK_BACK_MS = 3_600_000;
/** Rules that say so later than this say it of something else. */
const RULES_WITHIN_MS = 24 * 3_600_000;
const LOOK_EVERY_MS = 60_000;

/** The newest of what the model said of a device. */
interface Said {
  readonly modelHash: string;
  readonly at: EpochMs;
  readonly score: number;
  /** First and last minute of the stretch in which it met the operating point that alarms. */
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

export interface CaseDeskParts {
  readonly store: CaseStore;
  /** Which output of the live model carries alarms. */
  readonly carrying: () => ModelOutput;
  /** What rules and device say of it by its newest reading, the model left out; null when it was never heard. */
  readonly rulesLevel: (deviceId: string) => RiskLevel | null;
  readonly now: () => EpochMs;
}

/**
 * Keeps what the model had said of a device whenever a fire alarm of it begins, in the transaction of the alarm: once
 * somebody has found out what the alarm was, that tells whether the model was right. Supervisory alarms are no dangers
 * that it was made to see. A device of which it could say nothing makes no case: being unavailable is counted elsewhere.
 */
export class CaseDesk implements AlarmFollower, PredictionFollower {
  readonly #parts: CaseDeskParts;
  readonly #said = new Map<string, Said>();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: CaseDeskParts) {
    this.#parts = parts;
  }

  judged({ modelHash, deviceIds, verdicts }: JudgedBatch): void {
    const carrying = this.#parts.carrying();
    for (const [i, deviceId] of deviceIds.entries()) {
      const verdict = verdicts[i]!;
      const before = this.#said.get(deviceId);
      const same = before?.modelHash === modelHash ? before : undefined;
      this.#said.set(deviceId, after(same, verdict, modelHash, verdict.scores[carrying]));
    }
  }

  persist(changes: readonly AlarmChange[]): void {
    for (const { alarm, event, begins, evidence } of changes) {
      if (alarm.alarmClass !== 'fire') continue;
      const bySensors = saysSo(alarm, evidence?.assessment ?? null);
      const { at } = event;
      if (bySensors && (begins || event.type === 'worsen'))
        this.#parts.store.rulesSaid(alarm.deviceId, at, at - RULES_WITHIN_MS);
      if (begins) this.#begin(alarm, at, bySensors);
    }
  }

  /** Call it about once a second. Looks once a minute whether the rules have come to say so too. */
  tick(): void {
    const { store, rulesLevel, now } = this.#parts;
    const at = now();
    // Absolute: a clock that was set back must not stop the looking for hours.
    if (Math.abs(at - this.#lookedAt) < LOOK_EVERY_MS) return;
    this.#lookedAt = at;
    for (const deviceId of store.waiting(at - RULES_WITHIN_MS)) {
      const level = rulesLevel(deviceId);
      if (level !== null && isHigh(level)) store.rulesSaid(deviceId, at, at - RULES_WITHIN_MS);
    }
    for (const [deviceId, said] of this.#said)
      if (at - said.at > LOOK_BACK_MS) this.#said.delete(deviceId);
  }

  #begin({ id, deviceId }: AlarmRecord, at: EpochMs, bySensors: boolean): void {
    const said = this.#said.get(deviceId);
    if (!said) return;
    const spoke = said.to !== null && at - said.to <= LOOK_BACK_MS;
    if (!spoke && at - said.at > VERDICT_VALID_MS) return;
    this.#parts.store.add({
      alarmId: id,
      deviceId,
      modelHash: said.modelHash,
      at: Math.round(at),
      score: said.score,
      saidAt: spoke ? said.from : null,
      rulesAt: bySensors ? Math.round(at) : null,
    });
  }
}

function after(
  before: Said | undefined,
  { at, level }: Verdict,
  modelHash: string,
  score: number,
): Said {
  const goesOn = before?.to != null && at - before.to <= LOOK_BACK_MS;
  if (isHigh(level))
    return {
      modelHash,
      at,
      score,
      from: goesOn ? before.from : at,
      to: Math.max(at, before?.to ?? at),
    };
  return goesOn
    ? { modelHash, at, score, from: before.from, to: before.to }
    : { modelHash, at, score, from: null, to: null };
}

/** Whether rules or the device itself gave the alarm, whatever the model said. */
function saysSo(
  { kind }: AlarmRecord,
  assessment: { readonly scoreLevel: RiskLevel; readonly floorLevel: RiskLevel } | null,
): boolean {
  if (kind !== 'risk') return true;
  return assessment !== null && (isHigh(assessment.scoreLevel) || isHigh(assessment.floorLevel));
}

const isHigh = (level: RiskLevel): boolean => levelRank(level) >= levelRank('HIGH');
