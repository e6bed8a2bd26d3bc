/** A policy as it comes from a form or from the disk. */
import { z } from 'zod';
import { ALARM_CLASSES, ALARM_KINDS, ALARM_PRIORITIES } from '#shared/alarms/alarm.ts';
import { NOTIFICATION_TOPICS } from '#shared/notifications/request.ts';
import { ESCALATION_ACTIONS, type EscalationPolicy, PERIODS, POLICY_LIMITS } from './policy.ts';
import { policyFaults } from './policyFaults.ts';

const Step = z.object({
  action: z.enum(ESCALATION_ACTIONS),
  afterSeconds: z.number().int().min(0).max(POLICY_LIMITS.maxAfterSeconds),
  topic: z.enum(NOTIFICATION_TOPICS).nullable(),
});
const Table = z.record(z.enum(PERIODS), z.array(Step).max(POLICY_LIMITS.maxSteps));
const Minutes = z.number().int().min(0).max(1_440);
const Seconds = z.number().int().min(0).max(POLICY_LIMITS.maxDelaySeconds);

/** Exhaustive over classes, priorities and periods: a table that is missing is refused. */
export const EscalationPolicySchema: z.ZodType<EscalationPolicy, EscalationPolicy> = z
  .object({
    dayHours: z.object({ from: Minutes, to: Minutes }),
    tables: z.record(z.enum(ALARM_CLASSES), z.record(z.enum(ALARM_PRIORITIES), Table)),
    delays: z.object({
      acknowledgeSeconds: Seconds,
      investigateSeconds: Seconds,
      kinds: z.array(z.enum(ALARM_KINDS)).max(ALARM_KINDS.length),
      critical: z.boolean(),
    }),
  })
  .superRefine((policy, context) => {
    for (const { code, table } of policyFaults(policy)) {
      const path = table ? ['tables', table.alarmClass, table.priority, table.period] : [];
      context.addIssue({ code: 'custom', message: code, path });
    }
  });
