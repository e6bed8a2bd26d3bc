/**
 * The same telling at two desks. Each takes the steps of its own escalation table; by this name one of them can know
 * that the other has told the same people the same thing. Nothing in it comes from a desk's own clock, name or counting.
 */
import {
  type AlarmClass,
  type AlarmPriority,
  type AlarmRecord,
  READING_KINDS,
} from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { type EpochMs, isDatedByDesk } from '#shared/telemetry/reading.ts';
import type { NotificationTopic } from './request.ts';

/** What a reading made a desk annunciate: the same at every desk that has the reading. */
export interface SharedAnnunciation {
  /** Event time of the reading. */
  readonly eventAt: EpochMs;
  readonly by: 'raise' | 'raiseAgain' | 'worsen';
  readonly priority: AlarmPriority;
}

/** How long a telling is held back for the word of the other desk, milliseconds. Fixed: nothing makes it longer. */
export const HELD_FIRE_MS = 20_000;
/** Under the five minutes after which a waiting notification is a trouble. */
export const HELD_OTHER_MS = 240_000;
/** An other desk that was asked longer ago than this, and has not answered since, holds nothing back. */
export const HEARD_WITHIN_MS = 10_000;

export function heldMs(alarmClass: AlarmClass): number {
  return alarmClass === 'fire' ? HELD_FIRE_MS : HELD_OTHER_MS;
}

/**
 * @returns null for what no other desk can answer for: a point that was brought back (setting aside is not shared), what
 *   a desk notices by itself, and a reading that the desk's own clock dated.
 */
export function sharedAnnunciation({
  alarm,
  event,
}: Pick<AlarmChange, 'alarm' | 'event'>): SharedAnnunciation | null {
  const { type, fromState } = event;
  if (type !== 'raise' && type !== 'worsen') return null;
  if (!(READING_KINDS as readonly string[]).includes(alarm.kind)) return null;
  const reading = alarm.evidence?.reading;
  if (!reading || isDatedByDesk(reading)) return null;
  const by = type === 'worsen' ? 'worsen' : fromState === 'normal' ? 'raise' : 'raiseAgain';
  return { eventAt: reading.measuredAt, by, priority: alarm.priority };
}

/** The name of one step's telling. None of its last five parts can hold a `#`, so that no two tellings share a name. */
export function tellingName(
  { id }: Pick<AlarmRecord, 'id'>,
  { eventAt, by, priority }: SharedAnnunciation,
  step: number,
  topic: NotificationTopic,
): string {
  return [id, eventAt, by, priority, step, topic].join('#');
}

/** Another desk of the site, as far as it has been heard. */
export interface HeardDesk {
  readonly deskId: string;
  /** Until when it counts as in reach, on the clock that nobody can set. */
  readonly freshUntil: number;
  /** Whom it can tell now, by topic, as `recipientKey`s. */
  readonly reaches: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Whether another desk tells first: its id is the smaller one, it was heard just now, and it can tell one of these.
 * With the same id neither is first, and both tell.
 */
export function tellsFirst(
  desk: HeardDesk,
  ownId: string,
  telling: { readonly topic: NotificationTopic; readonly recipients: readonly string[] },
  now: number,
): boolean {
  if (desk.deskId >= ownId || now >= desk.freshUntil) return false;
  const reached = desk.reaches.get(telling.topic);
  return reached !== undefined && telling.recipients.some((one) => reached.has(one));
}

/** Of these, the ones of whom no desk has said that they were told. */
export function notToldYet(
  recipients: readonly string[],
  told: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): readonly string[] {
  return recipients.filter((one) => !told.has(one));
}
