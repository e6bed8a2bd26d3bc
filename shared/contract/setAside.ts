/** Points that do not annunciate for a time: setting them aside, bringing them back, and who did what. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { ALARM_KINDS } from '#shared/alarms/alarm.ts';
import {
  SET_ASIDE_LIMITS,
  SET_ASIDE_TYPES,
  type SetAside,
  type SetAsideRefusal,
} from '#shared/alarms/setAside.ts';
import { base, Session, Time } from './base.ts';

/** A device's id, or a part of the desk such as `desk/feed/mqtt-1`. */
const Subject = z.string().min(1).max(256);

export type SetAsideResult =
  | { readonly done: true; readonly setAside: SetAside }
  | { readonly done: false; readonly refusal: SetAsideRefusal };

export const setAside = {
  /** What is set aside now, the one that ends first before the others. */
  list: base.output(type<readonly SetAside[]>()),
  /** What was set aside in a span, the newest first. */
  history: base
    .input(
      z.object({
        from: Time,
        to: Time,
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(type<readonly SetAside[]>()),
  /**
   * Operators shelve for an hour at most; longer, and the other two, is a supervisor's. FORBIDDEN otherwise.
   * Points succeed or are refused one by one, in the order of the request.
   */
  begin: base
    .input(
      z.object({
        session: Session,
        type: z.enum(SET_ASIDE_TYPES),
        points: z
          .array(z.object({ deviceId: Subject, kind: z.enum(ALARM_KINDS).nullable() }))
          .min(1)
          .max(200),
        reason: z.string().trim().min(2).max(500),
        forMs: z.number().int().min(60_000).max(SET_ASIDE_LIMITS.maximumMs),
        longer: z.boolean().default(false),
      }),
    )
    .output(type<readonly SetAsideResult[]>()),
  /** Brings a point back at once. Anybody may: it only makes the desk see more. */
  end: base.input(z.object({ session: Session, id: z.uuid() })).output(type<SetAside>()),
};
