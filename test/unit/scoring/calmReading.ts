import type { Reading } from '#shared/telemetry/reading.ts';

export const T0 = Date.UTC(2026, 0, 15, 3, 0, 0);

/** A reading in which nothing is wrong; change what the test is about. */
export function calmReading(change: Partial<Reading> = {}): Reading {
  const measuredAt = change.measuredAt ?? T0;
  return {
    deviceId: 'device-001',
    idx: 1,
    status: 0,
    verifyStatus: null,
    deviceTime: measuredAt,
    measuredAt,
    receivedAt: measuredAt,
    quality: [],
    voltage: 220,
    voltageLow: 219,
    current: 5,
    leakageCurrent: 0.5,
    resistiveLeakage: 0.3,
    power: 1.05,
    pcbTemperature: 33,
    sensorTemperature: 35,
    coGas: 2,
    voc: 60,
    powerFactor: 0.95,
    arcCount: 0,
    ...change,
  };
}
