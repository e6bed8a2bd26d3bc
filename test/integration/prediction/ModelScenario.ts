import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { CaseDesk } from '#engine/prediction/monitoring/CaseDesk.ts';
import { CaseStore, type Label } from '#engine/prediction/monitoring/CaseStore.ts';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import type { ModelScores, Verdict } from '#shared/prediction/verdict.ts';
import type { Outcome } from '#shared/response/outcome.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import type { StatusBit } from '#shared/telemetry/statusBits.ts';
import { scored, T0 } from '../alarms/Scenario.ts';
import { CHIEF, MINUTE, ResponseScenario } from '../incidents/ResponseScenario.ts';

export { MINUTE, T0 };
export const HASH = 'a'.repeat(64);

export function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-model-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const scoresOf = (probability: number): ModelScores => ({
  probability,
  hazard: probability,
  cnnLstm: probability,
  boostedTrees: probability,
});

/** @param at milliseconds after `T0` */
export function verdict(at: number, level: RiskLevel, probability = 0.01): Verdict {
  return { at: T0 + at, scores: scoresOf(probability), level, point: null };
}

export const noWindows = (count: number) => new Float32Array(count * STEPS * FEATURE_COUNT);

/** Alarms and incidents over a real control room, and what the model had said of the devices. */
export class ModelScenario {
  readonly response = new ResponseScenario();
  store!: CaseStore;
  cases!: CaseDesk;
  readonly rules = new Map<string, RiskLevel>();

  constructor() {
    this.#follow();
  }

  get db() {
    return this.response.db;
  }

  get now(): number {
    return this.response.alarms.now;
  }

  restart(): void {
    this.response.restart();
    this.#follow();
  }

  /** What the live model says of a device, minutes after the start. */
  said(device: string, minutes: number, level: RiskLevel, probability = 0.01, hash = HASH): void {
    this.response.alarms.setClock(minutes * MINUTE);
    this.cases.judged({
      modelHash: hash,
      deviceIds: [device],
      verdicts: [verdict(minutes * MINUTE, level, probability)],
      windows: noWindows(1),
    });
  }

  /** The device's own status bit gives the alarm. @returns its id */
  raise(device: string, minutes: number, bit: StatusBit = 'arcAlarm'): string {
    const [id] = this.response.raise(device, minutes, bit);
    if (id === undefined) throw new Error('no alarm began');
    return id;
  }

  /** The model alone gives the alarm: nothing that was measured asks for it. @returns its id */
  raiseByModel(device: string, minutes: number): string {
    const calm = scored({ device, at: minutes * MINUTE });
    const assessment = { ...calm.assessment, effectiveLevel: 'HIGH' } as const;
    const [raised] = this.response.alarms.feed({ ...calm, assessment });
    if (!raised) throw new Error('no alarm began');
    return raised.id;
  }

  /** Ends the device's alarms and closes their incident as that. @returns the incident */
  close(device: string, alarmId: string, minutes: number, outcome: Outcome): string {
    this.response.end(device, minutes);
    const { id } = this.response.of(alarmId).incident;
    this.response.tickAll(id);
    const cause = outcome === 'nuisance' ? 'heatSource' : null;
    const acted = this.response.rooms.acts.close(id, { outcome, cause, text: null }, [], CHIEF);
    if ('refusal' in acted) throw new Error(acted.refusal);
    return id;
  }

  labels(): readonly Omit<Label, 'closedAt'>[] {
    return this.store.labels(0).map(({ closedAt: _, ...label }) => label);
  }

  #follow(): void {
    this.store = new CaseStore(this.db);
    this.cases = new CaseDesk({
      store: this.store,
      carrying: () => 'probability',
      rulesLevel: (deviceId) => this.rules.get(deviceId) ?? null,
      now: () => this.now,
    });
    this.response.alarms.desk.follow(this.cases);
  }
}
