/**
 * The check lists of the operating guide: what is looked at every day, every week and every month. An administrator can
 * add items of the site's own; these stay, so that a list means the same at every site.
 */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { addDays, type CalendarDay, dayKey, instantOf, localTime, weekday } from './siteTime.ts';

export const CHECK_LISTS = ['daily', 'weekly', 'monthly'] as const;
export type CheckListName = (typeof CHECK_LISTS)[number];

/** Changes whenever an item below does: a signature names it. */
export const CHECK_LISTS_VERSION = 'checks-1';

/** What the desk can say of an item by itself. */
export const CHECK_FIGURES = [
  'systemState',
  'devices',
  'unreadable',
  'inflow',
  'severeAlarms',
  'nuisance',
  'needAction',
  'alarmPattern',
  'latency',
  'disk',
  'weekAlarms',
  'memory',
  'dataQuality',
  'thresholds',
  'sensorTroubles',
  'communicationTroubles',
  'completeness',
  'inbox',
  'version',
  'fireAlarms',
  'problemsFound',
] as const;
export type CheckFigureKey = (typeof CHECK_FIGURES)[number];

export interface CheckFigure {
  readonly key: CheckFigureKey;
  readonly values: Readonly<Record<string, number | string>>;
  /** Whether it is as it should be; null where there is no such line. */
  readonly good: boolean | null;
}

export const CHECK_SECTIONS = [
  'systemState',
  'alarmReview',
  'performance',
  'modelAnalysis',
  'optimisation',
  'dataQuality',
  'maintenance',
  'value',
] as const;
export type CheckSection = (typeof CHECK_SECTIONS)[number];

interface CheckItem {
  readonly id: string;
  readonly section: CheckSection;
  /** Shown beside the item, so that the operator signs what is seen; null where a person must look elsewhere. */
  readonly figure: CheckFigureKey | null;
}

const item = (id: string, section: CheckSection, figure: CheckFigureKey | null): CheckItem => ({
  id,
  section,
  figure,
});

/** In the guide's order. The words are in `shared/i18n`. */
export const CHECK_ITEMS = {
  daily: [
    item('overallState', 'systemState', 'systemState'),
    item('activeDevices', 'systemState', 'devices'),
    item('errorRate', 'systemState', 'unreadable'),
    item('dataInflow', 'systemState', 'inflow'),
    item('severeAlarms', 'alarmReview', 'severeAlarms'),
    item('falseAlarms', 'alarmReview', 'nuisance'),
    item('needAction', 'alarmReview', 'needAction'),
    item('alarmPattern', 'alarmReview', 'alarmPattern'),
    item('modelAccuracy', 'performance', null),
    item('responseTime', 'performance', 'latency'),
    item('storageUse', 'performance', 'disk'),
    item('cost', 'performance', null),
  ],
  weekly: [
    item('weeklyReport', 'modelAnalysis', 'weekAlarms'),
    item('modelTrend', 'modelAnalysis', null),
    item('misjudged', 'modelAnalysis', 'nuisance'),
    item('retraining', 'modelAnalysis', null),
    item('resources', 'optimisation', 'memory'),
    item('bottleneck', 'optimisation', 'latency'),
    item('deviceQuality', 'optimisation', 'dataQuality'),
    item('thresholdReview', 'optimisation', 'thresholds'),
    item('outliers', 'dataQuality', 'sensorTroubles'),
    item('communication', 'dataQuality', 'communicationTroubles'),
    item('completeness', 'dataQuality', 'completeness'),
    item('newSensors', 'dataQuality', 'inbox'),
  ],
  monthly: [
    item('architecture', 'maintenance', 'version'),
    item('security', 'maintenance', null),
    item('backupTest', 'maintenance', null),
    item('capacity', 'maintenance', 'disk'),
    item('prevention', 'value', 'fireAlarms'),
    item('returnOnCost', 'value', null),
    item('feedback', 'value', null),
    item('improvements', 'value', 'problemsFound'),
  ],
} as const satisfies Record<CheckListName, readonly CheckItem[]>;

export interface CheckPeriod {
  /** Its first day: what the list of this period is called by. */
  readonly key: string;
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
  /** A list that is not signed by then is overdue. It can still be signed until the period ends. */
  readonly dueAt: EpochMs;
}

/** Noon, by the site's clocks: of the day itself, of the Wednesday, of the fifth. */
const DUE_HOUR = 12;
const DUE_AFTER_DAYS: Readonly<Record<CheckListName, number>> = { daily: 0, weekly: 2, monthly: 4 };

/** Days begin at midnight, weeks on Monday, months on the first, as the site's clocks show them. */
export function periodOf(list: CheckListName, at: EpochMs, zone: string): CheckPeriod {
  const today: CalendarDay = localTime(at, zone);
  const first = firstDay(list, today);
  const next = list === 'monthly' ? { ...addDays(first, 31), day: 1 } : addDays(first, DAYS[list]);
  return {
    key: dayKey(first),
    from: instantOf(first, 0, zone),
    to: instantOf(next, 0, zone),
    dueAt: instantOf(addDays(first, DUE_AFTER_DAYS[list]), DUE_HOUR, zone),
  };
}

const DAYS = { daily: 1, weekly: 7 } as const;

/** How people name the period: the day, the week's first and last, the month. */
export function periodText(list: CheckListName, key: string): string {
  if (list === 'daily') return key;
  if (list === 'monthly') return key.slice(0, 7);
  const [year = 0, month = 1, day = 1] = key.split('-').map(Number);
  return `${key} ~ ${dayKey(addDays({ year, month, day }, 6)).slice(5)}`;
}

function firstDay(list: CheckListName, today: CalendarDay): CalendarDay {
  if (list === 'daily') return today;
  return list === 'weekly' ? addDays(today, -weekday(today)) : { ...today, day: 1 };
}
