/**
 * The one description of what the engine offers. Hosts carry it and add nothing.
 * Inputs are zod schemas and are checked at every call; outputs are the engine's own data and are typed only,
 * because checking a thousand devices ten times a second would cost more than making them.
 */
import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { ALARM_CLASSES, ALARM_KINDS } from '#shared/alarms/alarm.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type {
  ActResult,
  AlarmDetail,
  DeviceDetail,
  DeviceView,
  FloorView,
  LiveEvent,
  OperatorView,
  QuarantineEntry,
  SystemReport,
  Timeline,
} from './views.ts';

const DeviceId = z.string().min(1).max(128);
const AlarmId = z.string().min(1).max(512);
const Time = z.number().int().min(0).max(8_640_000_000_000_000);
const Note = z.string().trim().max(2000);
/** Proves who acts: given by `operators.signOn`, and looked up by the engine at every act. */
const Session = z.string().min(16).max(128);

const Act = z.object({
  session: Session,
  alarmIds: z.array(AlarmId).min(1).max(500),
  note: Note.optional(),
});

const base = oc.errors({
  /** The session is unknown or ended: sign on again. */
  UNAUTHORIZED: {},
  FORBIDDEN: {},
  NOT_FOUND: {},
  /** The request is well formed but the engine's state refuses it. */
  CONFLICT: {},
});

export const contract = {
  desk: {
    /** A snapshot, then what changed, at most ten events a second and at least one. */
    live: base.output(eventIterator(type<LiveEvent>())),
    floors: base.output(type<readonly FloorView[]>()),
  },
  alarms: {
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
    acknowledge: base.input(Act).output(type<readonly ActResult[]>()),
    /** Stops the sound. The alarm stays as it is. */
    silence: base.input(Act).output(type<readonly ActResult[]>()),
    /** Clears a latch. Refused while the cause is present or nobody has acknowledged. */
    reset: base.input(Act).output(type<readonly ActResult[]>()),
  },
  devices: {
    get: base.input(z.object({ deviceId: DeviceId })).output(type<DeviceDetail>()),
    timeline: base
      .input(
        z
          .object({
            deviceId: DeviceId,
            from: Time,
            to: Time,
            maxPoints: z.number().int().min(10).max(20_000).default(2000),
          })
          .refine((q) => q.from < q.to, { message: 'from must be before to', path: ['from'] }),
      )
      .output(type<Timeline>()),
    /** Names a device from the inbox and puts it on a floor, or moves one that was placed. */
    place: base
      .input(
        z.object({
          session: Session,
          deviceId: DeviceId,
          name: z.string().trim().min(1).max(80),
          floorId: z.string().min(1).max(64),
          xM: z.number().min(0).max(10_000),
          yM: z.number().min(0).max(10_000),
          zoneId: z.string().max(64).nullable().default(null),
          upstreamPanel: z.string().trim().max(64).nullable().default(null),
          ratedCurrentA: z.number().positive().max(10_000).nullable().default(null),
          model: z.string().trim().max(64).nullable().default(null),
          expectedIntervalMs: z.number().int().min(100).max(3_600_000).default(10_000),
        }),
      )
      .output(type<DeviceView>()),
  },
  operators: {
    list: base.output(type<readonly OperatorView[]>()),
    /** Starts a shift at this desk; every later act names this person. */
    signOn: base
      .input(
        z.object({ operatorId: z.string().min(1).max(64), desk: z.string().trim().min(1).max(64) }),
      )
      .output(type<{ readonly session: string; readonly operator: OperatorView }>()),
    signOff: base.input(z.object({ session: Session })).output(type<null>()),
    /** Who a stored session belongs to, after a reload; UNAUTHORIZED when it has ended. */
    whoAmI: base.input(z.object({ session: Session })).output(type<OperatorView>()),
    add: base
      .input(
        z.object({
          name: z.string().trim().min(1).max(40),
          role: z.enum(['operator', 'supervisor', 'administrator']).default('operator'),
        }),
      )
      .output(type<OperatorView>()),
  },
  system: {
    report: base.output(type<SystemReport>()),
    quarantine: base
      .input(z.object({ limit: z.number().int().min(1).max(500).default(100) }))
      .output(type<readonly QuarantineEntry[]>()),
    thresholds: base.output(type<Thresholds>()),
  },
};

export type Contract = typeof contract;
