/** What the shell knows of the building: enough for its tray, its notifications and for when not to update. */
import { z } from 'zod';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { DeskStatus } from '#shared/contract/views.ts';

/** More than anybody opens one by one; the counts say how many there are. */
const MAX_NAMED = 20;

const Waiting = z.object({
  id: z.string(),
  kind: z.string(),
  /** The device's name, or its id while it has none. */
  name: z.string(),
  /** Moves when the alarm comes again, which is news again. */
  raisedAt: z.number(),
});
export type WaitingAlarm = z.output<typeof Waiting>;

export const DeskSummary = z.object({
  type: z.literal('summary'),
  siteName: z.object({ ko: z.string(), en: z.string() }),
  simulated: z.boolean(),
  /** Fire alarms that are not over, acknowledged or not. */
  openFire: z.number().int(),
  /** Alarms that wait for somebody, by class. */
  waiting: z.object({
    fire: z.number().int(),
    supervisory: z.number().int(),
    trouble: z.number().int(),
  }),
  /** The newest fire alarms among them. */
  fire: z.array(Waiting),
  reporting: z.number().int(),
  expected: z.number().int(),
  /** Ways in, and how many of them are connected. */
  feeds: z.number().int(),
  feedsConnected: z.number().int(),
});
export type DeskSummary = z.output<typeof DeskSummary>;

/** @param nameOf the name of a device; undefined for one that nobody has named */
export function deskSummary(
  alarms: readonly AlarmRecord[],
  status: Pick<DeskStatus, 'siteName' | 'simulated' | 'reporting' | 'expected' | 'feeds'>,
  nameOf: (deviceId: string) => string | undefined,
): DeskSummary {
  const open = alarms.filter(({ endedAt }) => endedAt === null);
  const waiting = open.filter(({ state }) => waitsForAcknowledgement(state));
  const count = (alarmClass: AlarmRecord['alarmClass']) =>
    waiting.filter((alarm) => alarm.alarmClass === alarmClass).length;
  return {
    type: 'summary',
    siteName: status.siteName,
    simulated: status.simulated,
    openFire: open.filter(({ alarmClass }) => alarmClass === 'fire').length,
    waiting: { fire: count('fire'), supervisory: count('supervisory'), trouble: count('trouble') },
    fire: waiting
      .filter(({ alarmClass }) => alarmClass === 'fire')
      .sort((a, b) => b.raisedAt - a.raisedAt)
      .slice(0, MAX_NAMED)
      .map(({ id, kind, deviceId, raisedAt }) => ({
        id,
        kind,
        name: nameOf(deviceId) ?? deviceId,
        raisedAt,
      })),
    reporting: status.reporting,
    expected: status.expected,
    feeds: status.feeds.length,
    feedsConnected: status.feeds.filter(({ state }) => state === 'connected').length,
  };
}
