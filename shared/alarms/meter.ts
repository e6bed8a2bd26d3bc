/**
 * The meter: how many alarms the desk asks its operator to answer, beside what a person can answer. After ISA-18.2,
 * IEC 62682 and EEMUA 191; what each figure means is in docs/alarms.md.
 */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmClass, AlarmKind, AlarmPriority } from './alarm.ts';
import { FLOOD, type Flood, type FloodRecord } from './flood.ts';

export const METER_PERIODS = ['day', 'week', 'month'] as const;
export type MeterPeriod = (typeof METER_PERIODS)[number];

export const METER_HOURS: Readonly<Record<MeterPeriod, number>> = {
  day: 24,
  week: 168,
  month: 720,
};

export const HOUR_MS = 3_600_000;
/** An alarm that stands for longer is stale: nobody is working on it, or nobody can. */
export const STALE_MS = 24 * HOUR_MS;
export const TOP_SOURCES = 10;

export interface MeterHour {
  /** Its start. */
  readonly at: EpochMs;
  /** How much of it the desk was watching. */
  readonly watchedMs: number;
  /** Annunciations. */
  readonly counts: Readonly<Record<AlarmClass, number>>;
  /** The most annunciations in ten minutes. */
  readonly peak: number;
  /** The most open alarms, and of them those that were stale. */
  readonly standing: number;
  readonly stale: number;
}

/** Annunciations of one class and priority. */
export interface MeterShare {
  readonly alarmClass: AlarmClass;
  readonly priority: AlarmPriority;
  readonly raised: number;
  /** Standing alarms that got worse and asked again. */
  readonly worsened: number;
}

interface MeterSource {
  readonly deviceId: string;
  /** Null for a device without a name, and for what is no device. */
  readonly deviceName: string | null;
  readonly kind: AlarmKind;
  readonly count: number;
}

/** How long alarms waited to be acknowledged. */
export interface MeterWait {
  readonly count: number;
  readonly medianMs: number | null;
  /** 95 % were acknowledged within this time. */
  readonly p95Ms: number | null;
}

/** What stands at this moment. */
export interface MeterNow {
  readonly lastTenMinutes: number;
  readonly lastHour: number;
  readonly standing: number;
  readonly unacknowledged: number;
  readonly stale: number;
  readonly setAside: number;
  readonly chattering: number;
  readonly flood: Flood | null;
}

/** What the meter knows of a period, before anything is judged. */
export interface MeterData {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Every hour of the period, oldest first. */
  readonly hours: readonly MeterHour[];
  readonly shares: readonly MeterShare[];
  readonly waits: Readonly<Record<'all' | AlarmClass, MeterWait>>;
  /** Those that annunciated most, at most ten. */
  readonly sources: readonly MeterSource[];
  /** Those that lasted in the period, oldest first. */
  readonly floods: readonly FloodRecord[];
  readonly now: MeterNow;
}

const METER_FIGURES = [
  'alarms',
  'worsened',
  'perTenMinutes',
  'perHour',
  'perDay',
  'peak',
  'floods',
  'floodShare',
  'waitMedian',
  'wait95',
  'fireWaitMedian',
  'fireWait95',
  'standing',
  'unacknowledged',
  'stale',
  'chattering',
  'setAside',
  'topShare',
] as const;
export type MeterFigureId = (typeof METER_FIGURES)[number];

/** `busy` is more than is good and still less than nobody can answer. */
export type MeterVerdict = 'good' | 'busy' | 'tooMuch';

export interface MeterFigure {
  readonly id: MeterFigureId;
  /** Milliseconds for waits, a part of one for shares; null when there is too little to tell. */
  readonly value: number | null;
  /** The most that is good; null where no standard gives a number. */
  readonly target: number | null;
  readonly verdict: MeterVerdict | null;
}

export interface MeterReport extends MeterData {
  readonly period: MeterPeriod;
  readonly figures: readonly MeterFigure[];
}

