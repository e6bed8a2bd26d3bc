/** What a line of a golden file is, and what a group does with it. */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Vector {
  readonly id: string;
  readonly fn: string;
  readonly input: JsonObject;
  /** `expected`, `expected_resolved` and whatever else the line wants computed, by its key in the line. */
  readonly wanted: JsonObject;
}

/** Computes what a line wants: one entry for each key that the function's lines may have. */
type GoldenFunction = (input: JsonObject) => Readonly<Record<string, unknown>>;
/** A group is a file: its functions by the name in `fn`. */
export type GoldenGroup = Readonly<Record<string, GoldenFunction>>;

/** Keys that describe a line or only illustrate it. */
const DESCRIBING = new Set(['id', 'fn', 'tags', 'input', 'seed_texts']);

/** Reads one line. @throws when it is not a vector. */
export function parseVector(line: string): Vector {
  const parsed: unknown = JSON.parse(line);
  if (!isObject(parsed)) throw new Error('not an object');
  const { id, fn, input } = parsed;
  if (typeof id !== 'string' || id === '') throw new Error('no id');
  if (typeof fn !== 'string') throw new Error(`${id}: no fn`);
  if (!isObject(input)) throw new Error(`${id}: no input`);
  const wanted = Object.fromEntries(Object.entries(parsed).filter(([key]) => !DESCRIBING.has(key)));
  if (!Object.keys(wanted).some((key) => key.startsWith('expected')))
    throw new Error(`${id}: expects nothing`);
  return { id, fn, input, wanted };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The input's field as a number; a vector whose input lacks it fails instead of computing with NaN. */
export function number(input: JsonObject, key: string): number {
  const value = input[key];
  if (typeof value !== 'number') throw new Error(`input.${key} is not a number`);
  return value;
}

export function text(input: JsonObject, key: string): string {
  const value = input[key];
  if (typeof value !== 'string') throw new Error(`input.${key} is not a text`);
  return value;
}

export function object(input: JsonObject, key: string): JsonObject {
  const value = input[key];
  if (!isObject(value)) throw new Error(`input.${key} is not an object`);
  return value;
}

export function objects(input: JsonObject, key: string): readonly JsonObject[] {
  const value = input[key];
  if (!Array.isArray(value) || !value.every(isObject))
    throw new Error(`input.${key} is not a list of objects`);
  return value;
}

export function numbers(input: JsonObject, key: string): readonly number[] {
  const value = input[key];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number'))
    throw new Error(`input.${key} is not a list of numbers`);
  return value;
}
