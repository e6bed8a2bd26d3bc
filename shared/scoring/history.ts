/** What one device did lately, kept so that a reading costs the same however much of it there is. */
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';
import type { HistoryContext, Reason } from './assessment.ts';
import { leastSquaresSlope } from './leastSquaresSlope.ts';
import { passed } from './reason.ts';
import { SlidingSum } from './SlidingSum.ts';
import type { Thresholds } from './thresholds.ts';

/** The longest window that a threshold table may ask for, and the two minutes by which a reading may be late. */
const RETAIN_MS = 3_600_000 + 120_000;
/** Of counted readings and of readings with arcs: an hour at one a second, with room. */
const MAX_ENTRIES = 4096;
/** The newest readings whose values are kept: as many as a table may ask for, a power of two. */
const RECENT = 32;
const MASK = RECENT - 1;
const MS_PER_MINUTE = 60_000;

/** Scratch for one call of `context`, which neither waits nor calls back: a reading leaves no arrays behind. */
const minutes = new Float64Array(RECENT);
const temperatures = new Float64Array(RECENT);

export type HistoryReading = Pick<
  Reading,
  'measuredAt' | 'pcbTemperature' | 'arcCount' | 'quality'
>;

/**
 * One device's last hour in event time. Bounded; every operation costs at most a fixed number of steps.
 *
 * Late readings are put where their time belongs, and every question can be asked as of a moment: a late reading
 * is judged by what came before it, never by what came after. Repeated messages are the caller's to drop, and
 * readings are best added oldest first.
 */
export class DeviceHistory {
  readonly #times = new Float64Array(RECENT);
  readonly #temperatures = new Float64Array(RECENT);
  readonly #arcCounts = new Float64Array(RECENT);
  /** NaN where a reading has no score. */
  readonly #scores = new Float64Array(RECENT);
  #first = 0;
  #size = 0;
  readonly #hour = new SlidingSum(RETAIN_MS, MAX_ENTRIES, false);
  readonly #arcs = new SlidingSum(RETAIN_MS, MAX_ENTRIES, true);

