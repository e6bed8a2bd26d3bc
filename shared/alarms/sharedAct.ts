/**
 * An operator's act as one desk tells it to another. Two desks that watch the same devices raise the same alarms under
 * the same ids; with these, what a person did at one of them counts at both, also after an hour without a link.
 */
import { z } from 'zod';
import { SharedDeliveries } from '#shared/notifications/sharedDeliveries.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmRecord } from './alarm.ts';

export const SHARED_ACTS = ['acknowledge', 'silence', 'reset', 'note', 'take', 'release'] as const;
export type SharedActType = (typeof SHARED_ACTS)[number];

export const SharedAct = z.object({
  alarmId: z.string().min(1).max(512),
  type: z.enum(SHARED_ACTS),
  /** The clock of the desk where it was done. */
  at: z.number().int().min(0),
  operator: z.string().min(1).max(64),
  desk: z.string().min(1).max(64),
  note: z.string().max(2000).nullable(),
  /** Event time of the annunciation that the person saw: it is the same on every desk, whatever their clocks say. */
  seenAt: z.number().int().min(0),
});
export type SharedAct = z.output<typeof SharedAct>;

export const SharedActs = z.object({
  siteId: z.string(),
  /** Which desk this is; missing from versions that don't say what they have told. */
  deskId: z.string().min(1).max(64).optional(),
  /** What it has told people outside, when that was asked. What this version can't read is as if it said nothing. */
  told: SharedDeliveries.optional().catch(undefined),
  acts: z.array(SharedAct).max(1000),
  /** Where to go on. Less than what was asked from: the other desk's record began afresh. */
  next: z.number().int().min(0),
});
export type SharedActs = z.output<typeof SharedActs>;

/** Event time of what the alarm last annunciated. */
export function annunciatedAt(alarm: AlarmRecord): EpochMs {
  return alarm.evidence?.reading.measuredAt ?? alarm.onsetAt;
}
