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

/** From here up `status` says that the device could not talk to its own sensors. Also in the threshold table. */
export const COMMUNICATION_ERROR_STATUS = 4096;

const ALARM_MASK = 0xfff;
const MASKS = Object.fromEntries(STATUS_BITS.map((bit, index) => [bit, 1 << index])) as Readonly<
  Record<StatusBit, number>
>;

/**
 * The twelve alarm bits alone, 0 … 4095. Right for every safe integer, also above 2³¹ and below 0: `&` works
 * on the value modulo 2³², which leaves the low twelve bits as they are.
 */
export function alarmBits(status: number): number {
  return status & ALARM_MASK;
}

/** Whether one alarm bit is set, with or without a communication error above it. */
export function hasStatusBit(status: number, bit: StatusBit): boolean {
  return (status & MASKS[bit]) !== 0;
}

/** The names of the alarm bits that are set, bit 0 first. */
export function statusBits(status: number): StatusBit[] {
  return STATUS_BITS.filter((bit) => (status & MASKS[bit]) !== 0);
}

/** How many of the twelve alarm bits are set, 0 … 12. */
export function statusBitCount(status: number): number {
  let count = 0;
  for (let bits = alarmBits(status); bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Compared as a number: `status` may be larger than what JavaScript's bit operators keep. */
export function isCommunicationError(
  status: number,
  limit: number = COMMUNICATION_ERROR_STATUS,
): boolean {
  return status >= limit;
}