  /**
   * Adds a reading and its indicator score (null when it was never scored).
   *
   * @returns false when it takes no part: out of range, or older than anything that is kept.
   */
  add(reading: HistoryReading, indicatorScore: number | null): boolean {
    if (reading.quality.length > 0 && reading.quality.includes('outOfRange')) return false;
    if (!this.#hour.add(reading.measuredAt, 1)) return false;
    if (reading.arcCount > 0) this.#arcs.add(reading.measuredAt, reading.arcCount);
    this.#remember(reading, indicatorScore ?? Number.NaN);
    return true;
  }

  /**
   * What the history makes of the risk, as of a moment (the newest reading, unless told): the seed's
   * `get_historical_context` over real time, oldest first. The reading being judged is part of it.
   */
  context(thresholds: Thresholds, at: EpochMs = this.#newest()): HistoryContext {
    const { history } = thresholds;
    const from = at - history.windowMs;
    const readingCount = this.#hour.count(from, at);
    let end = this.#size;
    while (end > 0 && this.#timeAt(end - 1) > at) end--;
    let start = Math.max(0, end - history.newest);
    while (start < end && this.#timeAt(start) < from) start++;
    const count = end - start;
    if (count < history.minimumCount) return insufficient(readingCount);

    let temperature = 0;
    let measured = 0;
    let arcs = 0;
    let risk = 0;
    let scored = 0;
    for (let i = 0; i < count; i++) {
      const slot = this.#slot(start + i);
      const board = this.#temperatures[slot] as number;
      if (!Number.isNaN(board)) {
        minutes[measured] = ((this.#times[slot] as number) - at) / MS_PER_MINUTE;
        temperatures[measured] = board;
        temperature += board;
        measured++;
      }
      arcs += this.#arcCounts[slot] as number;
      const score = this.#scores[slot] as number;
      if (!Number.isNaN(score)) {
        risk += score;
        scored++;
      }
    }
    const temperatureTrend = leastSquaresSlope(minutes, temperatures, measured);
    const averageRisk = scored > 0 ? risk / scored : null;
    return {
      state: 'AVAILABLE',
      riskModifier: riskModifier(temperatureTrend, arcs, averageRisk, thresholds),
      temperatureTrend,
      averageTemperature: measured > 0 ? temperature / measured : null,
      recentArcs: arcs,
      averageRisk,
      readingCount,
    };
  }

  /** Arc events in [now − windowMs, now], both ends included. */
  arcsWithin(now: EpochMs, windowMs: number): number {
    return this.#arcs.sum(now - windowMs, now);
  }

  /** Arc counts of the newest readings, newest first, at most `limit` and at most what is kept. */
  arcCountsNewestFirst(limit: number): number[] {
    const counts: number[] = [];
    for (let i = this.#size - 1; i >= 0 && counts.length < limit; i--)
      counts.push(this.#arcCounts[this.#slot(i)] as number);
    return counts;
  }

  #newest(): EpochMs {
    return this.#size > 0 ? this.#timeAt(this.#size - 1) : 0;
  }

  #remember(reading: HistoryReading, score: number): void {
    if (this.#size === RECENT) {
      if (reading.measuredAt < this.#timeAt(0)) return;
      this.#first = this.#slot(1);
      this.#size--;
    }
    let position = this.#size++;
    for (; position > 0 && this.#timeAt(position - 1) > reading.measuredAt; position--) {
      const from = this.#slot(position - 1);
      const to = this.#slot(position);
      this.#times[to] = this.#times[from] as number;
      this.#temperatures[to] = this.#temperatures[from] as number;
      this.#arcCounts[to] = this.#arcCounts[from] as number;
      this.#scores[to] = this.#scores[from] as number;
    }
    const slot = this.#slot(position);
    this.#times[slot] = reading.measuredAt;
    this.#temperatures[slot] = reading.pcbTemperature;
    // Of a device that doesn't look for arcs there are none to count.
    this.#arcCounts[slot] = Number.isNaN(reading.arcCount) ? 0 : reading.arcCount;
    this.#scores[slot] = score;
  }

  #slot(index: number): number {
    return (this.#first + index) & MASK;
  }

  #timeAt(index: number): number {
    return this.#times[this.#slot(index)] as number;
  }
}

/**
 * 1, and more for a board that heats up, for frequent arcs, and for risk that lasts.
 *
 * @param trend in the unit of `history.heatingPerMinute`; null when there is none
 */
export function riskModifier(
  trend: number | null,
  arcs: number,
  averageRisk: number | null,
  thresholds: Thresholds,
): number {
  const { history } = thresholds;
  let modifier = 1;
  if (trend !== null && trend > history.heatingPerMinute) modifier += history.heating;
  if (arcs > history.arcs) modifier += history.arcsWeight;
  if (averageRisk !== null && averageRisk > history.averageRisk)
    modifier += history.averageRiskWeight;
  return Math.min(history.modifierCap, modifier);
}

/** Why the history raised the score. A base of 0 can't be raised, and gives no reason. */
export function historyReasons(
  context: HistoryContext,
  base: number,
  { history }: Thresholds,
  reasons: Reason[],
): void {
  if (context.riskModifier <= 1 || base <= 0) return;
  const { temperatureTrend: trend, recentArcs: arcs, averageRisk: risk } = context;
  const { heatingPerMinute, heating, arcsWeight, averageRiskWeight } = history;
  if (trend !== null && trend > heatingPerMinute)
    passed(reasons, 'history', 'heatingTrend', base * heating, trend, heatingPerMinute);
  if (arcs !== null && arcs > history.arcs)
    passed(reasons, 'history', 'recentArcs', base * arcsWeight, arcs, history.arcs);
  if (risk !== null && risk > history.averageRisk)
    passed(reasons, 'history', 'recentRisk', base * averageRiskWeight, risk, history.averageRisk);
}

function insufficient(readingCount: number): HistoryContext {
  return {
    state: 'INSUFFICIENT_DATA',
    riskModifier: 1,
    temperatureTrend: null,
    averageTemperature: null,
    recentArcs: null,
    averageRisk: null,
    readingCount,
  };
}
