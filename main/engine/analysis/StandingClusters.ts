import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { ALARM_SETTINGS } from '#shared/alarms/settings.ts';
import type { Cluster, ClusterChange } from '#shared/analytics/ClusterWatch.ts';
import { writeFindingDetail } from '#shared/analytics/findingDetail.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { AnalysisNotice } from './AnalysisNotice.ts';

interface Standing {
  /** The device that its alarm is about. */
  readonly deviceId: string;
  /** The anchor that the analysis knows it by now; null since it is no cluster any longer. */
  readonly anchor: string | null;
  /** Since when it is none, by the desk's own clock, and when that was seen by event time. */
  readonly goneSince: number;
  readonly goneAt: EpochMs;
}

/** Names of a cluster's devices that its alarm shows. */
const NAMED = 8;

/**
 * Which clusters have an alarm. One that falls apart and forms again within the cool-down, or joins with another, is still
 * the same: its alarm stays about the device that it began with.
 */
export class StandingClusters {
  readonly #nameOf: (deviceId: string) => string;
  readonly #latest: (deviceId: string) => ScoredReading | null;
  readonly #isCalm: (deviceId: string) => boolean;
  readonly #monotonicNow: () => number;
  #standing: readonly Standing[] = [];

  constructor(parts: {
    readonly nameOf: (deviceId: string) => string;
    readonly latest: (deviceId: string) => ScoredReading | null;
    /** Whether it was heard since the start, and is in no danger: a device that burned out has not become calm. */
    readonly isCalm: (deviceId: string) => boolean;
    readonly monotonicNow: () => number;
  }) {
    this.#nameOf = parts.nameOf;
    this.#latest = parts.latest;
    this.#isCalm = parts.isCalm;
    this.#monotonicNow = parts.monotonicNow;
  }

  /** Takes over what stood before a restart: it goes, unless its devices say that it is so. */
  restore(
    alarms: readonly Pick<AlarmRecord, 'deviceId' | 'kind' | 'conditionActive' | 'onsetAt'>[],
  ) {
    this.#standing = alarms
      .filter(({ kind, conditionActive }) => kind === 'riskCluster' && conditionActive)
      .map(({ deviceId, onsetAt }) => ({
        deviceId,
        anchor: null,
        goneSince: this.#monotonicNow(),
        goneAt: onsetAt,
      }));
  }

  /** @param at event time of the reading that changed it */
  changed({ formed, dissolved }: ClusterChange, at: EpochMs): readonly AnalysisNotice[] {
    const now = this.#monotonicNow();
    this.#standing = this.#standing.map((one) =>
      one.anchor !== null && dissolved.includes(one.anchor)
        ? { ...one, anchor: null, goneSince: now, goneAt: at }
        : one,
    );
    return formed.flatMap((cluster) => this.#formed(cluster, at));
  }

  /** Call it once a second. @returns those whose cool-down is over */
  over(): readonly AnalysisNotice[] {
    const due = (one: Standing) =>
      one.anchor === null &&
      this.#monotonicNow() - one.goneSince >= ALARM_SETTINGS.analysis.coolDownMs &&
      this.#isCalm(one.deviceId);
    const over = this.#standing.filter(due);
    if (over.length > 0) this.#standing = this.#standing.filter((one) => !due(one));
    return over.map(({ deviceId, goneAt }) => ({
      deviceId,
      kind: 'riskCluster',
      at: goneAt,
      cause: null,
    }));
  }

  #formed(cluster: Cluster, at: EpochMs): readonly AnalysisNotice[] {
    const { anchor, members } = cluster;
    const same = this.#standing.find(
      (one) => one.anchor === anchor || (one.anchor === null && members.includes(one.deviceId)),
    );
    if (same) {
      this.#standing = this.#standing.map((one) => (one === same ? { ...one, anchor } : one));
      return [];
    }
    const scored = this.#latest(anchor);
    if (scored === null) return [];
    this.#standing = [...this.#standing, { deviceId: anchor, anchor, goneSince: 0, goneAt: at }];
    const devices = members.slice(0, NAMED).map((id) => this.#nameOf(id));
    const detail = writeFindingDetail({ type: 'riskCluster', devices, count: members.length });
    return [{ deviceId: anchor, kind: 'riskCluster', at, cause: { scored, detail } }];
  }
}