/**
 * Up to `target` is good, up to `limit` can be managed. One alarm in ten minutes is "very likely to be acceptable", two
 * are the most that can be managed (ISA-18.2, IEC 62682, EEMUA 191); the same by hour and by day.
 */
const TARGETS: Readonly<
  Partial<Record<MeterFigureId, { readonly target: number; readonly limit: number }>>
> = {
  perTenMinutes: { target: 1, limit: 2 },
  perHour: { target: 6, limit: 12 },
  perDay: { target: 144, limit: 288 },
  peak: { target: FLOOD.beginsAbove, limit: FLOOD.beginsAbove },
  floodShare: { target: 0.01, limit: 0.01 },
  stale: { target: 4, limit: 4 },
  chattering: { target: 0, limit: 0 },
  topShare: { target: 0.05, limit: 0.05 },
};

/** Below this much watched time an average says nothing. */
const LEAST_WATCHED_MS = FLOOD.windowMs;
/** Below this many, ten sources are most of them whatever happens. */
const LEAST_FOR_TOP_SHARE = 100;

export function totalOf({ counts }: Pick<MeterHour, 'counts'>): number {
  return counts.fire + counts.supervisory + counts.trouble;
}

/** The figures in the order of `METER_FIGURES`. */
export function meterFigures(data: MeterData): readonly MeterFigure[] {
  const { hours, shares, waits, sources, floods, now } = data;
  const alarms = sum(shares.map(({ raised, worsened }) => raised + worsened));
  const watchedHours = hours.filter(({ watchedMs }) => watchedMs > 0);
  const watchedMs = sum(watchedHours.map((hour) => hour.watchedMs));
  // Hours that nobody watched tell nothing, neither of alarms nor of quiet.
  const rate = watchedMs < LEAST_WATCHED_MS ? null : sum(watchedHours.map(totalOf)) / watchedMs;
  const per = (ms: number) => (rate === null ? null : rate * ms);
  const values: Readonly<Record<MeterFigureId, number | null>> = {
    alarms,
    worsened: sum(shares.map(({ worsened }) => worsened)),
    perTenMinutes: per(FLOOD.windowMs),
    perHour: per(HOUR_MS),
    perDay: per(24 * HOUR_MS),
    peak: Math.max(0, ...hours.map(({ peak }) => peak)),
    floods: floods.length,
    floodShare:
      watchedMs < LEAST_WATCHED_MS ? null : Math.min(1, floodMs(floods, data) / watchedMs),
    waitMedian: waits.all.medianMs,
    wait95: waits.all.p95Ms,
    fireWaitMedian: waits.fire.medianMs,
    fireWait95: waits.fire.p95Ms,
    standing: now.standing,
    unacknowledged: now.unacknowledged,
    stale: now.stale,
    chattering: now.chattering,
    setAside: now.setAside,
    topShare: alarms < LEAST_FOR_TOP_SHARE ? null : sum(sources.map(({ count }) => count)) / alarms,
  };
  return METER_FIGURES.map((id) => {
    const value = values[id];
    const measure = TARGETS[id] ?? null;
    return {
      id,
      value,
      target: measure?.target ?? null,
      verdict: measure === null || value === null ? null : verdictOf(value, measure),
    };
  });
}

/** The verdict on the present rate, for the line above the alarm list. */
export function rateVerdict(lastTenMinutes: number): MeterVerdict {
  return verdictOf(lastTenMinutes, { target: 2, limit: FLOOD.beginsAbove });
}

/** How long floods lasted inside the span; one that lasts still, until its end. */
function floodMs(
  floods: readonly FloodRecord[],
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): number {
  return sum(
    floods.map(({ since, endedAt }) =>
      Math.max(0, Math.min(endedAt ?? to, to) - Math.max(since, from)),
    ),
  );
}

function verdictOf(
  value: number,
  { target, limit }: { readonly target: number; readonly limit: number },
): MeterVerdict {
  if (value <= target) return 'good';
  return value <= limit ? 'busy' : 'tooMuch';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
