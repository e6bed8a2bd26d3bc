import type Database from 'better-sqlite3';
import { type AlarmRecord, isAnalysisKind } from '#shared/alarms/alarm.ts';
import type { Finding } from '#shared/analytics/finding.ts';
import { SiteAnalytics, type SurroundingsReport } from '#shared/analytics/SiteAnalytics.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { type EpochMs, isDatedByDesk, type Reading } from '#shared/telemetry/reading.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { AlarmPlan } from '../alarms/AlarmPlan.ts';
import type { Tracker } from '../DeviceTrackers.ts';
import { isFromWrongClock } from '../eventOrder.ts';
import type { Logger } from '../log.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { AnalysisNotice } from './AnalysisNotice.ts';
import { type FindingQuery, FindingStore } from './FindingStore.ts';
import { StandingCauses } from './StandingCauses.ts';
import { StandingClusters } from './StandingClusters.ts';

/** Readings of one go before others get their turn: a few milliseconds. */
const AT_ONCE = 2_000;
/** Readings that may wait: half a minute of the fastest site. Beyond it the oldest go, and are counted. */
const MAX_WAITING = 200_000;
/** Findings are written, quiet devices' windows closed and forgotten devices let go this often. */
const KEEP_EVERY_MS = 30_000;

export interface AnalysisDeskParts {
  readonly db: Database.Database;
  readonly thresholds: Thresholds;
  readonly alarms: Pick<AlarmDesk, 'planAnalysis' | 'persist' | 'apply' | 'open' | 'openOf'>;
  readonly trackers: {
    get(deviceId: string): Pick<Tracker, 'latest' | 'heard' | 'registered'> | undefined;
  };
  /** A walk test takes what the device's readings give cause for; heat from a hair dryer is no finding either. */
  readonly underTest: (deviceId: string) => boolean;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  /** Told what to show anew. */
  readonly changed: (alarms: readonly AlarmRecord[]) => void;
}

/**
 * The analysis of the stream behind the path of readings: they are put aside as they are recorded, and looked at once a
 * second, so that nothing that is acknowledged or alarmed by a reading itself waits for it. What it finds is kept; what
 * the seed's output processor acts on becomes alarms, by the rules of all alarms.
 */
export class AnalysisDesk {
  readonly #parts: AnalysisDeskParts;
  readonly #site: SiteAnalytics;
  readonly #store: FindingStore;
  readonly #causes: StandingCauses;
  readonly #clusters: StandingClusters;
  #waiting: (readonly ScoredReading[])[] = [];
  #waitingCount = 0;
  #dropped = 0;
  #next: NodeJS.Immediate | undefined;
  /** Found, and not in the record yet. */
  #owed: AnalysisNotice[] = [];
  #unrecorded: readonly AlarmRecord[] = [];
  #keptAt = Number.NEGATIVE_INFINITY;

