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

/** From the first measured quantity to the last. */
const MEASURED_COLUMNS = WIRE_COLUMNS.slice(
  WIRE_COLUMNS.indexOf('volt'),
  WIRE_COLUMNS.indexOf('aArc') + 1,
);

export type WireRow = Readonly<Record<(typeof WIRE_COLUMNS)[number], string | number | null>>;

/** As a line of JSON: a device that doesn't measure everything names what it doesn't, as it did on the wire. */
export function wireLine(reading: Reading): string {
  const row = wireRow(reading);
  const absent = MEASURED_COLUMNS.filter((column) => row[column] === null);
  return JSON.stringify(absent.length > 0 ? { ...row, absent } : row);
}

/**
 * Power in kW and power factor as a ratio, whatever the site's devices send. `timestamp` is the device's own time, null
 * where it sent none; `receivedAt` is the desk's. Both in UTC milliseconds. What was not measured is null.
 */
export function wireRow(reading: Reading): WireRow {
  return {
    deviceId: reading.deviceId,
    idx: reading.idx,
    timestamp: reading.deviceTime,
    status: reading.status,
    verifySts: reading.verifyStatus,
    volt: measured(reading.voltage),
    voltLow: measured(reading.voltageLow),
    ct: measured(reading.current),
    zct: measured(reading.leakageCurrent),
    rzct: measured(reading.resistiveLeakage),
    pwr: measured(reading.power),
    pcbTemp: measured(reading.pcbTemperature),
    sensorTemp: measured(reading.sensorTemperature),
    co: measured(reading.coGas),
    voc: measured(reading.voc),
    pFct: measured(reading.powerFactor),
    aArc: measured(reading.arcCount),
    receivedAt: reading.receivedAt,
  };
}

const measured = (value: number): number | null => (Number.isNaN(value) ? null : value);
