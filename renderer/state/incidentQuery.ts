/** What the Incidents screen asks for, and how its selection moves. Pure. */
import type { IncidentView } from '#shared/contract/responseViews.ts';
import type { IncidentPhase } from '#shared/response/close.ts';
import type { Outcome } from '#shared/response/outcome.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** As many as are drawn at once: a thousand incidents cost what one page of them does. */
export const PAGE_SIZE = 50;

export const PERIODS = ['day', 'week', 'month', 'ever'] as const;
type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;
const PERIOD_MS: Readonly<Record<Exclude<Period, 'ever'>, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

export interface IncidentFilter {
  readonly phase: IncidentPhase | 'open' | 'all';
  readonly outcome: Outcome | 'any';
  readonly period: Period;
  readonly text: string;
  readonly page: number;
}

export const NO_FILTER: IncidentFilter = {
  phase: 'all',
  outcome: 'any',
  period: 'ever',
  text: '',
  page: 0,
};

/** @param now to the minute is enough: a list that asks anew every second is asked for nothing */
export function queryOf({ phase, outcome, period, text, page }: IncidentFilter, now: EpochMs) {
  return {
    ...(phase === 'all' ? {} : { phase }),
    ...(outcome === 'any' ? {} : { outcome }),
    ...(period === 'ever' ? {} : { from: Math.max(0, Math.floor(now - PERIOD_MS[period])) }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    limit: PAGE_SIZE,
    offset: page * PAGE_SIZE,
  };
}

/** Whether it may be closed together with others: over, and without fire in it. */
export function closableTogether({ phase, alarmClass }: IncidentView): boolean {
  return phase === 'waiting' && alarmClass !== 'fire';
}

/** The incident before or after the chosen one; the first when none of the page is chosen. */
export function stepTo(
  items: readonly IncidentView[],
  chosenId: string | null,
  step: 1 | -1,
): IncidentView | undefined {
  const at = items.findIndex(({ id }) => id === chosenId);
  if (at === -1) return items[0];
  return items[Math.min(items.length - 1, Math.max(0, at + step))];
}
