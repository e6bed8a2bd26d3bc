import type { Assessment } from '#shared/scoring/assessment.ts';
import { levelRank } from '#shared/scoring/level.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';
import type { Arrival } from './Arrivals.ts';
import { type ClusterChange, type ClusterMember, ClusterWatch } from './ClusterWatch.ts';
import type { AlarmCause } from './causes.ts';
import { causesOf } from './causes.ts';
import { pearson } from './correlation.ts';
import { DeviceAnalytics, type Noticed } from './DeviceAnalytics.ts';
import { FIVE_MINUTES_MS, type FiveMinuteRow } from './FiveMinutes.ts';
import { type Finding, type FindingKind, FindingLog } from './finding.ts';
import { FleetReports } from './fleet.ts';
import { type Neighbour, Neighbourhood } from './Neighbourhood.ts';
import type { Place } from './neighbours.ts';
import type { Periodicity } from './periodicity.ts';
import { sampleOf } from './sample.ts';
import { isUnusual, sensorAnomalies } from './sensorAnomalies.ts';
import type { TemporalPatterns } from './temporalPatterns.ts';

/** What one reading gives the desk cause to do. */
export interface Taken {
  readonly arrival: Arrival;
  readonly causes: readonly AlarmCause[];
  /** Null when no cluster changed. */
  readonly cluster: ClusterChange | null;
}

interface NeighbourReport extends Neighbour {
  /** Pearson's over the minutes of the last hour that both have; null with fewer than ten, or where one stands still. */
  readonly temperatureCorrelation: number | null;
  readonly riskCorrelation: number | null;
  readonly atHighRisk: boolean;
}

export interface SurroundingsReport {
  readonly neighbours: readonly NeighbourReport[];
  /** Share of the device and its neighbours that are at high risk, 0 … 1. */
  readonly clusterRisk: number;
}

const CALM: Taken = Object.freeze({ arrival: 'taken', causes: [], cluster: null });

interface Followed {
  readonly analytics: DeviceAnalytics;
  latest: ClusterMember | null;
  /** Since when the temperature has been over the emergency limit without a break; null while it isn't. */
  hotSince: EpochMs | null;
  rows: readonly FiveMinuteRow[];
  /** In which of three five minutes a rhythm is looked for: not all devices' in the same moment. */
  readonly turn: number;
}

/** A rhythm is of an hour: looking for it every five minutes would be to find the same one again. */
const RHYTHM_WINDOWS = 3;

/** Five-minute rows that are kept of each device: an hour. */
const KEPT_ROWS = 12;

/** The analysis of a whole site. Readings are given once, in the order of their arrival, after they were scored. */
export class SiteAnalytics {
  readonly #thresholds: Thresholds;
  readonly #devices = new Map<string, Followed>();
  readonly #neighbourhood: Neighbourhood;
  readonly #clusters: ClusterWatch;
  readonly #findings = new FindingLog();
  readonly #fleet: FleetReports;
  readonly #closed: (deviceId: string, row: FiveMinuteRow) => void;

  /** @param closed told of each five minutes of a device that are over */
  constructor(
    thresholds: Thresholds,
    closed: (deviceId: string, row: FiveMinuteRow) => void = () => {},
  ) {
    this.#thresholds = thresholds;
    this.#neighbourhood = new Neighbourhood(thresholds);
    this.#clusters = new ClusterWatch(thresholds, this.#neighbourhood);
    this.#fleet = new FleetReports(thresholds);
    this.#closed = closed;
  }

  place(deviceId: string, place: Place | null): void {
    this.#neighbourhood.place(deviceId, place);
  }

