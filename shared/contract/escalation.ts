/** Who is told of an alarm that nobody answers, and the time to look before others are told. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { EscalationPolicySchema } from '#shared/escalation/policySchema.ts';
import { AlarmId, base, Note, Session } from './base.ts';
import type { EscalationAnswer, EscalationDetail, PolicyView } from './escalationViews.ts';

/** A shift, and never longer than the operator can be expected to stay. */
const Hours = z.number().int().min(1).max(12);

export const escalation = {
  /** Null when there is nothing to escalate about it. */
  of: base.input(z.object({ alarmId: AlarmId })).output(type<EscalationDetail | null>()),
  /** Attended: a person promises to look. Ends by itself. */
  setMode: base
    .input(
      z.discriminatedUnion('mode', [
        z.object({ session: Session, mode: z.literal('attended'), hours: Hours }),
        z.object({ session: Session, mode: z.literal('unattended') }),
      ]),
    )
    .output(type<null>()),
  /** "It is real": everything outside is told at once, whatever waits. */
  confirmHazard: base
    .input(z.object({ session: Session, alarmId: AlarmId, note: Note.optional() }))
    .output(type<EscalationAnswer>()),
  /** What the person found who went to look. */
  reportInvestigated: base
    .input(
      z.object({
        session: Session,
        alarmId: AlarmId,
        result: z.enum(['hazard', 'noHazard']),
        note: Note.optional(),
      }),
    )
    .output(type<EscalationAnswer>()),
  /** Once more the time to look; a supervisor's. */
  extend: base
    .input(z.object({ session: Session, alarmId: AlarmId }))
    .output(type<EscalationAnswer>()),
  tables: base.output(type<PolicyView>()),
  /** CONFLICT when somebody has changed them since `version`. */
  setTables: base
    .input(
      z.object({
        session: Session,
        version: z.number().int().min(0),
        policy: EscalationPolicySchema,
        why: Note.min(1),
      }),
    )
    .output(type<PolicyView>()),
};
