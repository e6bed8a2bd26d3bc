/** How many alarms the desk asks its operator to answer. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { METER_PERIODS, type MeterReport } from '#shared/alarms/meter.ts';
import { base } from './base.ts';

export const meter = {
  report: base.input(z.object({ period: z.enum(METER_PERIODS) })).output(type<MeterReport>()),
};