  /** Out-of-range readings take no part: they say something about a sensor (domain decision 6). */
  take(reading: Reading, assessment: Pick<Assessment, 'finalScore' | 'effectiveLevel'>): Taken {
    if (reading.quality.length > 0 && reading.quality.includes('outOfRange')) return CALM;
    const { deviceId } = reading;
    const followed = this.#followed(deviceId);
    const sample = sampleOf(reading, assessment.finalScore);
    const before = followed.analytics.newestAt;
    const noticed = followed.analytics.add(sample);
    if (noticed.arrival !== 'taken') return { ...CALM, arrival: noticed.arrival };
    const inOrder = sample.at >= before;
    if (isUnusual(reading, this.#thresholds.analytics.normal))
      this.#noteUnusual(reading, sample.at);
    const danger = levelRank(assessment.effectiveLevel) >= levelRank('HIGH');
    let cluster: ClusterChange | null = null;
    if (inOrder) {
      const { temperature, risk, at } = sample;
      const hot = temperature > this.#thresholds.limits.temperature.emergency;
      followed.hotSince = hot ? (followed.hotSince ?? at) : null;
      const latest = { deviceId, at, temperature, risk, danger };
      followed.latest = latest;
      cluster = this.#surroundings(latest);
    }
    const causes = causesOf(sample, noticed, danger, followed.hotSince, this.#thresholds);
    this.#note(deviceId, sample, noticed, followed.analytics);
    if (causes.length === 0 && cluster === null) return CALM;
    return { arrival: 'taken', causes, cluster };
  }

  /** Closes the five minutes of devices that went quiet, as if each had sent something at `at`. */
  advance(at: EpochMs): void {
    for (const { analytics } of this.#devices.values()) analytics.advance(at);
  }

  /** A device that is no longer known, or whose clock was set: what is known of it belongs to another time. */
  forget(deviceId: string, at: EpochMs): ClusterChange {
    this.#devices.delete(deviceId);
    return this.#clusters.forget(deviceId, at);
  }

  deviceIds(): Iterable<string> {
    return this.#devices.keys();
  }

  /** Event time of a device's newest sample; −∞ when there was none. */
  newestAt(deviceId: string): EpochMs {
    return this.#devices.get(deviceId)?.analytics.newestAt ?? Number.NEGATIVE_INFINITY;
  }

  /** Arcs of the ten minutes before a moment. */
  arcs(deviceId: string, at: EpochMs): number {
    return this.#devices.get(deviceId)?.analytics.arcTotal(at) ?? 0;
  }

  clusters(): ReturnType<ClusterWatch['clusters']> {
    return this.#clusters.clusters();
  }

  findings(): readonly Finding[] {
    return this.#findings.standing();
  }

  /** @see FindingLog.takeChanged */
  takeFindings(now: EpochMs): readonly Finding[] {
    return this.#findings.takeChanged(now);
  }

  get fleet(): Pick<FleetReports, 'reports' | 'newest'> {
    return this.#fleet;
  }

  /** The last hour's five minutes that are over, oldest first. */
  fiveMinutes(deviceId: string): readonly FiveMinuteRow[] {
    return this.#devices.get(deviceId)?.rows ?? [];
  }

  /** @returns null for a device that isn't known, or has too little of an hour */
  patterns(deviceId: string): TemporalPatterns<Periodicity> | null {
    return this.#devices.get(deviceId)?.analytics.patterns() ?? null;
  }

  /** How a device and its neighbours of the plan went together in the last hour. */
  surroundings(deviceId: string): SurroundingsReport {
    const own = this.#devices.get(deviceId);
    const at = own?.analytics.newestAt ?? 0;
    const temperatures = own?.analytics.minutes.temperatures(at) ?? [];
    const risks = own?.analytics.minutes.risks(at) ?? [];
    const neighbours = this.#neighbourhood.of(deviceId).map((neighbour): NeighbourReport => {
      const other = this.#devices.get(neighbour.deviceId);
      const minutes = other?.analytics.minutes;
      return {
        ...neighbour,
        temperatureCorrelation: minutes ? pearson(temperatures, minutes.temperatures(at)) : null,
        riskCorrelation: minutes ? pearson(risks, minutes.risks(at)) : null,
        atHighRisk: this.#atHighRisk(other),
      };
    });
    const all = [this.#atHighRisk(own), ...neighbours.map(({ atHighRisk }) => atHighRisk)];
    return { neighbours, clusterRisk: all.filter(Boolean).length / all.length };
  }

  #atHighRisk(followed: Followed | undefined): boolean {
    const latest = followed?.latest;
    return latest ? latest.danger || latest.risk > this.#thresholds.analytics.pairs.high : false;
  }

  #followed(deviceId: string): Followed {
    const known = this.#devices.get(deviceId);
    if (known) return known;
    const followed: Followed = {
      analytics: new DeviceAnalytics(this.#thresholds, (row) => this.#rowClosed(deviceId, row)),
      latest: null,
      hotSince: null,
      rows: [],
      turn: this.#devices.size % RHYTHM_WINDOWS,
    };
    this.#devices.set(deviceId, followed);
    return followed;
  }

  #surroundings(latest: ClusterMember): ClusterChange | null {
    if (latest.risk > this.#thresholds.analytics.pairs.watched) this.#noteDivergence(latest);
    const change = this.#clusters.take(latest);
    for (const { anchor, members } of change.formed)
      this.#findings.note({
        deviceId: anchor,
        kind: 'riskCluster',
        at: latest.at,
        value: members.length,
        limit: 1,
        subject: null,
      });
    return change.formed.length === 0 && change.dissolved.length === 0 ? null : change;
  }

