/** The table of all alarms, standing and past: finding them, the views that operators keep, taking what is shown out. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import {
  ALARM_COLUMNS,
  ALARM_SORTS,
  AlarmFilter,
  SORT_ORDERS,
  TableView,
} from '#shared/alarms/alarmTable.ts';
import type {
  AlarmOutline,
  AlarmTableChanges,
  AlarmTablePage,
  SavedView,
  ViewSaved,
} from './alarmTableViews.ts';
import { AlarmId, base, Session } from './base.ts';

/** How many rows one page may have. */
export const MOST_ROWS = 1_000;

/** Of everything that has been recorded, up to here: what comes later moves no row. */
const Through = z.number().int().min(0);

/** Where a page begins: behind this row. Made by the engine. */
export const AlarmCursor = z.tuple([z.number().int(), AlarmId.or(z.literal(''))]);

const AlarmQuestion = z.object({
  filter: AlarmFilter.default({}),
  sort: z.enum(ALARM_SORTS).default('onset'),
  /** `desc` is newest, latest ended (what stands before it) and most urgent first. */
  order: z.enum(SORT_ORDERS).default('desc'),
});

const PageQuestion = AlarmQuestion.extend({
  through: Through.optional(),
  after: AlarmCursor.optional(),
  limit: z.number().int().min(1).max(MOST_ROWS).default(200),
});

const ViewId = z.uuid();

export const alarmTable = {
  /** One page. Fast however many alarms there are: it looks no further than it has rows. */
  page: base.input(PageQuestion).output(type<AlarmTablePage>()),
  /** How many there are, and where each page begins, so that one can go anywhere. Looks at all of them. */
  outline: base
    .input(
      AlarmQuestion.extend({ through: Through, step: z.number().int().min(50).max(MOST_ROWS) }),
    )
    .output(type<AlarmOutline>()),
  /** What became of rows that are shown, and how many came since that would be shown too. */
  changes: base
    .input(AlarmQuestion.extend({ through: Through, alarmIds: z.array(AlarmId).max(MOST_ROWS) }))
    .output(type<AlarmTableChanges>()),
  /** The caller's own, by name. */
  views: base.input(z.object({ session: Session })).output(type<readonly SavedView[]>()),
  /** A new one without `viewId`. */
  saveView: base
    .input(
      z.object({
        session: Session,
        viewId: ViewId.optional(),
        name: z.string().trim().min(1).max(60),
        view: TableView,
      }),
    )
    .output(type<ViewSaved>()),
  removeView: base
    .input(z.object({ session: Session, viewId: ViewId }))
    .output(type<{ readonly removed: boolean }>()),
  /** Records that what is shown is taken out of the machine. Its rows are asked for page by page, up to `through`. */
  beginExport: base
    .input(
      AlarmQuestion.extend({
        session: Session,
        format: z.enum(['csv', 'json']),
        columns: z.array(z.enum(ALARM_COLUMNS)).min(1).max(ALARM_COLUMNS.length),
      }),
    )
    .output(type<{ readonly through: number }>()),
};
