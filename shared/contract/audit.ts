/** The record of every act and every change of configuration. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { AUDIT_ACTIONS } from '#shared/audit/actions.ts';
import type { AuditExport, AuditPage, AuditVerification } from './auditViews.ts';
import { base, Session, Time } from './base.ts';

const Seq = z.number().int().min(0);

const Filter = z.object({
  session: Session,
  /** Part of a name. */
  person: z.string().trim().min(1).max(64).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  /** The subject exactly: a device, an alarm, an operator. */
  subject: z.string().min(1).max(512).optional(),
  from: Time.optional(),
  to: Time.optional(),
});

export const audit = {
  /** Newest first before an entry, or oldest first after one. */
  list: base
    .input(
      Filter.extend({
        before: Seq.optional(),
        after: Seq.optional(),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(type<AuditPage>()),
  /** Records that the chain is exported, and signs its head with that entry in it. */
  beginExport: base
    .input(Filter.extend({ format: z.enum(['jsonl', 'csv']) }))
    .output(type<AuditExport>()),
  verification: base.input(z.object({ session: Session })).output(type<AuditVerification>()),
  /** Begins a walk along the whole chain, beside the monitoring; `revisions.audit` says when it has ended. */
  verify: base.input(z.object({ session: Session })).output(type<AuditVerification>()),
};
