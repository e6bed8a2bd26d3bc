/**
 * One telemetry reading after decoding: the names, units and clocks that everything behind the
 * decoder uses. The wire's names (`volt`, `ct`, …) end at `decode.ts`.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/**
 * The twelve measured quantities, in the order the model eats them. NaN is what the device doesn't measure or could not
 * read: no comparison with a limit is true for it, and it is never a number on a screen, in a file or on the wire.
 */
export interface SensorValues {
  /** V */
  readonly voltage: number;
  /** V, the minimum since the previous reading */
  readonly voltageLow: number;
  /** A */
  readonly current: number;
  /** mA, total (zero-sequence) leakage */
  readonly leakageCurrent: number;
  /** mA, its resistive part */
  readonly resistiveLeakage: number;
  /** kW; what a site's devices send in W was converted when it was decoded */
  readonly power: number;
  /** °C, the device's own board */
  readonly pcbTemperature: number;
  /** °C, the probe on the terminal */
  readonly sensorTemperature: number;
  /** ppm */
  readonly coGas: number;
  /** µg/m³ */
  readonly voc: number;
  /** 0 to 1 */
  readonly powerFactor: number;
  /** arc events since the previous reading */
  readonly arcCount: number;
}

export const SENSOR_KEYS = [
  'voltage',
  'voltageLow',
  'current',
  'leakageCurrent',
  'resistiveLeakage',
  'power',
  'pcbTemperature',
  'sensorTemperature',
  'coGas',
  'voc',
  'powerFactor',
  'arcCount',
] as const satisfies readonly (keyof SensorValues)[];

export type SensorKey = (typeof SENSOR_KEYS)[number];

/** A reading as the device sent it, decoded but not yet placed on the desk's clock. */
export interface DecodedReading extends SensorValues {
  readonly deviceId: string;
  /** The device's own sequence number, when it sends one. */
  readonly idx: number | null;
  /** 0 … 4095 are the twelve alarm bits; 4096 and above is the device's communication error. */
  readonly status: number;
  /** The device's copy of `status`; a difference is a data-quality trouble. */
  readonly verifyStatus: number | null;
  /** The device's own clock; null when it sent no readable time. */
  readonly deviceTime: EpochMs | null;
}

/** How far a reading may be believed. Ordered by nothing: each is its own finding. */
export type QualityFlag =
  | 'outOfRange'
  | 'verifyMismatch'
  | 'clockSkew'
  | 'noDeviceTime'
  | 'late'
  /** A value has stood still for longer than what it measures ever does. */
  | 'stuck'
  /** Messages before this one are missing, by the device's own numbering. */
  | 'sequenceGap';

export interface Reading extends DecodedReading {
  /** Event time that scoring and windows use: the device's clock unless it can't be trusted. */
  readonly measuredAt: EpochMs;
  /** The desk's clock on arrival. */
  readonly receivedAt: EpochMs;
  readonly quality: readonly QualityFlag[];
}

/**
 * Whether the desk's clock dated the reading, because the device's can't be believed. Such readings are in the order
 * of their arrival whatever their times say, so that setting the desk's clock back makes none of them late.
 */
export function isDatedByDesk({ quality }: Pick<Reading, 'quality'>): boolean {
  if (quality.length === 0) return false;
  return quality.includes('clockSkew') || quality.includes('noDeviceTime');
}

/** JSON writes null for what was not measured; a null would compare as 0. */
export function fromJson<T extends SensorValues>(reading: T): T {
  const unknown = SENSOR_KEYS.filter((key) => (reading[key] as number | null) === null);
  if (unknown.length === 0) return reading;
  return { ...reading, ...Object.fromEntries(unknown.map((key) => [key, Number.NaN])) };
}
