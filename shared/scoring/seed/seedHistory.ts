/** The seed's history, which counts by message instead of by time, in its literal and its mended order. */
import { DeviceHistory, riskModifier } from '../history.ts';
import type { Thresholds } from '../thresholds.ts';

export interface SeedHistoryRow {
  readonly pcbTemperature: number | undefined;
  readonly arcCount: number | undefined;
  /** Absent in rows that were stored without risk indicators. */
  readonly indicatorScore: number | undefined;
}

export type SeedHistoryContext =
  | { readonly state: 'INSUFFICIENT_DATA' | 'ERROR'; readonly riskModifier: 1 }
  | {
      readonly state: 'AVAILABLE';
      readonly riskModifier: number;
      readonly recentDataCount: number;
      readonly averageTemperature: number;
      /** °C per message */
      readonly temperatureTrend: number;
      readonly totalArcs: number;
      readonly averageRisk: number;
    };

/** °C per message. The product's limit is per minute: `history.heatingPerMinute`. */
const HEATING_PER_MESSAGE = 0.1;
const ROW_MS = 1_000;
const ROWS_PER_MINUTE = 60_000 / ROW_MS;
/** What the seed takes for the mean of no scores. */
const UNKNOWN_RISK = 0.5;

/**
 * The product's history, asked the seed's question: messages one second apart, so that a trend in °C per minute
 * is sixty times the trend per message.
 *
 * @param order `newestFirst` is the seed bug for bug: its slope runs backwards in time, so that cooling raises
 *   the risk and heating never does
 */
export function seedHistoryContext(
  rowsNewestFirst: readonly SeedHistoryRow[],
  order: 'newestFirst' | 'chronological',
  thresholds: Thresholds,
): SeedHistoryContext {
  const { newest, minimumCount } = thresholds.history;
  if (rowsNewestFirst.length < minimumCount) return { state: 'INSUFFICIENT_DATA', riskModifier: 1 };
  const history = new DeviceHistory();
  const used = rowsNewestFirst.slice(0, newest);
  for (const [age, row] of [...used.entries()].reverse()) {
    if (row.pcbTemperature === undefined || row.arcCount === undefined)
      return { state: 'ERROR', riskModifier: 1 };
    history.add(
      {
        measuredAt: (used.length - age) * ROW_MS,
        pcbTemperature: row.pcbTemperature,
        arcCount: row.arcCount,
        quality: [],
      },
      row.indicatorScore ?? null,
    );
  }
  const perMessage = {
    ...thresholds,
    history: { ...thresholds.history, heatingPerMinute: HEATING_PER_MESSAGE * ROWS_PER_MINUTE },
  };
  const context = history.context(perMessage);
  const perMinute = (context.temperatureTrend ?? 0) * (order === 'newestFirst' ? -1 : 1);
  const arcs = context.recentArcs ?? 0;
  return {
    state: 'AVAILABLE',
    riskModifier:
      order === 'newestFirst'
        ? riskModifier(perMinute, arcs, context.averageRisk, perMessage)
        : context.riskModifier,
    recentDataCount: rowsNewestFirst.length,
    averageTemperature: context.averageTemperature ?? 0,
    temperatureTrend: perMinute / ROWS_PER_MINUTE,
    totalArcs: arcs,
    averageRisk: context.averageRisk ?? UNKNOWN_RISK,
  };
}
