/**
 * The table of all alarms, standing and past: what can be asked of it, in which order it comes, which columns it has, and
 * what a saved view holds. One description for the engine, which searches, and the screen, which shows.
 */
import { z } from 'zod';
import { stamp } from '#shared/i18n/stamp.ts';
import { fromField } from '#shared/i18n/zonedTime.ts';
import { OUTCOMES } from '#shared/response/outcome.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  ALARM_CLASSES,
  ALARM_KINDS,
  ALARM_PRIORITIES,
  ALARM_STATES,
  type AlarmState,
} from './alarm.ts';

/** What the rows are ordered by: when they began, when they ended, or class with priority. */
export const ALARM_SORTS = ['onset', 'ended', 'urgency'] as const;
export type AlarmSort = (typeof ALARM_SORTS)[number];
export const SORT_ORDERS = ['desc', 'asc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** What an alarm turned out to be, or `none` while nobody has said so. */
export const OUTCOME_CHOICES = [...OUTCOMES, 'none'] as const;

/** An empty list would find nothing, and nobody asks for that. */
const some = <T extends z.ZodType>(word: T, most: number) => z.array(word).min(1).max(most);

const Time = z.number().int().min(0).max(8_640_000_000_000_000);

/** What doesn't depend on when it is asked. All of it must be met; a list is met by any of its words. */
const lasting = {
  /** Words of which each is in the device's id or name, its zone, floor or panel, or in the kind's or class's name. */
  text: z.string().trim().min(1).max(80).optional(),
  classes: some(z.enum(ALARM_CLASSES), ALARM_CLASSES.length).optional(),
  priorities: some(z.enum(ALARM_PRIORITIES), ALARM_PRIORITIES.length).optional(),
  /** `normal` is what has ended; everything else stands. */
  states: some(z.enum(ALARM_STATES), ALARM_STATES.length).optional(),
  kinds: some(z.enum(ALARM_KINDS), ALARM_KINDS.length).optional(),
  /** Where its device is now. */
  floorId: z.string().min(1).max(128).optional(),
  zoneId: z.string().min(1).max(128).optional(),
  /** A device, or a part of the desk. */
  subject: z.string().min(1).max(256).optional(),
  outcomes: some(z.enum(OUTCOME_CHOICES), OUTCOME_CHOICES.length).optional(),
  /** Part of the name of who acknowledged it. */
  acknowledgedBy: z.string().trim().min(1).max(64).optional(),
  /** Only what was a test or simulated, or only what was not. */
  test: z.enum(['only', 'without']).optional(),
} as const;

/** Which alarms. A word that is not known is refused, and not passed over: it would find what nobody asked for. */
export const AlarmFilter = z
  .strictObject({
    ...lasting,
    /** Onsets from here on. */
    from: Time.optional(),
    /** Exclusive. */
    to: Time.optional(),
  })
  .refine(({ from = 0, to = Number.MAX_SAFE_INTEGER }) => from < to, {
    message: 'from must be before to',
  });
export type AlarmFilter = z.infer<typeof AlarmFilter>;

/** A stretch of time that moves with the clock, or one that stands still. */
export const Period = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('today') }),
  z.strictObject({ type: z.literal('days'), days: z.number().int().min(1).max(3650) }),
  z
    .strictObject({ type: z.literal('range'), from: Time.optional(), to: Time.optional() })
    .refine(({ from = 0, to = Number.MAX_SAFE_INTEGER }) => from < to, {
      message: 'from must be before to',
    }),
]);
export type Period = z.infer<typeof Period>;

/** Which alarms, whenever it is asked: what a saved view keeps. */
export const ViewFilter = z.strictObject({ ...lasting, period: Period.optional() });
export type ViewFilter = z.infer<typeof ViewFilter>;

export const ALARM_COLUMNS = [
  'onset',
  'kind',
  'class',
  'priority',
  'state',
  'device',
  'floor',
  'zone',
  'reason',
  'raised',
  'acknowledgedBy',
  'acknowledged',
  'takenBy',
  'cleared',
  'ended',
  'duration',
  'outcome',
  'incident',
  'deviceId',
] as const;
export type AlarmColumn = (typeof ALARM_COLUMNS)[number];

/** Pixels at the usual size of the page; narrower than this a column says nothing. */
export const COLUMN_WIDTHS = { least: 48, most: 900 } as const;

const ShownColumn = z.strictObject({
  id: z.enum(ALARM_COLUMNS),
  width: z.number().int().min(COLUMN_WIDTHS.least).max(COLUMN_WIDTHS.most),
});
export type ShownColumn = z.infer<typeof ShownColumn>;

