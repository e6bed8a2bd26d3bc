import type { EscalationStatus } from '#shared/contract/escalationViews.ts';

/** A desk at which nothing is delayed and nothing was escalated. */
export const NO_ESCALATION: EscalationStatus = {
  attended: null,
  dayEndsAt: null,
  acknowledgeSeconds: 15,
  investigateSeconds: 180,
  delayed: 0,
  marks: [],
};
