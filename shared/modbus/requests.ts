/** Which requests read a unit's registers: neighbours together, because every request costs a turn-around on the bus. */

export const REGISTER_TYPES = ['u16', 'i16', 'u32', 'i32', 'f32'] as const;
export type RegisterType = (typeof REGISTER_TYPES)[number];

/** 3 reads holding registers, 4 input registers. */
export type ReadFunction = 3 | 4;

/** Modbus application protocol V1.1b3, 6.3 and 6.4: a request reads at most this many registers. */
const MAX_REGISTERS = 125;

export interface RegisterSpan {
  readonly function: ReadFunction;
  readonly address: number;
  readonly type: RegisterType;
}

export interface ReadRequest {
  readonly function: ReadFunction;
  readonly address: number;
  /** 1 to 125 */
  readonly count: number;
}

/** How many 16-bit registers a value takes. */
export const widthOf = (type: RegisterType): 1 | 2 => (type.endsWith('32') ? 2 : 1);

/** Whether all of its registers have an address. */
export const isAnswerable = ({ address, type }: RegisterSpan): boolean =>
  address + widthOf(type) <= 65_536;

/**
 * No register is read that wasn't asked for: many meters answer a request that touches an address they don't know with
 * an exception, and then nothing of it is known.
 */
export function planRequests(spans: readonly RegisterSpan[]): ReadRequest[] {
  const sorted = [...spans].sort((a, b) => a.function - b.function || a.address - b.address);
  const requests: { function: ReadFunction; address: number; count: number }[] = [];
  for (const span of sorted) {
    const end = span.address + widthOf(span.type);
    const last = requests.at(-1);
    if (
      last !== undefined &&
      last.function === span.function &&
      span.address <= last.address + last.count &&
      end - last.address <= MAX_REGISTERS
    ) {
      last.count = Math.max(last.count, end - last.address);
    } else {
      requests.push({ function: span.function, address: span.address, count: end - span.address });
    }
  }
  return requests;
}
