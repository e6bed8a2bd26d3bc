/**
 * One column of float64, bit for bit, in the shortest of four forms. The whole blob is deflated afterwards, so a form
 * only has to bring out what deflate can't see: that 219.4 and 219.6 are near each other although their bytes are not.
 */
import type { ByteReader } from './ByteReader.ts';
import type { ByteWriter } from './ByteWriter.ts';

const CONSTANT = 0;
/** Integers after multiplying by a power of ten, as differences: clocks, counters, and decimals as devices send them. */
const DECIMAL = 1;
/** A table of the few values that occur, and a byte for each row: scores, which move in steps. */
const TABLE = 2;
/** The float64s themselves, each against the one before, first bytes first: whatever else there is. */
const FLOATS = 3;

const MAX_DECIMALS = 4;
/** Differences of integers up to here are exact, and fit a varint after their sign was folded in. */
const MAX_INTEGER = 2 ** 50;
const MAX_TABLE = 256;

export function encodeColumn(values: Float64Array, out: ByteWriter): void {
  const decimals = decimalsOf(values);
  const table = decimals === null ? tableOf(values) : null;
  if (isConstant(values)) {
    out.byte(CONSTANT);
    out.double(values[0] ?? 0);
  } else if (decimals !== null) encodeDecimal(values, decimals, out);
  else if (table) encodeTable(values, table, out);
  else encodeFloats(values, out);
}

export function decodeColumn(source: ByteReader, length: number): Float64Array {
  const form = source.byte();
  if (form === CONSTANT) return new Float64Array(length).fill(source.double());
  if (form === DECIMAL) return decodeDecimal(source, length);
  if (form === TABLE) return decodeTable(source, length);
  if (form === FLOATS) return decodeFloats(source, length);
  throw new RangeError(`unknown column form ${form}`);
}

function isConstant(values: Float64Array): boolean {
  const first = values[0];
  return values.every((value) => Object.is(value, first));
}

/** @returns the power of ten that makes every value an integer and gives each back exactly, or null. */
function decimalsOf(values: Float64Array): number | null {
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    const fits = values.every((value) => {
      const integer = Math.round(value * scale);
      if (Math.abs(integer) > MAX_INTEGER || integer / scale !== value) return false;
      // Differences have no −0.
      return !Object.is(integer, -0);
    });
    if (fits) return decimals;
  }
  return null;
}

function encodeDecimal(values: Float64Array, decimals: number, out: ByteWriter): void {
  const scale = 10 ** decimals;
  out.byte(DECIMAL);
  out.byte(decimals);
  let before = 0;
  for (const value of values) {
    const integer = Math.round(value * scale);
    const difference = integer - before;
    out.varint(difference < 0 ? -2 * difference - 1 : 2 * difference);
    before = integer;
  }
}

function decodeDecimal(source: ByteReader, length: number): Float64Array {
  const scale = 10 ** source.byte();
  const values = new Float64Array(length);
  let integer = 0;
  for (let index = 0; index < length; index++) {
    const folded = source.varint();
    integer += folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    values[index] = integer / scale;
  }
  return values;
}

function tableOf(values: Float64Array): Map<number, number> | null {
  const most = Math.min(MAX_TABLE, values.length / 4);
  const table = new Map<number, number>();
  for (const value of values) {
    // A Map takes −0 for 0 and would lose its sign.
    if (Object.is(value, -0)) return null;
    if (!table.has(value)) table.set(value, table.size);
    if (table.size > most) return null;
  }
  return table;
}

function encodeTable(values: Float64Array, table: Map<number, number>, out: ByteWriter): void {
  out.byte(TABLE);
  out.varint(table.size);
  for (const value of table.keys()) out.double(value);
  for (const value of values) out.byte(table.get(value)!);
}

function decodeTable(source: ByteReader, length: number): Float64Array {
  const table = Float64Array.from({ length: source.varint() }, () => source.double());
  const keys = source.bytes(length);
  return Float64Array.from(keys, (key) => table[key]!);
}

function encodeFloats(values: Float64Array, out: ByteWriter): void {
  const bytes = new Uint8Array(values.slice().buffer);
  const planes = new Uint8Array(bytes.length);
  const { length } = values;
  for (let index = 0; index < length; index++)
    for (let byte = 0; byte < 8; byte++) {
      const before = index > 0 ? bytes[(index - 1) * 8 + byte]! : 0;
      planes[byte * length + index] = bytes[index * 8 + byte]! ^ before;
    }
  out.byte(FLOATS);
  out.bytes(planes);
}

function decodeFloats(source: ByteReader, length: number): Float64Array {
  const planes = source.bytes(length * 8);
  const values = new Float64Array(length);
  const bytes = new Uint8Array(values.buffer);
  for (let index = 0; index < length; index++)
    for (let byte = 0; byte < 8; byte++) {
      const before = index > 0 ? bytes[(index - 1) * 8 + byte]! : 0;
      bytes[index * 8 + byte] = planes[byte * length + index]! ^ before;
    }
  return values;
}
