/**
 * From a parsed JSON message to a reading: the hot path's own checks, written out because a schema library
 * costs ten times as much here. `wireSchema.ts` says the same in zod, and a test holds the two together.
 */
import { deviceTimeOf } from './deviceTime.ts';
import type { DecodedReading, SensorKey } from './reading.ts';

export interface DecodeOptions {
  /** What the site's devices send as `pwr`. W is converted to kW. */
  readonly powerUnit: 'kW' | 'W';
  /** What they send as `pFct`. Percent is converted to a ratio. */
  readonly powerFactorUnit: 'ratio' | 'percent';
}

export const DECODE_REFUSALS = [
  'tooLarge',
  'notUtf8',
  'notJson',
  /** JSON, but an array, a text, a number or null. */
  'notObject',
  'topicShape',
  /** The payload speaks for another device than the one whose topic it came by. */
  'deviceIdMismatch',
  'missingField',
  'wrongType',
  /** The right type, but a value that the field can't have. */
  'outOfDomain',
  /** Both names of one field are present and disagree. */
  'ambiguousField',
] as const;
export type DecodeRefusal = (typeof DECODE_REFUSALS)[number];

export type DecodeResult =
  | { readonly ok: true; readonly reading: DecodedReading }
  | { readonly ok: false; readonly reason: DecodeRefusal; readonly detail: string };

/** Names on the wire, and the name that the cloud's rule gives the same field where it renames it. */
export const RENAMED_FIELDS = {
  ct: 'current',
  zct: 'leakage_current',
  rzct: 'resistive_leakage',
  pwr: 'power',
  pFct: 'power_factor',
  aArc: 'arc_count',
} as const;

export const MEASURED_FIELDS = [
  'volt',
  'voltLow',
  'ct',
  'zct',
  'rzct',
  'pwr',
  'pcbTemp',
  'sensorTemp',
  'co',
  'voc',
  'pFct',
  'aArc',
] as const;
export type MeasuredField = (typeof MEASURED_FIELDS)[number];

/** No sensor measures this much; beyond it even products of two values stay far from infinity. */
export const MAX_MAGNITUDE = 1e9;
export const MAX_STATUS = 2_147_483_647;
const MAX_DEVICE_ID_LENGTH = 128;

type WireMessage = { readonly [K in WireField]?: unknown };
type WireField =
  | MeasuredField
  | (typeof RENAMED_FIELDS)[keyof typeof RENAMED_FIELDS]
  | 'deviceId'
  | 'idx'
  | 'status'
  | 'verifySts'
  | 'timestamp'
  | 'absent';

/** Decodes one message that has been parsed already, and that came by no topic or whose topic was checked. */
export function decodeMessage(parsed: unknown, options: DecodeOptions): DecodeResult {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return refuse('notObject', `message: ${shorten(parsed)}`);
  const m: WireMessage = parsed;
  if (m.absent !== undefined) return decodePartial(m, options);
  const { deviceId, status, volt, voltLow, pcbTemp, sensorTemp, co, voc } = m;
  const ct = m.ct === undefined ? m.current : m.ct;
  const zct = m.zct === undefined ? m.leakage_current : m.zct;
  const rzct = m.rzct === undefined ? m.resistive_leakage : m.rzct;
  const pwr = m.pwr === undefined ? m.power : m.pwr;
  const pFct = m.pFct === undefined ? m.power_factor : m.pFct;
  const aArc = m.aArc === undefined ? m.arc_count : m.aArc;
  const idx = m.idx ?? null;
  const verify = m.verifySts ?? null;
  const powerFactorMaximum = options.powerFactorUnit === 'percent' ? 100 : 1;
  if (
    !isDeviceId(deviceId) ||
    !isStatus(status) ||
    !isMeasure(volt) ||
    !isMeasure(voltLow) ||
    !isMeasure(ct) ||
    !isMeasure(zct) ||
    !isMeasure(rzct) ||
    !isMeasure(pwr) ||
    !isMeasure(pcbTemp) ||
    !isMeasure(sensorTemp) ||
    !isMeasure(co) ||
    !isMeasure(voc) ||
    !isMeasure(pFct) ||
    pFct > powerFactorMaximum ||
    !isMeasure(aArc) ||
    !Number.isInteger(aArc) ||
    aArc < 0 ||
    !(idx === null || isInteger(idx)) ||
    !(verify === null || isInteger(verify)) ||
    disagrees(m)
  )
    return explain(m, powerFactorMaximum);
  return {
    ok: true,
    reading: {
      deviceId,
      idx,
      status,
      verifyStatus: verify,
      deviceTime: deviceTimeOf(m.timestamp),
      voltage: volt,
      voltageLow: voltLow,
      current: ct,
      leakageCurrent: zct,
      resistiveLeakage: rzct,
      power: options.powerUnit === 'W' ? pwr / 1000 : pwr,
      pcbTemperature: pcbTemp,
      sensorTemperature: sensorTemp,
      coGas: co,
      voc,
      powerFactor: options.powerFactorUnit === 'percent' ? pFct / 100 : pFct,
      arcCount: aArc,
    },
  };
}

