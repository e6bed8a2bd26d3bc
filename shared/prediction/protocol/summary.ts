/** The event-level protocol: what a method's alarms over all episodes add up to. */
import type { Episode } from './episode.ts';
import { kindOf } from './episode.ts';
import { type Interval, poissonExact, quantile, wilson } from './intervals.ts';
import type { Finding, Outcome } from './outcome.ts';

const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;
/** Hazards a device-day in real buildings: few enough that almost every alarm is false unless false ones are rarer. */
export const PREVALENCE = 4e-5;

export interface Judged {
  readonly episode: Episode;
  readonly outcome: Outcome;
  /** Where the gas sensor sits, when an installer told. */
  readonly sensorLocation: 'enc' | 'room' | null;
}

export interface Recall extends Readonly<Record<Finding, number>> {
  readonly fires: number;
  /** Share of the fires that was detected, with its 95 % interval; null without fires. */
  readonly recall: number | null;
  readonly interval: Interval | null;
  /** Minutes from the alarm to the ignition, of all fires that were alarmed before it. */
  readonly lead: {
    readonly q10: number | null;
    readonly q50: number | null;
    readonly q90: number | null;
  };
}

interface Alarmed {
  readonly episodes: number;
  readonly alarmed: number;
}

export interface Summary extends Recall {
  readonly byType: Readonly<Record<string, Recall>>;
  readonly bySensorLocation: Readonly<Record<string, Recall>>;
  readonly normal: {
    readonly deviceDays: number;
    readonly falseAlarms: number;
    /** A normal device-day, with its 95 % interval; null without normal days. */
    readonly perDay: number | null;
    readonly interval: Interval | null;
  };
  readonly hardNegatives: Alarmed & { readonly byType: Readonly<Record<string, Alarmed>> };
  readonly hazards: Alarmed;
  /** Alarms that began before the onset of a fire or a hazard. */
  readonly falseBeforeOnset: number;
  /** Of all alarmed episodes and false alarms, the share that was a fire; hazards left out. Null without alarms. */
  readonly precision: number | null;
  /** The chance that an alarm is a hazard where there are `PREVALENCE` of them a device-day. */
  readonly ppv: number | null;
  /** The same with the upper end of the false alarms' interval. */
  readonly ppvLow: number | null;
}

export function summarize(all: readonly Judged[]): Summary {
  const of = (kind: ReturnType<typeof kindOf>) =>
    all.filter(({ episode }) => kindOf(episode) === kind);
  const fires = of('fire');
  const hard = of('hardNegative');
  const hazards = of('hazard');
  const normal = normalDays(of('normal'));
  const recall = recallOf(fires);
  const falseBeforeOnset = sum([...fires, ...hazards], ({ outcome }) => outcome.falseAlarms);
  const found = recall.detected + recall.short + recall.late;
  const wrong = normal.falseAlarms + alarmedOf(hard).alarmed + falseBeforeOnset;
  return {
    ...recall,
    byType: grouped(fires, ({ episode }) => episode.type, recallOf),
    bySensorLocation: grouped(fires, (one) => one.sensorLocation ?? 'unknown', recallOf),
    normal,
    hardNegatives: {
      ...alarmedOf(hard),
      byType: grouped(hard, ({ episode }) => episode.type, alarmedOf),
    },
    hazards: alarmedOf(hazards),
    falseBeforeOnset,
    precision: found + wrong === 0 ? null : found / (found + wrong),
    ppv: ppv(recall.recall, normal.perDay),
    ppvLow: ppv(recall.recall, normal.interval?.high ?? null),
  };
}

function recallOf(fires: readonly Judged[]): Recall {
  const count = (finding: Finding) =>
    fires.filter(({ outcome }) => outcome.finding === finding).length;
  const detected = count('detected');
  const leads = fires.flatMap(({ outcome: { leadMs } }) =>
    leadMs === null ? [] : [leadMs / MS_PER_MINUTE],
  );
  return {
    fires: fires.length,
    detected,
    short: count('short'),
    late: count('late'),
    missed: count('missed'),
    recall: fires.length === 0 ? null : detected / fires.length,
    interval: wilson(detected, fires.length),
    lead: { q10: quantile(leads, 0.1), q50: quantile(leads, 0.5), q90: quantile(leads, 0.9) },
  };
}

function normalDays(days: readonly Judged[]): Summary['normal'] {
  const deviceDays = sum(days, ({ episode }) => (episode.end - episode.start) / MS_PER_DAY);
  const falseAlarms = sum(days, ({ outcome }) => outcome.falseAlarms);
  if (deviceDays === 0) return { deviceDays, falseAlarms, perDay: null, interval: null };
  const { low, high } = poissonExact(falseAlarms);
  return {
    deviceDays,
    falseAlarms,
    perDay: falseAlarms / deviceDays,
    interval: { low: low / deviceDays, high: high / deviceDays },
  };
}

function alarmedOf(episodes: readonly Judged[]): Alarmed {
  return {
    episodes: episodes.length,
    alarmed: episodes.filter(({ outcome }) => outcome.alarmed).length,
  };
}

function ppv(recall: number | null, falsePerDay: number | null): number | null {
  if (recall === null || falsePerDay === null) return null;
  const right = recall * PREVALENCE;
  return right + falsePerDay === 0 ? null : right / (right + falsePerDay);
}

function grouped<T>(
  all: readonly Judged[],
  key: (one: Judged) => string,
  of: (group: readonly Judged[]) => T,
): Record<string, T> {
  const groups = Map.groupBy(all, key);
  return Object.fromEntries(
    [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => [name, of(group)]),
  );
}

function sum(all: readonly Judged[], of: (one: Judged) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
