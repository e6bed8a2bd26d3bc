import type { DecodedReading } from './reading.ts';
import type { DecodeOptions } from './wireMessage.ts';

/** A reading as its device would send it: decoded with the same options, it is the same reading again. */
export function wireOf(
  reading: DecodedReading,
  { powerUnit, powerFactorUnit }: DecodeOptions,
): Readonly<Record<string, unknown>> {
  return {
    deviceId: reading.deviceId,
    ...(reading.idx !== null && { idx: reading.idx }),
    ...(reading.deviceTime !== null && { timestamp: reading.deviceTime }),
    status: reading.status,
    ...(reading.verifyStatus !== null && { verifySts: reading.verifyStatus }),
    volt: reading.voltage,
    voltLow: reading.voltageLow,
    ct: reading.current,
    zct: reading.leakageCurrent,
    rzct: reading.resistiveLeakage,
    pwr: powerUnit === 'W' ? reading.power * 1000 : reading.power,
    pcbTemp: reading.pcbTemperature,
    sensorTemp: reading.sensorTemperature,
    co: reading.coGas,
    voc: reading.voc,
    pFct: powerFactorUnit === 'percent' ? reading.powerFactor * 100 : reading.powerFactor,
    aArc: reading.arcCount,
  };
}