/** Everything that makes the table look as it does. */
export const TableView = z.strictObject({
  filter: ViewFilter,
  sort: z.enum(ALARM_SORTS),
  order: z.enum(SORT_ORDERS),
  /** From left to right. */
  columns: z
    .array(ShownColumn)
    .min(1)
    .max(ALARM_COLUMNS.length)
    .refine((columns) => new Set(columns.map(({ id }) => id)).size === columns.length, {
      message: 'a column is shown once',
    }),
});
export type TableView = z.infer<typeof TableView>;

/** States of what has not ended. */
const STANDING_STATES: readonly AlarmState[] = ALARM_STATES.filter((state) => state !== 'normal');

const WAITING_STATES: readonly AlarmState[] = [
  'unacknowledged',
  'returnedUnacknowledged',
  'latchedUnacknowledged',
];

const WIDTHS: Readonly<Record<AlarmColumn, number>> = {
  onset: 176,
  kind: 190,
  class: 110,
  priority: 100,
  state: 176,
  device: 190,
  floor: 110,
  zone: 130,
  reason: 280,
  raised: 176,
  acknowledgedBy: 120,
  acknowledged: 176,
  takenBy: 110,
  cleared: 176,
  ended: 176,
  duration: 110,
  outcome: 130,
  incident: 80,
  deviceId: 150,
};

export const columnOf = (id: AlarmColumn): ShownColumn => ({ id, width: WIDTHS[id] });

const columnsOf = (...ids: readonly AlarmColumn[]) => ids.map(columnOf);

/** What is shown until somebody chooses other columns. */
export const USUAL_COLUMNS: readonly ShownColumn[] = columnsOf(
  'onset',
  'kind',
  'priority',
  'state',
  'device',
  'floor',
  'reason',
  'acknowledgedBy',
  'ended',
  'outcome',
);

const view = (
  filter: ViewFilter,
  sort: AlarmSort = 'onset',
  columns: readonly ShownColumn[] = USUAL_COLUMNS,
): TableView => ({ filter, sort, order: 'desc', columns: [...columns] });

const CLOSED_COLUMNS = columnsOf(
  'onset',
  'kind',
  'priority',
  'device',
  'floor',
  'reason',
  'acknowledgedBy',
  'duration',
  'outcome',
  'incident',
);

export const BUILT_IN_VIEWS = [
  'now',
  'waiting',
  'all',
  'today',
  'fireWeek',
  'aside',
  'nuisance',
  'unjudged',
  'test',
] as const;
export type BuiltInView = (typeof BUILT_IN_VIEWS)[number];

/** Views that everybody has and nobody can change. The first is what the screen begins with. */
export const BUILT_IN: Readonly<Record<BuiltInView, TableView>> = {
  now: view({ states: [...STANDING_STATES] }, 'urgency'),
  waiting: view({ states: [...WAITING_STATES] }, 'urgency'),
  all: view({}),
  today: view({ period: { type: 'today' } }),
  fireWeek: view({ classes: ['fire'], period: { type: 'days', days: 7 } }),
  aside: view({ states: ['shelved', 'suppressedByDesign', 'outOfService'] }),
  nuisance: view({ outcomes: ['nuisance'] }, 'onset', CLOSED_COLUMNS),
  unjudged: view(
    { classes: ['fire', 'supervisory'], states: ['normal'], outcomes: ['none'] },
    'ended',
    CLOSED_COLUMNS,
  ),
  test: view({ test: 'only' }, 'onset', CLOSED_COLUMNS),
};

const DAY_MS = 86_400_000;
/** A period that moves is asked for in steps of this: a question that changes every second is a new one every second. */
const STEP_MS = 60_000;

/** A view's filter as it is meant at this moment, by the site's calendar. */
export function filterAt(
  { period, ...rest }: ViewFilter,
  now: EpochMs,
  timeZone: string,
): AlarmFilter {
  if (period === undefined) return rest;
  if (period.type === 'range') {
    const { from, to } = period;
    return { ...rest, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  if (period.type === 'today') {
    const midnight = fromField(`${stamp(now, timeZone).slice(0, 10)}T00:00`, timeZone);
    return { ...rest, from: Math.max(0, midnight ?? 0) };
  }
  const minute = Math.floor(now / STEP_MS) * STEP_MS;
  return { ...rest, from: Math.max(0, minute - period.days * DAY_MS) };
}

/** Whether a view looks like another: what is shown has not been changed since it was chosen. */
export function sameView(a: TableView, b: TableView): boolean {
  return canonical(a) === canonical(b);
}

/** The same whatever order its keys were written in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(
          Object.entries(one)
            .filter(([, inner]) => inner !== undefined)
            .sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : one,
  );
