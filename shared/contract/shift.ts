/** The shift log, the check lists and the hand-overs. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { CHECK_LISTS } from '#shared/shift/checkLists.ts';
import { LOG_CATEGORIES, LOG_LINE_TYPES } from '#shared/shift/log.ts';
import { base, Session, Time } from './base.ts';
import type {
  CheckHistoryEntry,
  CheckListView,
  HandoverEntryView,
  HandoverSummary,
  HandoverView,
  LogPage,
  OwnCheckItem,
  ShiftDue,
} from './shiftViews.ts';

const Text = z.string().trim().min(1).max(2000);
const Remarks = z.string().trim().max(4000).default('');
const List = z.enum(CHECK_LISTS);
/** The first day of the period, as the list says it; any other is refused by what stands. */
const Period = z.string().min(1).max(32);
const HandoverId = z.number().int().min(1);
const Types = z.array(z.enum(LOG_LINE_TYPES)).max(LOG_LINE_TYPES.length);

export const shift = {
  /** What waits, for the badge in the navigation. */
  due: base.output(type<ShiftDue>()),

  /** Newest first, what people wrote and what the desk knows by itself. */
  log: base
    .input(
      z.object({
        from: Time.optional(),
        to: Time.optional(),
        after: z.object({ at: z.number(), key: z.string().max(200) }).optional(),
        types: Types.optional(),
        text: z.string().max(200).optional(),
        /** Lines of these types are found whatever they say: the page knows what they are called. */
        namedTypes: Types.optional(),
        limit: z.number().int().min(1).max(500).default(200),
      }),
    )
    .output(type<LogPage>()),
  /** Nothing written is changed: a correction is an entry of its own that names the one it corrects. */
  write: base
    .input(
      z.object({
        session: Session,
        category: z.enum(LOG_CATEGORIES),
        text: Text,
        corrects: z.number().int().min(1).nullable().default(null),
      }),
    )
    .output(type<null>()),

  /** The lists of today, this week and this month. */
  checks: base.output(type<readonly CheckListView[]>()),
  /** A list as it was signed. */
  signedCheck: base.input(z.object({ list: List, period: Period })).output(type<CheckListView>()),
  checkHistory: base.output(type<readonly CheckHistoryEntry[]>()),
  answerCheck: base
    .input(
      z
        .object({
          session: Session,
          list: List,
          period: Period,
          itemId: z.string().min(1).max(64),
          state: z.enum(['done', 'problem', 'open']),
          note: z.string().trim().max(1000).nullable().default(null),
        })
        .refine(({ state, note }) => state !== 'problem' || (note !== null && note !== ''), {
          message: 'a problem needs a note',
          path: ['note'],
        }),
    )
    .output(type<null>()),
  signCheck: base
    .input(z.object({ session: Session, list: List, period: Period }))
    .output(type<null>()),
  ownChecks: base.output(type<readonly OwnCheckItem[]>()),
  /** Administrators. */
  addCheck: base
    .input(z.object({ session: Session, list: List, text: z.string().trim().min(1).max(200) }))
    .output(type<null>()),
  retireCheck: base
    .input(z.object({ session: Session, id: z.string().min(1).max(64) }))
    .output(type<null>()),

  /** What would be handed over now. */
  handoverPreview: base.output(type<HandoverSummary>()),
  handovers: base
    .input(z.object({ limit: z.number().int().min(1).max(200).default(50) }))
    .output(type<readonly HandoverEntryView[]>()),
  handover: base.input(z.object({ id: HandoverId })).output(type<HandoverView>()),
  /** Signed by who goes; answers with its number. */
  handOver: base.input(z.object({ session: Session, remarks: Remarks })).output(type<number>()),
  /** Signed by who comes. */
  takeOver: base
    .input(z.object({ session: Session, id: HandoverId, remarks: Remarks }))
    .output(type<null>()),
  /** Supervisors. */
  countersign: base
    .input(z.object({ session: Session, id: HandoverId, remarks: Remarks }))
    .output(type<null>()),
};
