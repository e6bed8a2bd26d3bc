import type { AlarmChange } from '#shared/alarms/lifecycle.ts';

/** A room that follows what happens to alarms: escalation, incidents, notifications, the meter. */
export interface AlarmFollower {
  /**
   * In the transaction that writes the changes: what must be as durable as they are. Nothing in memory may change
   * here, because the transaction can still fail, and then the same changes come again.
   */
  persist?(changes: readonly AlarmChange[]): void;
  /** After the commit, in the order in which the changes happened. */
  applied?(changes: readonly AlarmChange[]): void;
}
