/** Looking at alarms, and the acts on them. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { ALARM_CLASSES, ALARM_KINDS, type AlarmRecord } from '#shared/alarms/alarm.ts';
import { AlarmId, base, DeviceId, Note, Session, Time } from './base.ts';
import type { ActResult, AlarmDetail } from './views.ts';

const Act = z.object({
  session: Session,
  alarmIds: z.array(AlarmId).min(1).max(500),
  note: Note.optional(),
});

/** For what answers an annunciation. */
const Answer = Act.extend({
  /**
   * `raisedAt` of each alarm as its operator saw it. An alarm that was annunciated again since is refused: nobody has
   * seen yet that it got worse. Without it the alarm is answered as it stands.
   */
  seen: z.record(AlarmId, Time).optional(),
});

export const alarms = {
  get: base.input(z.object({ alarmId: AlarmId })).output(type<AlarmDetail>()),
  /** Ended and open occurrences, newest onset first. */
  history: base
    .input(
      z.object({
        from: Time.optional(),
        to: Time.optional(),
        deviceId: DeviceId.optional(),
        kind: z.enum(ALARM_KINDS).optional(),
        alarmClass: z.enum(ALARM_CLASSES).optional(),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(type<readonly AlarmRecord[]>()),
  /** "I have seen it." Does not silence, reset or close. */
  acknowledge: base.input(Answer).output(type<readonly ActResult[]>()),
  /** Stops the sound. The alarm stays as it is. */
  silence: base.input(Answer).output(type<readonly ActResult[]>()),
  /** Clears a latch. Refused while the cause is present or nobody has acknowledged. */
  reset: base.input(Act).output(type<readonly ActResult[]>()),
  /** Writes something to alarms, whatever their state. */
  note: base.input(Act).output(type<readonly ActResult[]>()),
  /** "I do it": so that two operators don't do the same. Taking over from somebody is allowed, and recorded. */
  take: base.input(Act).output(type<readonly ActResult[]>()),
  /** Gives up what was taken. */
  release: base.input(Act).output(type<readonly ActResult[]>()),
};
