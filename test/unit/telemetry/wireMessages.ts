import type { DecodeOptions } from '#shared/telemetry/decode.ts';

export const SITE: DecodeOptions = { powerUnit: 'kW', powerFactorUnit: 'ratio' };

/** The seed's own example message, without a time. */
export const MESSAGE: Readonly<Record<string, unknown>> = {
  deviceId: 'TEST001',
  idx: 1,
  status: 0,
  volt: 220,
  voltLow: 219,
  ct: 5,
  zct: 0.5,
  rzct: 0.3,
  pwr: 1.1,
  pcbTemp: 35,
  sensorTemp: 37,
  co: 5,
  voc: 50,
  pFct: 0.95,
  aArc: 0,
};

export function without(...fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(MESSAGE).filter(([key]) => !fields.includes(key)));
}

export const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
