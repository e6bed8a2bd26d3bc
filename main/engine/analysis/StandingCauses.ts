import type { AlarmRecord, AnalysisKind } from '#shared/alarms/alarm.ts';
import { isAnalysisKind } from '#shared/alarms/alarm.ts';
import { showsCalm } from '#shared/alarms/conditions.ts';
import { ALARM_SETTINGS, delaysOf } from '#shared/alarms/settings.ts';
import { type AlarmCause, CAUSED_KINDS, type CausedKind } from '#shared/analytics/causes.ts';
import { writeFindingDetail } from '#shared/analytics/findingDetail.ts';
import { warmest } from '#shared/scoring/indicators.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { AnalysisNotice } from './AnalysisNotice.ts';

interface Standing {
  /** Event time at which its cause was last there. */
  readonly causeAt: EpochMs;
  /** Calm readings in a row since. */
  readonly calm: number;
}

const NOTHING: readonly AnalysisNotice[] = Object.freeze([]);

/**
 * Which causes of one device's readings stand: each is raised once however often it is seen, and has gone only after the
 * off-delay of its kind and the cool-down. A reading of a device of which nothing stands costs one look-up.
 */
export class StandingCauses {
  readonly #thresholds: Thresholds;
  readonly #isChattering: (deviceId: string, kind: AnalysisKind) => boolean;
  readonly #devices = new Map<string, Map<CausedKind, Standing>>();

  constructor(parts: {
    readonly thresholds: Thresholds;
    /** Whether the alarm comes and goes so often that it is held standing for longer. */
    readonly isChattering: (deviceId: string, kind: AnalysisKind) => boolean;
  }) {
    this.#thresholds = parts.thresholds;
    this.#isChattering = parts.isChattering;
  }

  /** Takes over what stood before a restart. */
  restore(
    alarms: readonly Pick<AlarmRecord, 'deviceId' | 'kind' | 'conditionActive' | 'onsetAt'>[],
  ) {
    for (const { deviceId, kind, conditionActive, onsetAt } of alarms)
      if (conditionActive && isAnalysisKind(kind) && kind !== 'riskCluster')
        this.#stand(deviceId, kind, { causeAt: onsetAt, calm: 0 });
  }

  /**
   * @param arcs within ten minutes of a moment, for the dead-band
   * @param inOrder whether the reading is the device's newest: an older one never shows that something has gone
   */
  judge(
    scored: ScoredReading,
    causes: readonly AlarmCause[],
    inOrder: boolean,
    arcs: () => number,
  ): readonly AnalysisNotice[] {
    const { deviceId, measuredAt } = scored.reading;
    const standing = this.#devices.get(deviceId);
    if (causes.length === 0 && !standing) return NOTHING;
    const notices: AnalysisNotice[] = [];
    for (const { kind, detail } of causes) {
      const known = standing?.get(kind);
      const causeAt = Math.max(measuredAt, known?.causeAt ?? measuredAt);
      this.#stand(deviceId, kind, { causeAt, calm: 0 });
      if (known) continue;
      const cause = { scored, detail: writeFindingDetail(detail) };
      notices.push({ deviceId, kind, at: measuredAt, cause });
    }
    if (!standing || !inOrder) return notices;
    for (const kind of CAUSED_KINDS) {
      const known = standing.get(kind);
      if (!known || causes.some((cause) => cause.kind === kind)) continue;
      if (!showsCalm(kind, scored.reading) || this.#isHeld(kind, scored, arcs)) continue;
      if (!this.#isOver(deviceId, kind, known, measuredAt)) {
        standing.set(kind, { ...known, calm: known.calm + 1 });
        continue;
      }
      standing.delete(kind);
      if (standing.size === 0) this.#devices.delete(deviceId);
      notices.push({ deviceId, kind, at: measuredAt, cause: null });
    }
    return notices;
  }

  /** A reading of a minute ago may have raised what the disk refused: it is raised again when it is seen again. */
  forget(deviceId: string): void {
    this.#devices.delete(deviceId);
  }

  #stand(deviceId: string, kind: CausedKind, standing: Standing): void {
    const known = this.#devices.get(deviceId) ?? new Map<CausedKind, Standing>();
    known.set(kind, standing);
    this.#devices.set(deviceId, known);
  }

  #isOver(deviceId: string, kind: CausedKind, { causeAt, calm }: Standing, at: EpochMs): boolean {
    const { chatter, analysis } = ALARM_SETTINGS;
    const enough = this.#isChattering(deviceId, kind)
      ? chatter.offReadings
      : delaysOf(kind).offReadings;
    return calm + 1 >= enough && at - causeAt >= analysis.coolDownMs;
  }

  /** The dead-band: not far enough under its limit to count as calm. */
  #isHeld(kind: CausedKind, { reading }: ScoredReading, arcs: () => number): boolean {
    const { limits, analytics } = this.#thresholds;
    const under = 1 - delaysOf(kind).deadBand;
    if (kind === 'emergencyTemperature')
      return warmest(reading) > limits.temperature.emergency * under;
    return kind === 'frequentArcs' && arcs() > analytics.arcs.high * under;
  }
}
