/** What `wireMessage.ts` accepts, said in zod: for edges that are cold, and as the decoder's second opinion. */
import { z } from 'zod';
import { deviceTimeOf } from './deviceTime.ts';
import type { DecodedReading } from './reading.ts';
import {
  DEVICE_ID,
  type DecodeOptions,
  MAX_MAGNITUDE,
  MAX_STATUS,
  RENAMED_FIELDS,
} from './wireMessage.ts';

const measure = z.number().min(-MAX_MAGNITUDE).max(MAX_MAGNITUDE);
const arcs = z.int().min(0).max(MAX_MAGNITUDE);

/**
 * The schema of one message in the units that the site's devices send. Its output is the decoded reading.
 */
export function wireSchema(options: DecodeOptions) {
  const percent = options.powerFactorUnit === 'percent';
  const powerFactor = measure.max(percent ? 100 : 1);
  return z
    .looseObject({
      deviceId: z.string().max(128).regex(DEVICE_ID),
      idx: z.int().nullish(),
      status: z.int().min(0).max(MAX_STATUS),
      verifySts: z.int().nullish(),
      timestamp: z.unknown().optional(),
      volt: measure,
      voltLow: measure,
      ct: measure.optional(),
      current: measure.optional(),
      zct: measure.optional(),
      leakage_current: measure.optional(),
      rzct: measure.optional(),
      resistive_leakage: measure.optional(),
      pwr: measure.optional(),
      power: measure.optional(),
      pcbTemp: measure,
      sensorTemp: measure,
      co: measure,
      voc: measure,
      pFct: powerFactor.optional(),
      power_factor: powerFactor.optional(),
      aArc: arcs.optional(),
      arc_count: arcs.optional(),
    })
    .transform((m, context): DecodedReading => {
      const either = (wire: keyof typeof RENAMED_FIELDS): number => {
        const projected = RENAMED_FIELDS[wire];
        const value = m[wire] ?? m[projected];
        if (value === undefined || (m[projected] ?? value) !== value) {
          context.addIssue({
            code: 'custom',
            path: [wire],
            message: value === undefined ? 'missing' : `differs from ${projected}`,
          });
          return Number.NaN;
        }
        return value;
      };
      const power = either('pwr');
      const ratio = either('pFct');
      return {
        deviceId: m.deviceId,
        idx: m.idx ?? null,
        status: m.status,
        verifyStatus: m.verifySts ?? null,
        deviceTime: deviceTimeOf(m.timestamp),
        voltage: m.volt,
        voltageLow: m.voltLow,
        current: either('ct'),
        leakageCurrent: either('zct'),
        resistiveLeakage: either('rzct'),
        power: options.powerUnit === 'W' ? power / 1000 : power,
        pcbTemperature: m.pcbTemp,
        sensorTemperature: m.sensorTemp,
        coGas: m.co,
        voc: m.voc,
        powerFactor: percent ? ratio / 100 : ratio,
        arcCount: either('aArc'),
      };
    });
}
