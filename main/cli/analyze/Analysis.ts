import { StandingCauses } from '#engine/analysis/StandingCauses.ts';
import { StandingClusters } from '#engine/analysis/StandingClusters.ts';
import type { ScoredReading } from '#engine/scoredReading.ts';
import type { AnalysisKind } from '#shared/alarms/alarm.ts';
import type { FiveMinuteRow } from '#shared/analytics/FiveMinutes.ts';
import type { Finding } from '#shared/analytics/finding.ts';
import { type FindingDetail, findingDetailOf } from '#shared/analytics/findingDetail.ts';
import type { FleetReport } from '#shared/analytics/fleet.ts';
import type { Place } from '#shared/analytics/neighbours.ts';
import type { Periodicity } from '#shared/analytics/periodicity.ts';
import { SiteAnalytics, type SurroundingsReport } from '#shared/analytics/SiteAnalytics.ts';
import type { TemporalPatterns } from '#shared/analytics/temporalPatterns.ts';
import { DeviceReplay } from '#shared/prediction/DeviceReplay.ts';
import type { DeviceFacts } from '#shared/prediction/DeviceWindow.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { DecodedReading, EpochMs } from '#shared/telemetry/reading.ts';

/** What is known of a device besides its readings. */
export interface KnownDevice {
  readonly name: string;
  readonly place: Place | null;
  readonly facts: DeviceFacts;
}

/** What the desk would have alarmed. */
export interface AnalysisAlarm {
  readonly deviceId: string;
  readonly kind: AnalysisKind;
  readonly at: EpochMs;
  readonly detail: FindingDetail | null;
}

export interface DeviceSummary {
  readonly deviceId: string;
  readonly name: string;
  readonly readings: number;
  readonly maxTemperature: number | null;
  readonly meanRisk: number;
  readonly maxRisk: number;
  readonly arcs: number;
  /** Of its last hour; null while there is too little of it. */
  readonly patterns: TemporalPatterns<Periodicity> | null;
  readonly surroundings: SurroundingsReport;
}

export interface AnalysisReport {
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly readings: number;
  /** Repeated, or more than the lateness after a newer one. */
  readonly leftOut: number;
  readonly refused: number;
  readonly thresholdsVersion: string;
  /** Most dangerous first. */
  readonly devices: readonly DeviceSummary[];
  readonly alarms: readonly AnalysisAlarm[];
  /** In the order of their beginning. */
  readonly findings: readonly Finding[];
  /** The five minutes with the highest risk, highest first. */
  readonly busiest: readonly FleetReport[];
}

interface Followed {
  readonly replay: DeviceReplay;
  readonly known: KnownDevice | undefined;
  latest: ScoredReading | null;
  readings: number;
  risks: number;
  maxRisk: number;
  maxTemperature: number | null;
  arcs: number;
}

const UNKNOWN: DeviceFacts = { ratedCurrentA: null, gasSensor: null };
/** Findings are collected, and quiet devices' windows closed, this often in the recording's own time. */
const COLLECT_MS = 300_000;
const BUSIEST = 10;

/** A recording through the path that a live reading takes: scored, then analysed as the desk does. */
export class Analysis {
  readonly #thresholds: Thresholds;
  readonly #known: ReadonlyMap<string, KnownDevice>;
  readonly #site: SiteAnalytics;
  readonly #causes: StandingCauses;
  readonly #clusters: StandingClusters;
  readonly #devices = new Map<string, Followed>();
  readonly #findings = new Map<string, Finding>();
  readonly #alarms: AnalysisAlarm[] = [];
  #busiest: readonly FleetReport[] = [];
  #from: EpochMs | null = null;
  #now: EpochMs = Number.NEGATIVE_INFINITY;
  #collectedAt: EpochMs = Number.NEGATIVE_INFINITY;
  #readings = 0;
  #leftOut = 0;

