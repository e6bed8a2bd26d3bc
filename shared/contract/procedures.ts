/** What to do when an alarm comes: cards, and the steps that were ticked. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { ALARM_KINDS } from '#shared/alarms/alarm.ts';
import { MAX_STEP_LENGTH, MAX_STEPS, STEP_ROLES } from '#shared/response/card.ts';
import { AlarmId, base, IncidentId, Note, Session } from './base.ts';
import type { ProcedureView, ResponseSheet } from './responseViews.ts';

const Kind = z.enum(ALARM_KINDS);
const StepId = z.string().min(1).max(64);
const Reason = Note.min(1);
const Text = z.string().max(MAX_STEP_LENGTH);
const Subject = z.union([z.object({ alarmId: AlarmId }), z.object({ incidentId: IncidentId })]);
const Tick = z.object({
  session: Session,
  subject: Subject,
  stepId: StepId,
  note: Note.optional(),
});

export const procedures = {
  /** The card in force of every kind. */
  list: base.output(type<readonly ProcedureView[]>()),
  /** Every version of one card, newest first. */
  history: base.input(z.object({ kind: Kind })).output(type<readonly ProcedureView[]>()),
  /** A new version. CONFLICT when another was saved since `baseVersion`, BAD_REQUEST when the card isn't good. */
  save: base
    .input(
      z.object({
        session: Session,
        kind: Kind,
        baseVersion: z.number().int().min(0),
        steps: z
          .array(
            z.object({
              id: StepId.nullable(),
              text: z.object({ ko: Text, en: Text }),
              mandatory: z.boolean(),
              who: z.enum(STEP_ROLES),
            }),
          )
          .max(MAX_STEPS),
        reason: Reason,
      }),
    )
    .output(type<ProcedureView>()),
  /** Rolls back: an old version's steps, as a new version. */
  restore: base
    .input(
      z.object({
        session: Session,
        kind: Kind,
        version: z.number().int().min(0),
        baseVersion: z.number().int().min(0),
        reason: Reason,
      }),
    )
    .output(type<ProcedureView>()),
  /** What is to be done about an alarm or incident, and who has done what. */
  sheet: base.input(z.object({ subject: Subject })).output(type<ResponseSheet>()),
  /** "I have done it." Ticking what is ticked changes nothing: the first name stays. */
  tick: base.input(Tick).output(type<ResponseSheet>()),
  untick: base.input(Tick).output(type<ResponseSheet>()),
};
