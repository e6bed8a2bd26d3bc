/** The limits a device judges itself by. */
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
