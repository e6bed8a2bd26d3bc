/** Which limit of the threshold table belongs to which quantity. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { SensorKey } from '#shared/telemetry/reading.ts';

export interface SensorLimit {
  /** The side on which the value is bad. */
  readonly side: 'above' | 'below';
  readonly at: number;
}

export function sensorLimits({
  limits,
}: Pick<Thresholds, 'limits'>): Readonly<Partial<Record<SensorKey, SensorLimit>>> {
  const above = (at: number): SensorLimit => ({ side: 'above', at });
  const below = (at: number): SensorLimit => ({ side: 'below', at });
  return {
    voltage: above(limits.overvoltage),
    voltageLow: below(limits.undervoltage),
    current: above(limits.overcurrent),
    leakageCurrent: above(limits.leakage.high),
    resistiveLeakage: above(limits.leakage.high),
    pcbTemperature: above(limits.temperature.critical),
    sensorTemperature: above(limits.temperature.critical),
    coGas: above(limits.co),
    voc: above(limits.voc),
    powerFactor: below(limits.powerFactor),
    // One arc is one too many.
    arcCount: above(0),
  };
}

/** The limit itself is still allowed, exactly as the scoring compares. */
export function passes(value: number, { side, at }: SensorLimit): boolean {
  return side === 'above' ? value > at : value < at;
}

/** How much of the way to its limit a value has gone, 0 … 1; 1 is at or past it. */
export function closeness(value: number, { side, at }: SensorLimit): number {
  if (side === 'above') return at === 0 ? Number(value > 0) : Math.min(1, Math.max(0, value / at));
  return value <= 0 ? 1 : Math.min(1, Math.max(0, at / value));
}
