/** One device: now, over time, and its place on the plan. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { base, DeviceId, Session, Time } from './base.ts';
import type { DeviceDetail, DeviceView, Timeline } from './views.ts';

export const devices = {
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
        branch: z.string().trim().max(64).nullable().default(null),
        ratedCurrentA: z.number().positive().max(10_000).nullable().default(null),
        gasSensor: z.enum(['enclosure', 'room']).nullable().default(null),
        temperatureSensor: z.enum(['terminal', 'enclosure']).nullable().default(null),
        model: z.string().trim().max(64).nullable().default(null),
        expectedIntervalMs: z.number().int().min(100).max(3_600_000).default(10_000),
      }),
    )
    .output(type<DeviceView>()),
};
