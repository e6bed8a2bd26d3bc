/** A stored reading as the message that the device sent, so that whatever reads messages reads exports. */
import type { Reading } from './reading.ts';

/** In the order in which they stand in a line and in a table. */
export const WIRE_COLUMNS = [
  'deviceId',
  'idx',
  'timestamp',
  'status',
  'verifySts',
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
  'receivedAt',
] as const;

export type WireRow = Readonly<Record<(typeof WIRE_COLUMNS)[number], string | number | null>>;

/**
 * Power in kW and power factor as a ratio, whatever the site's devices send. `timestamp` is the device's own time, null
 * where it sent none; `receivedAt` is the desk's. Both in UTC milliseconds.
 */
export function wireRow(reading: Reading): WireRow {
  return {
    deviceId: reading.deviceId,
    idx: reading.idx,
    timestamp: reading.deviceTime,
    status: reading.status,
    verifySts: reading.verifyStatus,
    volt: reading.voltage,
    voltLow: reading.voltageLow,
    ct: reading.current,
    zct: reading.leakageCurrent,
    rzct: reading.resistiveLeakage,
    pwr: reading.power,
    pcbTemp: reading.pcbTemperature,
    sensorTemp: reading.sensorTemperature,
    co: reading.coGas,
    voc: reading.voc,
    pFct: reading.powerFactor,
    aArc: reading.arcCount,
    receivedAt: reading.receivedAt,
  };
}
