/** The seed's names for the product's quantities, and a reading in which nothing is wrong. */
import type { SensorValues } from '#shared/telemetry/reading.ts';

export const CALM: SensorValues = {
  voltage: 220,
  voltageLow: 219,
  current: 5,
  leakageCurrent: 0.5,
  resistiveLeakage: 0.3,
  power: 1.1,
  pcbTemperature: 30,
  sensorTemperature: 31,
  coGas: 2,
  voc: 50,
  powerFactor: 0.95,
  arcCount: 0,
};

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