  #noteDivergence(latest: ClusterMember): void {
    const { divergence } = this.#thresholds.analytics.pairs;
    const newestOf = (id: string) => this.#devices.get(id)?.latest ?? undefined;
    for (const pair of this.#clusters.pairsOf(latest, newestOf)) {
      if (pair.kind !== 'TEMP_DIVERGENCE') continue;
      const subject = pair.first === latest.deviceId ? pair.second : pair.first;
      const value = pair.temperatureDifference;
      this.#found('temperatureDivergence', latest.deviceId, latest.at, value, divergence, subject);
    }
  }

  #noteUnusual(reading: Reading, at: EpochMs): void {
    for (const anomaly of sensorAnomalies(reading, this.#thresholds)) {
      if (anomaly.type !== 'RANGE_VIOLATION') continue;
      const { min, max } = this.#thresholds.analytics.normal[anomaly.sensor];
      const limit = anomaly.value > max ? max : min;
      this.#found('sensorAnomaly', reading.deviceId, at, anomaly.value, limit, anomaly.sensor);
    }
  }

  #note(
    deviceId: string,
    { at, temperature, risk }: ReturnType<typeof sampleOf>,
    noticed: Noticed,
    device: DeviceAnalytics,
  ): void {
    const { analytics } = this.#thresholds;
    const { anomalyOver, spikeFrom, jumpFrom, frequentArcs } = noticed;
    if (anomalyOver !== null)
      this.#found('temperatureAnomaly', deviceId, at, temperature, anomalyOver);
    if (spikeFrom !== null)
      this.#found('riskSpike', deviceId, at, risk - spikeFrom, analytics.risk.spike);
    if (jumpFrom !== null)
      this.#found('riskJump', deviceId, at, risk - jumpFrom, analytics.risk.jump);
    if (frequentArcs !== null)
      this.#found('frequentArcs', deviceId, at, frequentArcs, analytics.arcs.high);
    if (device.isSustained)
      this.#found('sustainedHighRisk', deviceId, at, risk, analytics.batch.highRisk);
  }

  #rowClosed(deviceId: string, row: FiveMinuteRow): void {
    const followed = this.#devices.get(deviceId);
    if (followed) followed.rows = [...followed.rows.slice(1 - KEPT_ROWS), row];
    this.#fleet.add(row);
    const { volatility } = this.#thresholds.analytics.batch;
    if (row.batch.volatility > volatility)
      this.#found('volatileRisk', deviceId, row.windowEnd, row.batch.volatility, volatility);
    if (followed && (row.windowEnd / FIVE_MINUTES_MS) % RHYTHM_WINDOWS === followed.turn) {
      const rhythm = followed.analytics.rhythm();
      if (rhythm?.period)
        this.#found(
          'periodicTemperature',
          deviceId,
          row.windowEnd,
          rhythm.amplitude,
          rhythm.period,
        );
    }
    this.#closed(deviceId, row);
  }

  #found(
    kind: FindingKind,
    deviceId: string,
    at: EpochMs,
    value: number,
    limit: number,
    subject: string | null = null,
  ): void {
    this.#findings.note({ deviceId, kind, at, value, limit, subject });
  }
}
