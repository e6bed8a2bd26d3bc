/** The prediction: what the model said of a device over time, and why. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { AlarmId, base, DeviceId, Time } from './base.ts';
import type { Explanation, PredictionTimeline } from './predictionViews.ts';

export const prediction = {
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
    .output(type<PredictionTimeline>()),
  /**
   * Which inputs drove what the model says of the device now, or said when this alarm was raised. Null where there is no
   * prediction to explain; CONFLICT when the alarm was judged by another model than the live one.
   */
  explain: base
    .input(z.object({ deviceId: DeviceId, alarmId: AlarmId.optional() }))
    .output(type<Explanation | null>()),
};
