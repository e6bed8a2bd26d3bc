/** The limits a device judges itself by, and what it makes of a measurement before it sends it. */
import { STATUS_BITS, type StatusBit } from '#shared/telemetry/statusBits.ts';
import type { Measurement } from './message.ts';

/** Above this a device says that it can't reach its own sensor board. */
export const COMMUNICATION_ERROR = 4096;

const ALARM: Readonly<Record<StatusBit, (m: Measurement, overcurrentA: number) => boolean>> = {
  overvoltage: (m) => m.volt > 234,
  powerOutage: (m) => m.volt < 50,
  overcurrent: (m, overcurrentA) => m.ct > overcurrentA,
  totalLeakage: (m) => m.zct > 8,
  resistiveLeakage: (m) => m.rzct > 8,
  powerAnomaly: (m) => Math.abs((m.volt * m.ct * m.pFct) / 1000 - m.pwr) > 0.2 * m.pwr + 0.02,
  pcbTempAlarm: (m) => m.pcbTemp > 60,
  sensorTempAlarm: (m) => m.sensorTemp > 60,
  coAlarm: (m) => m.co > 17,
  vocAlarm: (m) => m.voc > 400,
  powerFactorAlarm: (m) => m.pFct < 0.9,
  arcAlarm: (m) => m.aArc > 0,
};

/** @param overcurrentA the device's trip setting */
export function statusOf(measurement: Measurement, overcurrentA: number): number {
  return STATUS_BITS.reduce(
    (status, bit, index) =>
      ALARM[bit](measurement, overcurrentA) ? status | (1 << index) : status,
    0,
  );
}

function round(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit;
}

/** Rounds to what the device's converters resolve. Power comes from the rounded values, as its meter chip does it. */
export function quantise(m: Measurement): Measurement {
  const volt = round(m.volt, 10);
  const ct = round(m.ct, 100);
  const pFct = Math.min(1, round(m.pFct, 1000));
  return {
    volt,
    voltLow: Math.min(volt, round(m.voltLow, 10)),
    ct,
    zct: round(m.zct, 100),
    rzct: Math.min(round(m.zct, 100), round(m.rzct, 100)),
    pwr: round((volt * ct * pFct) / 1000, 1000),
    pcbTemp: round(m.pcbTemp, 10),
    sensorTemp: round(m.sensorTemp, 10),
    co: round(m.co, 10),
    voc: round(m.voc, 1),
    pFct,
    aArc: Math.round(m.aArc),
  };
}