  /** @param closed told of each five minutes of a device that are over */
  constructor(
    thresholds: Thresholds,
    known: ReadonlyMap<string, KnownDevice>,
    closed: (deviceId: string, row: FiveMinuteRow) => void,
  ) {
    this.#thresholds = thresholds;
    this.#known = known;
    this.#site = new SiteAnalytics(thresholds, closed);
    for (const [deviceId, { place }] of known) this.#site.place(deviceId, place);
    this.#causes = new StandingCauses({ thresholds, isChattering: () => false });
    this.#clusters = new StandingClusters({
      nameOf: (id) => this.#nameOf(id),
      latest: (id) => this.#devices.get(id)?.latest ?? null,
      isCalm: (id) => {
        const level = this.#devices.get(id)?.latest?.assessment.effectiveLevel;
        return level !== 'HIGH' && level !== 'CRITICAL';
      },
      monotonicNow: () => this.#now,
    });
  }

  /** Takes a reading; those of a device in the order in which it sent them, as well as the recording has it. */
  take(decoded: DecodedReading): void {
    const { deviceId } = decoded;
    const followed = this.#followed(deviceId);
    const replayed = followed.replay.take(decoded);
    if (replayed === null) {
      this.#leftOut++;
      return;
    }
    const { reading, assessment } = replayed;
    const scored = { reading, assessment };
    const at = reading.measuredAt;
    const inOrder = at >= this.#site.newestAt(deviceId);
    const taken = this.#site.take(reading, assessment);
    if (taken.arrival !== 'taken') {
      this.#leftOut++;
      return;
    }
    if (inOrder) followed.latest = scored;
    this.#count(followed, scored);
    this.#now = Math.max(this.#now, at);
    const arcs = () => this.#site.arcs(deviceId, at);
    const notices = [
      ...this.#causes.judge(scored, taken.causes, inOrder, arcs),
      ...(taken.cluster ? this.#clusters.changed(taken.cluster, at) : []),
    ];
    for (const { cause, ...notice } of notices)
      if (cause !== null) this.#alarms.push({ ...notice, detail: findingDetailOf(cause.detail) });
    if (this.#now - this.#collectedAt >= COLLECT_MS) this.#collect();
  }

  report(refused: number): AnalysisReport {
    this.#site.advance(Number.POSITIVE_INFINITY);
    this.#collect();
    const devices = [...this.#devices]
      .map(([deviceId, followed]) => this.#summaryOf(deviceId, followed))
      .sort((a, b) => b.maxRisk - a.maxRisk || (a.deviceId < b.deviceId ? -1 : 1));
    return {
      from: this.#from,
      to: this.#from === null ? null : this.#now,
      readings: this.#readings,
      leftOut: this.#leftOut,
      refused,
      thresholdsVersion: this.#thresholds.version,
      devices,
      alarms: this.#alarms,
      findings: [...this.#findings.values()].sort(
        (a, b) => a.from - b.from || (a.deviceId < b.deviceId ? -1 : 1),
      ),
      busiest: this.#busiest,
    };
  }

  #followed(deviceId: string): Followed {
    const before = this.#devices.get(deviceId);
    if (before) return before;
    const known = this.#known.get(deviceId);
    const followed: Followed = {
      replay: new DeviceReplay(known?.facts ?? UNKNOWN, this.#thresholds),
      known,
      latest: null,
      readings: 0,
      risks: 0,
      maxRisk: 0,
      maxTemperature: null,
      arcs: 0,
    };
    this.#devices.set(deviceId, followed);
    return followed;
  }

  #count(followed: Followed, { reading, assessment }: ScoredReading): void {
    const { measuredAt, pcbTemperature, sensorTemperature, arcCount } = reading;
    this.#from = Math.min(this.#from ?? measuredAt, measuredAt);
    this.#readings++;
    followed.readings++;
    followed.risks += assessment.finalScore;
    followed.maxRisk = Math.max(followed.maxRisk, assessment.finalScore);
    for (const celsius of [pcbTemperature, sensorTemperature])
      if (
        !Number.isNaN(celsius) &&
        !(celsius <= (followed.maxTemperature ?? Number.NEGATIVE_INFINITY))
      )
        followed.maxTemperature = celsius;
    if (arcCount > 0) followed.arcs += arcCount;
  }

  #collect(): void {
    this.#collectedAt = this.#now;
    this.#site.advance(this.#now);
    this.#clusters.over();
    for (const finding of this.#site.takeFindings(this.#now))
      this.#findings.set(
        JSON.stringify([finding.deviceId, finding.kind, finding.subject, finding.from]),
        finding,
      );
    const reports = new Map(this.#busiest.map((report) => [report.windowEnd, report]));
    for (const report of this.#site.fleet.reports()) reports.set(report.windowEnd, report);
    this.#busiest = [...reports.values()]
      .sort((a, b) => b.maxRisk - a.maxRisk || a.windowEnd - b.windowEnd)
      .slice(0, BUSIEST);
  }

  #summaryOf(deviceId: string, followed: Followed): DeviceSummary {
    const { readings, risks, maxRisk, maxTemperature, arcs } = followed;
    return {
      deviceId,
      name: this.#nameOf(deviceId),
      readings,
      maxTemperature,
      meanRisk: readings === 0 ? 0 : risks / readings,
      maxRisk,
      arcs,
      patterns: this.#site.patterns(deviceId),
      surroundings: this.#site.surroundings(deviceId),
    };
  }

  #nameOf(deviceId: string): string {
    return this.#known.get(deviceId)?.name ?? deviceId;
  }
}