/** Which quantity each field becomes. */
export const QUANTITY_OF = {
  volt: 'voltage',
  voltLow: 'voltageLow',
  ct: 'current',
  zct: 'leakageCurrent',
  rzct: 'resistiveLeakage',
  pwr: 'power',
  pcbTemp: 'pcbTemperature',
  sensorTemp: 'sensorTemperature',
  co: 'coGas',
  voc: 'voc',
  pFct: 'powerFactor',
  aArc: 'arcCount',
} as const satisfies Record<MeasuredField, SensorKey>;

/**
 * A device that says itself what it doesn't measure: `absent` names those fields, and they are missing or null. Only
 * what is named may be missing: a sensor that fell silent is no sensor that was never there.
 */
function decodePartial({ absent, ...m }: WireMessage, options: DecodeOptions): DecodeResult {
  if (!Array.isArray(absent)) return refuse('wrongType', `absent: ${shorten(absent)}`);
  const whole: Record<string, unknown> = { ...m };
  const named = new Set<MeasuredField>();
  for (const field of absent as readonly unknown[]) {
    if (!isMeasuredField(field)) return refuse('outOfDomain', `absent: ${shorten(field)}`);
    const other = field in RENAMED_FIELDS ? RENAMED_FIELDS[field as 'ct'] : undefined;
    const given = m[field] ?? (other && m[other]) ?? null;
    if (given !== null)
      return refuse('ambiguousField', `absent: ${field}, ${field}: ${shorten(given)}`);
    whole[field] = 0;
    if (other) delete whole[other];
    named.add(field);
  }
  if (named.size === MEASURED_FIELDS.length)
    return refuse('missingField', 'absent: nothing is measured');
  const decoded = decodeMessage(whole, options);
  if (!decoded.ok) return decoded;
  const reading: { -readonly [K in keyof DecodedReading]: DecodedReading[K] } = decoded.reading;
  for (const field of named) reading[QUANTITY_OF[field]] = Number.NaN;
  return { ok: true, reading };
}

const isMeasuredField = (name: unknown): name is MeasuredField =>
  (MEASURED_FIELDS as readonly unknown[]).includes(name);

export function refuse(reason: DecodeRefusal, detail: string): DecodeResult {
  return { ok: false, reason, detail };
}

/** A value for a person to recognise, not for a machine to read: at most some forty characters. */
export function shorten(value: unknown): string {
  const text = value === undefined ? 'absent' : (JSON.stringify(value) ?? String(value));
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/**
 * One level of an MQTT topic that people can read and tell apart: 1 to 128 characters, no `/`, `+` or `#`,
 * no blank at either end, and nothing invisible (controls, format characters, lone surrogates, unassigned).
 */
export function isDeviceId(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_DEVICE_ID_LENGTH)
    return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const plain =
      (code >= 0x30 && code <= 0x39) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x61 && code <= 0x7a) ||
      code === 0x2d ||
      code === 0x5f;
    if (!plain) return DEVICE_ID.test(value);
  }
  return true;
}

