/** The source document's names for what the product spells its own way. */
import { STATUS_BITS, type StatusBit } from '#shared/telemetry/statusBits.ts';

const SEED_BITS = {
  overvoltage: 'overvoltage',
  powerOutage: 'power_outage',
  overcurrent: 'overcurrent',
  totalLeakage: 'total_leakage',
  resistiveLeakage: 'resistive_leakage',
  powerAnomaly: 'power_anomaly',
  pcbTempAlarm: 'pcb_temp_alarm',
  sensorTempAlarm: 'sensor_temp_alarm',
  coAlarm: 'co_alarm',
  vocAlarm: 'voc_alarm',
  powerFactorAlarm: 'power_factor_alarm',
  arcAlarm: 'arc_alarm',
} as const satisfies Record<StatusBit, string>;

const COMMUNICATION_ERROR = 4096;

export type AlarmStatus = Readonly<
  Record<(typeof SEED_BITS)[StatusBit] | 'communication_error', boolean>
> & { readonly total_alarm_count: number };

/** The seed's `parse_status_bits`: a flag for each bit, and how many of the twelve are set. */
export function alarmStatus(status: number): AlarmStatus {
  const flags = STATUS_BITS.map(
    (bit, position) => [SEED_BITS[bit], (status & (1 << position)) !== 0] as const,
  );
  return {
    ...(Object.fromEntries(flags) as Record<(typeof SEED_BITS)[StatusBit], boolean>),
    communication_error: status >= COMMUNICATION_ERROR,
    total_alarm_count: flags.filter(([, set]) => set).length,
  };
}

/** UTC, with the `Z` that says so. */
export const isoTime = (at: number): string => new Date(at).toISOString();
