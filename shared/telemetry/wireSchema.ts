/** What `wireMessage.ts` accepts, said in zod: for edges that are cold, and as the decoder's second opinion. */
import { z } from 'zod';
import { deviceTimeOf } from './deviceTime.ts';
import type { DecodedReading } from './reading.ts';
import {
  DEVICE_ID,
  type DecodeOptions,
  MAX_MAGNITUDE,
  MAX_STATUS,
  MEASURED_FIELDS,
  type MeasuredField,
  QUANTITY_OF,
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
  const whole = z
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
  return z.unknown().transform((message, context): DecodedReading => {
    const lacking = withoutAbsent(message);
    const parsed = lacking === null ? undefined : whole.safeParse(lacking.message);
    if (!lacking || !parsed?.success) {
      for (const issue of parsed?.error?.issues ?? [])
        context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
      if (!lacking) context.addIssue({ code: 'custom', path: ['absent'], message: 'not usable' });
      return z.NEVER;
    }
    const unmeasured = lacking.fields.map((field) => [QUANTITY_OF[field], Number.NaN]);
    return { ...parsed.data, ...Object.fromEntries(unmeasured) };
  });
}

/** What `absent` names, filled in so that the rest can be judged; null when it names what it can't. */
function withoutAbsent(message: unknown): { message: unknown; fields: MeasuredField[] } | null {
  const { success, data } = Absent.safeParse(message);
  if (!success) return null;
  if (data === undefined) return { message, fields: [] };
  const fields = [...new Set(data.absent)];
  const given = message as Readonly<Record<string, unknown>>;
  const names = fields.flatMap((field) =>
    field in RENAMED_FIELDS ? [field, RENAMED_FIELDS[field as 'ct']] : [field],
  );
  if (
    fields.length === MEASURED_FIELDS.length ||
    names.some((name) => (given[name] ?? null) !== null)
  )
    return null;
  const kept = Object.entries(given).filter(([name]) => !(names as string[]).includes(name));
  const filled = fields.map((field) => [field, 0]);
  return { message: Object.fromEntries([...kept, ...filled]), fields };
}

/** Undefined where nothing is said to be absent. */
const Absent = z
  .unknown()
  .transform((message) =>
    typeof message === 'object' &&
    message !== null &&
    'absent' in message &&
    message.absent !== undefined
      ? { absent: message.absent }
      : undefined,
  )
  .pipe(z.object({ absent: z.array(z.enum(MEASURED_FIELDS)) }).optional());
