/** The comparison that the golden README prescribes. */
import { isObject } from './vector.ts';

export interface Difference {
  readonly path: string;
  readonly want: unknown;
  readonly got: unknown;
}

const TOLERANCE = 1e-9;

/** The first place where two values differ; undefined when they agree. */
export function difference(want: unknown, got: unknown, path: string): Difference | undefined {
  if (typeof want === 'number' && typeof got === 'number')
    return numbersAgree(want, got) ? undefined : { path, want, got };
  if (Array.isArray(want) && Array.isArray(got)) {
    if (want.length !== got.length) return { path: `${path}.length`, want, got };
    return first(want.map((item, i) => difference(item, got[i], `${path}[${i}]`)));
  }
  if (isObject(want) && isObject(got)) {
    const keys = new Set([...Object.keys(want), ...Object.keys(got)]);
    return first([...keys].map((key) => entryDifference(want, got, key, path)));
  }
  return want === got ? undefined : { path, want, got };
}

function entryDifference(
  want: Readonly<Record<string, unknown>>,
  got: Readonly<Record<string, unknown>>,
  key: string,
  path: string,
): Difference | undefined {
  const place = `${path}.${key}`;
  if (!Object.hasOwn(want, key)) return { path: place, want: undefined, got: got[key] };
  if (!Object.hasOwn(got, key)) return { path: place, want: want[key], got: undefined };
  return difference(want[key], got[key], place);
}

/** Two integers must be equal, or a tolerance of 1e-9 would let times be seconds apart. */
function numbersAgree(want: number, got: number): boolean {
  if (Number.isInteger(want) && Number.isInteger(got)) return want === got;
  return Math.abs(got - want) <= TOLERANCE * Math.max(1, Math.abs(want));
}

function first(differences: readonly (Difference | undefined)[]): Difference | undefined {
  return differences.find((found) => found !== undefined);
}
