/** `/api/alarms`: the table of all alarms for other programs, with the filters of the screen. */
import { z } from 'zod';
import type { PageQuestion } from '#engine/alarms/table/readAlarms.ts';
import { ALARM_SORTS, AlarmFilter, SORT_ORDERS } from '#shared/alarms/alarmTable.ts';
import { AlarmCursor, MOST_ROWS } from '#shared/contract/alarmTable.ts';
import type { AlarmTablePage, AlarmTableRow } from '#shared/contract/alarmTableViews.ts';
import { isoTime } from './seedNames.ts';

/** `fire,trouble` */
const words = z
  .string()
  .optional()
  .transform((text) => text?.split(','));
/** ISO 8601 or UTC milliseconds. */
const moment = z
  .string()
  .optional()
  .transform((text) =>
    text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : Date.parse(text),
  );
const word = z.string().optional();

/** Where the next page begins, as one word: what was recorded when the first was asked for, and the row before it. */
const Place = z.tuple([z.number().int().min(0), ...AlarmCursor.def.items]);
const place = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return undefined;
    const read = Place.safeParse(parsed(Buffer.from(text, 'base64url').toString('utf8')));
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'after must be the next of an answer' });
    return z.NEVER;
  });

const Query = z.strictObject({
  class: words,
  priority: words,
  state: words,
  kind: words,
  outcome: words,
  floor: word,
  zone: word,
  subject: word,
  text: word,
  acknowledged_by: word,
  test: word,
  from: moment,
  to: moment,
  sort: z.enum(ALARM_SORTS).default('onset'),
  order: z.enum(SORT_ORDERS).default('desc'),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(200),
  after: place,
});

/** @returns what is wrong with it as text, or the question */
export function alarmQuestion(query: unknown): string | Omit<PageQuestion, 'simulated'> {
  const read = Query.safeParse(query);
  if (!read.success) return wrongWith(read.error);
  const asked = read.data;
  const filter = AlarmFilter.safeParse(
    withoutGaps({
      classes: asked.class,
      priorities: asked.priority,
      states: asked.state,
      kinds: asked.kind,
      outcomes: asked.outcome,
      floorId: asked.floor,
      zoneId: asked.zone,
      subject: asked.subject,
      text: asked.text,
      acknowledgedBy: asked.acknowledged_by,
      test: asked.test,
      from: asked.from,
      to: asked.to,
    }),
  );
  if (!filter.success) return wrongWith(filter.error);
  const { sort, order, limit, after } = asked;
  return {
    filter: filter.data,
    sort,
    order,
    limit,
    ...(after && { through: after[0], after: [after[1], after[2]] }),
  };
}

function wrongWith({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'query'}: ${issue?.message ?? 'not understood'}`;
}

export function restAlarms({ rows, next, through }: AlarmTablePage) {
  return {
    alarms: rows.map(restAlarm),
    next: next && Buffer.from(JSON.stringify([through, ...next])).toString('base64url'),
  };
}

function restAlarm({ alarm, reason, outcome, cause, incident }: AlarmTableRow) {
  const time = (at: number | null) => (at === null ? null : isoTime(at));
  return {
    alert_id: alarm.id,
    device_id: alarm.deviceId,
    alarm_class: alarm.alarmClass,
    alarm_kind: alarm.kind,
    alert_level: alarm.priority,
    alarm_state: alarm.state,
    condition_active: alarm.conditionActive,
    onset: isoTime(alarm.onsetAt),
    alert_timestamp: isoTime(alarm.raisedAt),
    cleared: time(alarm.clearedAt),
    acknowledged: time(alarm.acknowledgedAt),
    acknowledged_by: alarm.acknowledgedBy,
    taken_by: alarm.takenBy,
    ended: time(alarm.endedAt),
    reason: reason?.code ?? null,
    outcome,
    cause,
    incident_number: incident?.number ?? null,
  };
}

function withoutGaps<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