  constructor(parts: AnalysisDeskParts) {
    const { thresholds, alarms, trackers, monotonicNow } = parts;
    this.#parts = parts;
    this.#site = new SiteAnalytics(thresholds);
    this.#store = new FindingStore(parts.db);
    this.#causes = new StandingCauses({
      thresholds,
      isChattering: (deviceId, kind) =>
        alarms.openOf(deviceId).some((alarm) => alarm.kind === kind && alarm.chattering),
    });
    this.#clusters = new StandingClusters({
      nameOf: (id) => trackers.get(id)?.registered?.placement?.name ?? id,
      latest: (id) => trackers.get(id)?.latest ?? null,
      isCalm: (id) => {
        const tracker = trackers.get(id);
        const level = tracker?.latest?.assessment.effectiveLevel;
        return tracker?.heard === true && level !== 'HIGH' && level !== 'CRITICAL';
      },
      monotonicNow,
    });
    const standing = alarms.open().filter(({ kind }) => isAnalysisKind(kind));
    this.#causes.restore(standing);
    this.#clusters.restore(standing);
  }

  /** Readings that were recorded, in their order. Only puts them aside. */
  took(scored: readonly ScoredReading[]): void {
    if (scored.length === 0) return;
    this.#waiting.push(scored);
    this.#waitingCount += scored.length;
    while (this.#waitingCount > MAX_WAITING) {
      const lost = this.#waiting.shift()?.length ?? 0;
      this.#waitingCount -= lost;
      this.#dropped += lost;
      this.#parts.log.warn({ lost, dropped: this.#dropped }, 'readings were not analysed: no room');
    }
  }

  /** A reading of before this start: the windows learn from it, and nothing is raised. */
  replay(reading: Reading, finalScore: number): void {
    this.#site.take(reading, { finalScore, effectiveLevel: 'NORMAL' });
  }

  /** The installer said where a device is. */
  placed(deviceId: string, placement: DevicePlacement | null): void {
    this.#site.place(deviceId, placement);
  }

  /** Call it once a second. */
  tick(): void {
    if (this.#next === undefined) this.#drain();
    this.#owed.push(...this.#clusters.over());
    this.#write();
    const now = this.#parts.monotonicNow();
    if (now - this.#keptAt < KEEP_EVERY_MS) return;
    this.#keptAt = now;
    this.#keep();
  }

  /** Alarms that stand and are not on disk. */
  unrecorded(): readonly AlarmRecord[] {
    return this.#unrecorded;
  }

  /** Newest first, those that last included. */
  findings(query: FindingQuery): readonly Finding[] {
    this.#saveFindings();
    return this.#store.find(query);
  }

  /** How a device and its neighbours went together in the last hour. */
  surroundings(deviceId: string): SurroundingsReport {
    return this.#site.surroundings(deviceId);
  }

  /** The windows of the last hour. */
  get windows(): Pick<SiteAnalytics, 'fiveMinutes' | 'patterns' | 'fleet' | 'clusters'> {
    return this.#site;
  }

  /** Readings that wait, and those that found no room since the start. */
  figures(): { readonly waiting: number; readonly dropped: number } {
    return { waiting: this.#waitingCount, dropped: this.#dropped };
  }

  /** Deletes findings that were last seen before. */
  retain(before: EpochMs): number {
    return this.#store.forget(before);
  }

  /** Looks at what waits, all of it, and writes what was found. */
  close(): void {
    clearImmediate(this.#next);
    this.#next = undefined;
    while (this.#waiting.length > 0) this.#look(AT_ONCE);
    this.#write();
    this.#saveFindings();
  }

  #drain(): void {
    this.#next = undefined;
    this.#look(AT_ONCE);
    if (this.#waiting.length === 0) return;
    this.#next = setImmediate(() => {
      this.#drain();
      this.#write();
    });
  }

  /** At least so many readings, in whole batches. */
  #look(readings: number): void {
    const { underTest, log } = this.#parts;
    let looked = 0;
    while (looked < readings) {
      const batch = this.#waiting.shift();
      if (!batch) break;
      looked += batch.length;
      this.#waitingCount -= batch.length;
      for (const scored of batch) {
        if (underTest(scored.reading.deviceId)) continue;
        try {
          this.#lookAt(scored);
        } catch (error) {
          // One reading that the analysis can't take must not keep it from the others.
          log.error(
            { err: error, deviceId: scored.reading.deviceId },
            'a reading was not analysed',
          );
        }
      }
    }
  }

  #lookAt(scored: ScoredReading): void {
    const { reading, assessment } = scored;
    const { deviceId, measuredAt } = reading;
    const newestAt = this.#site.newestAt(deviceId);
    if (isOfAnotherTime(reading, newestAt, this.#parts.thresholds))
      this.#owed.push(
        ...this.#clusters.changed(this.#site.forget(deviceId, measuredAt), measuredAt),
      );
    const inOrder = measuredAt >= newestAt;
    const { arrival, causes, cluster } = this.#site.take(reading, assessment);
    if (arrival !== 'taken') return;
    this.#owed.push(
      ...this.#causes.judge(scored, causes, inOrder, () => this.#site.arcs(deviceId, measuredAt)),
    );
    if (cluster) this.#owed.push(...this.#clusters.changed(cluster, measuredAt));
  }

  #write(): void {
    const { db, alarms, log, changed } = this.#parts;
    if (this.#owed.length === 0 || db.inTransaction) return;
    let plan: AlarmPlan | undefined;
    try {
      const planned = alarms.planAnalysis(this.#owed);
      plan = planned;
      if (!planned.isEmpty) db.transaction(() => alarms.persist(planned))();
    } catch (error) {
      log.error({ err: error }, 'what the analysis found could not be recorded yet');
      if (!plan) return;
      // Watching goes before recording (decision 7): shown, and written when that is possible.
      const shown = new Map(plan.changes.map(({ alarm }) => [alarm.id, alarm]));
      this.#unrecorded = [...shown.values()].filter(({ endedAt }) => endedAt === null);
      changed(this.#unrecorded);
      return;
    }
    this.#owed = [];
    this.#unrecorded = [];
    const recorded = alarms.apply(plan);
    if (recorded.length > 0) changed(recorded);
  }

  #keep(): void {
    const { trackers, now } = this.#parts;
    const at = now();
    this.#site.advance(at - this.#parts.thresholds.clock.skewMs);
    for (const deviceId of [...this.#site.deviceIds()])
      if (trackers.get(deviceId) === undefined) {
        this.#owed.push(...this.#clusters.changed(this.#site.forget(deviceId, at), at));
        this.#causes.forget(deviceId);
      }
    this.#saveFindings();
  }

  #saveFindings(): void {
    const findings = this.#site.takeFindings(this.#parts.now());
    if (findings.length === 0) return;
    try {
      this.#store.save(findings);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'findings could not be written');
    }
  }
}

/** What is known of the device belongs to a time that a wrong clock gave it, and would make of the present what is late. */
function isOfAnotherTime(reading: Reading, newestAt: EpochMs, { analytics }: Thresholds): boolean {
  if (isFromWrongClock(newestAt, reading.receivedAt)) return true;
  return isDatedByDesk(reading) && reading.measuredAt < newestAt - analytics.latenessMs;
}
