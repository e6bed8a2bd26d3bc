/** The twelve alarm bits of a device's `status`, and the communication error above them. */

/** Bit 0 first, by the seed's names in the product's spelling. */
export const STATUS_BITS = [
  'overvoltage',
  'powerOutage',
  'overcurrent',
  'totalLeakage',
  'resistiveLeakage',
  'powerAnomaly',
  'pcbTempAlarm',
  'sensorTempAlarm',
  'coAlarm',
  'vocAlarm',
  'powerFactorAlarm',
  'arcAlarm',
] as const;
export type StatusBit = (typeof STATUS_BITS)[number];
