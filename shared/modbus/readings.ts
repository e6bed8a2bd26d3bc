/** From the registers that the units answered to the message that a device of ours would have published. */
import type { EpochMs } from '../telemetry/reading.ts';
import { COMMUNICATION_ERROR_STATUS, STATUS_BITS } from '../telemetry/statusBits.ts';
import { MEASURED_FIELDS, type MeasuredField } from '../telemetry/wireMessage.ts';
import type { Profile, Register } from './registerMap.ts';
import { planRequests, type ReadFunction, type ReadRequest, widthOf } from './requests.ts';

/** The raw registers of one unit, by function and address. */
export class Registers {
  readonly #words = new Map<number, number>();

  /** @param words of 0 … 65535, the first of which is at the request's address */
  add({ function: code, address }: ReadRequest, words: readonly number[]): void {
    for (const [index, word] of words.entries())
      this.#words.set(keyOf(code, address + index), word);
  }

  /** @throws RangeError for a register that was not read: the plan of the requests is wrong */
  word(code: ReadFunction, address: number): number {
    const word = this.#words.get(keyOf(code, address));
    if (word === undefined) throw new RangeError(`register ${address} was not read`);
    return word;
  }
}

const keyOf = (code: ReadFunction, address: number): number => code * 65_536 + address;

/** Everything that a profile needs of a unit, in as few requests as there can be. */
export const requestsOf = ({ registers, alarms }: Profile): ReadRequest[] =>
  planRequests([...registers, ...alarms.map((alarm) => ({ ...alarm, type: 'u16' as const }))]);

/** The number in the registers, before scale and offset. NaN where an f32 says so. */
function rawValue(register: Register, registers: Registers): number {
  const { function: code, address, type } = register;
  const first = registers.word(code, address);
  if (widthOf(type) === 1) return type === 'i16' ? (first << 16) >> 16 : first;
  const second = registers.word(code, address + 1);
  const [high, low] = register.wordOrder === 'highFirst' ? [first, second] : [second, first];
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, high);
  view.setUint16(2, low);
  if (type === 'f32') return view.getFloat32(0);
  return type === 'i32' ? view.getInt32(0) : view.getUint32(0);
}

/** In the field's unit; null where the unit says that it has no measurement. */
export function measurementOf(register: Register, registers: Registers): number | null {
  const raw = rawValue(register, registers);
  if (!Number.isFinite(raw) || raw === register.absent) return null;
  const value = raw * register.scale + register.offset;
  if (register.field === 'aArc') return Math.round(value);
  // Meters give a leading power factor a sign; the wire has the amount.
  return register.field === 'pFct' ? Math.abs(value) : value;
}

export interface PolledUnit {
  readonly profile: Profile;
  /** Null: it did not answer. */
  readonly registers: Registers | null;
}

/** As `shared/telemetry/wireMessage.ts` reads it. */
export type PolledMessage = {
  readonly deviceId: string;
  readonly timestamp: EpochMs;
  readonly status: number;
  /** What no unit measured. Not sent when everything was. */
  readonly absent?: readonly MeasuredField[];
} & Readonly<Partial<Record<MeasuredField, number>>>;

/**
 * One message for a device. What no unit measures, or the unit that measures it didn't answer, is named as absent, and
 * never a number that nobody measured. A unit that didn't answer beside one that did is the device's communication
 * error.
 *
 * @returns null when nothing was measured: the device is silent then
 */
export function messageOf(
  deviceId: string,
  units: readonly PolledUnit[],
  polledAt: EpochMs,
): PolledMessage | null {
  const values: Partial<Record<MeasuredField, number>> = {};
  let status = 0;
  for (const { profile, registers } of units) {
    if (registers === null) {
      status |= COMMUNICATION_ERROR_STATUS;
      continue;
    }
    for (const register of profile.registers) {
      const value = measurementOf(register, registers);
      if (value !== null) values[register.field] = value;
    }
    for (const { function: code, address, mask, sets } of profile.alarms)
      if ((registers.word(code, address) & mask) !== 0) status |= 1 << STATUS_BITS.indexOf(sets);
  }
  const absent = MEASURED_FIELDS.filter((field) => values[field] === undefined);
  if (absent.length === MEASURED_FIELDS.length) return null;
  const message = { deviceId, timestamp: polledAt, status, ...values };
  return absent.length === 0 ? message : { ...message, absent };
}