export const DEVICE_ID = /^(?!\s)[^\p{C}\p{Zl}\p{Zp}/+#]+(?<!\s)$/u;

function isMeasure(value: unknown): value is number {
  return typeof value === 'number' && value <= MAX_MAGNITUDE && value >= -MAX_MAGNITUDE;
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isStatus(value: unknown): value is number {
  return isInteger(value) && value >= 0 && value <= MAX_STATUS;
}

/** Both names of one field with different values: which one is the measurement can't be known. */
function disagrees(m: WireMessage): boolean {
  return (
    (m.current !== undefined && m.ct !== undefined && m.current !== m.ct) ||
    (m.leakage_current !== undefined && m.zct !== undefined && m.leakage_current !== m.zct) ||
    (m.resistive_leakage !== undefined && m.rzct !== undefined && m.resistive_leakage !== m.rzct) ||
    (m.power !== undefined && m.pwr !== undefined && m.power !== m.pwr) ||
    (m.power_factor !== undefined && m.pFct !== undefined && m.power_factor !== m.pFct) ||
    (m.arc_count !== undefined && m.aArc !== undefined && m.arc_count !== m.aArc)
  );
}

/** Says why a message was refused. Cold: runs only once the answer is no. */
function explain(m: WireMessage, powerFactorMaximum: number): DecodeResult {
  const identity = explainIdentity(m);
  if (identity) return identity;
  for (const field of MEASURED_FIELDS) {
    const other = field in RENAMED_FIELDS ? RENAMED_FIELDS[field as 'ct'] : undefined;
    const value = m[field] === undefined && other ? m[other] : m[field];
    const problem = measureProblem(field, value, powerFactorMaximum);
    if (problem) return refuse(problem, `${field}: ${shorten(value)}`);
    if (other && m[other] !== undefined && m[other] !== value)
      return refuse(
        'ambiguousField',
        `${field}: ${shorten(value)}, ${other}: ${shorten(m[other])}`,
      );
  }
  for (const field of ['idx', 'verifySts'] as const) {
    const value = m[field];
    if (value !== undefined && value !== null && !isInteger(value))
      return refuse(
        typeof value === 'number' ? 'outOfDomain' : 'wrongType',
        `${field}: ${shorten(value)}`,
      );
  }
  return refuse('wrongType', `message: ${shorten(m)}`);
}

function explainIdentity(m: WireMessage): DecodeResult | undefined {
  if (m.deviceId === undefined) return refuse('missingField', 'deviceId: absent');
  if (typeof m.deviceId !== 'string')
    return refuse('wrongType', `deviceId: ${shorten(m.deviceId)}`);
  if (!isDeviceId(m.deviceId)) return refuse('outOfDomain', `deviceId: ${shorten(m.deviceId)}`);
  if (m.status === undefined) return refuse('missingField', 'status: absent');
  if (typeof m.status !== 'number') return refuse('wrongType', `status: ${shorten(m.status)}`);
  if (!isStatus(m.status)) return refuse('outOfDomain', `status: ${shorten(m.status)}`);
  return undefined;
}

function measureProblem(
  field: MeasuredField,
  value: unknown,
  powerFactorMaximum: number,
): DecodeRefusal | undefined {
  if (value === undefined) return 'missingField';
  if (typeof value !== 'number') return 'wrongType';
  if (!isMeasure(value)) return 'outOfDomain';
  if (field === 'pFct' && value > powerFactorMaximum) return 'outOfDomain';
  if (field === 'aArc' && (!Number.isInteger(value) || value < 0)) return 'outOfDomain';
  return undefined;
}
