/** What all devices did in the same five minutes. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { FIVE_MINUTES_MS, type FiveMinuteRow } from './FiveMinutes.ts';

export interface FleetReport {
  readonly windowEnd: EpochMs;
  readonly devices: number;
  readonly records: number;
  /** Of all records. The mean says nothing of one device that burns among a hundred: the counts do. */
  readonly meanRisk: number;
  readonly maxRisk: number;
  readonly arcs: number;
  /** Devices that reached the level HIGH by their score. */
  readonly atHighRisk: number;
  /** Devices with a rapid change, with high risk that lasted, and with risk that went up and down. */
  readonly rapidChange: number;
  readonly sustained: number;
  readonly volatile: number;
}

/** Reports that are kept: an hour. */
const KEPT = 12;

/** Adds rows as they close; the rows of one window come while it is the newest or the one before it. */
export class FleetReports {
  readonly #thresholds: Pick<Thresholds, 'analytics' | 'levels'>;
  readonly #reports = new Map<EpochMs, FleetReport>();

  constructor(thresholds: Pick<Thresholds, 'analytics' | 'levels'>) {
    this.#thresholds = thresholds;
  }

  add(row: FiveMinuteRow): void {
    const { windowEnd } = row;
    this.#reports.set(windowEnd, joined(this.#reports.get(windowEnd), row, this.#thresholds));
    if (this.#reports.size <= KEPT) return;
    const oldest = Math.min(...this.#reports.keys());
    this.#reports.delete(oldest);
  }

  /** Oldest first. A report grows until every device's window has closed, the lateness after its end. */
  reports(): readonly FleetReport[] {
    return [...this.#reports.values()].sort((a, b) => a.windowEnd - b.windowEnd);
  }

  /** The newest that is complete at `now`; null when there is none. */
  newest(now: EpochMs): FleetReport | null {
    const { latenessMs } = this.#thresholds.analytics;
    const complete = Math.floor((now - latenessMs) / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
    return this.#reports.get(complete) ?? null;
  }
}

function joined(
  before: FleetReport | undefined,
  row: FiveMinuteRow,
  { analytics, levels }: Pick<Thresholds, 'analytics' | 'levels'>,
): FleetReport {
  const { batch, windowEnd, records } = row;
  const known = before ?? { ...EMPTY, windowEnd };
  const all = known.records + records;
  return {
    windowEnd,
    devices: known.devices + 1,
    records: all,
    meanRisk: known.meanRisk + ((row.meanRisk - known.meanRisk) * records) / all,
    maxRisk: Math.max(known.maxRisk, row.maxRisk),
    arcs: known.arcs + row.arcs,
    atHighRisk: known.atHighRisk + Number(row.maxRisk >= levels.HIGH),
    rapidChange: known.rapidChange + Number(batch.rapidChanges > 0),
    sustained: known.sustained + Number(batch.longestStreak >= analytics.batch.streak),
    volatile: known.volatile + Number(batch.volatility > analytics.batch.volatility),
  };
}

const EMPTY: Omit<FleetReport, 'windowEnd'> = {
  devices: 0,
  records: 0,
  meanRisk: 0,
  maxRisk: 0,
  arcs: 0,
  atHighRisk: 0,
  rapidChange: 0,
  sustained: 0,
  volatile: 0,
};
